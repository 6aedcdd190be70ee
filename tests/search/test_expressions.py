import pytest

from packgrid.search.backends import postgres, sqlite
from packgrid.search.expressions import But, InNames, Term, either, every, sure


@pytest.mark.parametrize(
    ("expression", "in_sqlite", "in_postgres"),
    [
        (Term("a"), '"a"', "'a'"),
        (Term("a", is_prefix=True), '"a"*', "'a':*"),
        (Term("it's \\ \"x\""), '"it\'s \\ ""x"""', "'it''s \\\\ \"x\"'"),
        (InNames(Term("a", is_prefix=True)), 'names : ("a"*)', "('n:a':*)"),
        (every([Term("a"), Term("b"), Term("a")]), '("a" AND "b")', "('a' & 'b')"),
        (either([Term("a"), Term("b")]), '("a" OR "b")', "('a' | 'b')"),
        (every([Term("a")]), '"a"', "'a'"),
        (But(Term("a"), either([Term("b"), Term("c")])), '("a" NOT ("b" OR "c"))', "('a' & !('b' | 'c'))"),
        (InNames(every([Term("a"), either([Term("b"), Term("c")])])), 'names : (("a" AND ("b" OR "c")))',
         "(('n:a' & ('n:b' | 'n:c')))"),
    ],
)  # fmt: skip
def test_each_database_writes_an_expression_in_its_own_way(expression, in_sqlite, in_postgres):
    assert sqlite.written(expression) == in_sqlite
    assert postgres.written(expression) == in_postgres


BEGUN, WHOLE, OTHER = Term("a", is_prefix=True), Term("b"), Term("c")


@pytest.mark.parametrize(
    ("expression", "certain"),
    [
        (WHOLE, WHOLE),
        (BEGUN, None),
        (InNames(WHOLE), InNames(WHOLE)),
        (InNames(BEGUN), None),
        (every([WHOLE, BEGUN, OTHER]), every([WHOLE, OTHER])),
        (every([WHOLE, either([BEGUN, OTHER])]), WHOLE),
        (either([WHOLE, OTHER]), either([WHOLE, OTHER])),
        (either([WHOLE, every([OTHER, BEGUN])]), either([WHOLE, OTHER])),
        (either([WHOLE, BEGUN]), None),
        (But(every([WHOLE, BEGUN]), OTHER), WHOLE),
        (But(BEGUN, OTHER), None),
    ],
)
def test_what_is_sure_of_an_expression_is_it_without_beginnings_and_without_what_is_unwanted(expression, certain):
    assert sure(expression) == certain
