import pytest

from packgrid.search.backends import postgres, sqlite
from packgrid.search.expressions import InNames, Term, Without, join_all, join_any, without_prefixes


@pytest.mark.parametrize(
    ("expression", "in_sqlite", "in_postgres"),
    [
        (Term("a"), '"a"', "'a'"),
        (Term("a", is_prefix=True), '"a"*', "'a':*"),
        (Term("it's \\ \"x\""), '"it\'s \\ ""x"""', "'it''s \\\\ \"x\"'"),
        (InNames(Term("a", is_prefix=True)), 'names : ("a"*)', "('n:a':*)"),
        (join_all([Term("a"), Term("b"), Term("a")]), '("a" AND "b")', "('a' & 'b')"),
        (join_any([Term("a"), Term("b")]), '("a" OR "b")', "('a' | 'b')"),
        (join_all([Term("a")]), '"a"', "'a'"),
        (Without(Term("a"), join_any([Term("b"), Term("c")])), '("a" NOT ("b" OR "c"))', "('a' & !('b' | 'c'))"),
        (InNames(join_all([Term("a"), join_any([Term("b"), Term("c")])])), 'names : (("a" AND ("b" OR "c")))',
         "(('n:a' & ('n:b' | 'n:c')))"),
    ],
)  # fmt: skip
def test_each_database_writes_an_expression_in_its_own_way(expression, in_sqlite, in_postgres):
    assert sqlite.write_expression(expression) == in_sqlite
    assert postgres.write_expression(expression) == in_postgres


BEGUN, WHOLE, OTHER = Term("a", is_prefix=True), Term("b"), Term("c")


@pytest.mark.parametrize(
    ("expression", "certain"),
    [
        (WHOLE, WHOLE),
        (BEGUN, None),
        (InNames(WHOLE), InNames(WHOLE)),
        (InNames(BEGUN), None),
        (join_all([WHOLE, BEGUN, OTHER]), join_all([WHOLE, OTHER])),
        (join_all([WHOLE, join_any([BEGUN, OTHER])]), WHOLE),
        (join_any([WHOLE, OTHER]), join_any([WHOLE, OTHER])),
        (join_any([WHOLE, join_all([OTHER, BEGUN])]), join_any([WHOLE, OTHER])),
        (join_any([WHOLE, BEGUN]), None),
        (Without(join_all([WHOLE, BEGUN]), OTHER), WHOLE),
        (Without(BEGUN, OTHER), None),
    ],
)
def test_what_is_sure_of_an_expression_is_it_without_beginnings_and_without_what_is_unwanted(expression, certain):
    assert without_prefixes(expression) == certain
