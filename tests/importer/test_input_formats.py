import json

import pytest

from packgrid.importer.input_formats import read_file
from packgrid.importer.problems import Problem, Row


def read(tmp_path, name, content):
    """The rows of a file with this content, and its problems as people see them, without the folder."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = list(read_file(path))
    problems = [str(item).removeprefix(f"{tmp_path}/") for item in found if isinstance(item, Problem)]
    return [item for item in found if isinstance(item, Row)], problems


def test_toml_gives_each_table_with_the_lines_of_its_keys(tmp_path):
    text = (
        '# ours\n[[grid]]\nslug = "forms"\n  [[grid.feature]] # a row\n  title = "Ajax"\n'
        '  [grid.feature.elements]\n  a = "yes"\n\n[[package]]\nslug = "a"\n\n'
        '[[ package ]] # second\nslug = "b"\nstars = 1\n'
    )
    rows, problems = read(tmp_path, "x.toml", text)
    assert problems == []
    assert [(row.kind, row.values["slug"], row.place.line, row.number) for row in rows] == [
        ("grid", "forms", 2, 1),
        ("package", "a", 9, 1),
        ("package", "b", 12, 2),
    ]
    assert rows[0].values["feature"] == [{"title": "Ajax", "elements": {"a": "yes"}}]
    assert (rows[2].at("stars").line, rows[2].at("stars").column) == (14, 1)


def test_an_ndjson_line_is_a_record_and_null_is_not_given(tmp_path):
    line = json.dumps({"type": "package", "slug": "a", "stars": None, "summary": "one\u2028line"}, ensure_ascii=False)
    rows, problems = read(tmp_path, "x.ndjson", f"\n{line}\r\n")
    assert problems == []
    assert [(row.kind, row.values) for row in rows] == [("package", {"slug": "a", "summary": "one\u2028line"})]
    assert str(rows[0].at("slug")).endswith("x.ndjson:2:21")


def test_a_csv_row_keeps_its_line_and_drops_its_empty_cells(tmp_path):
    text = '\ufeffslug,summary,stars\r\na,"two\nlines",\r\n\r\nb, ,7\r\n'
    rows, problems = read(tmp_path, "x.CSV", text)
    assert problems == []
    assert [(row.values, row.place.line) for row in rows] == [
        ({"slug": "a", "summary": "two\nlines"}, 2),
        ({"slug": "b", "stars": "7"}, 5),
    ]
    assert str(rows[1].at("stars")).endswith("x.CSV:5:3")


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("x.yaml", "", "x.yaml: .yaml: write the catalogue as a .toml, .ndjson, .jsonl, .csv file"),
        ("x", "", "x: no suffix: write the catalogue as a .toml, .ndjson, .jsonl, .csv file"),
        ("x.csv", b"slug\na\x81\n", "x.csv:2:2: this byte is not UTF-8; save the file as UTF-8"),
        ("x.toml", "a = \n", "x.toml:1:5: not valid TOML: Invalid value"),
        ("x.toml", "[package]\n", "x.toml:1:1: package: write [[category]], [[package]] or [[grid]]"),
        ("x.toml", "\n[[pakage]]\n", "x.toml:2:1: pakage: write [[category]], [[package]] or [[grid]]"),
        ("x.toml", "package = [1]\n", "x.toml:1:1: package: write [[category]], [[package]] or [[grid]]"),
        ("x.ndjson", '{"a": }', "x.ndjson:1:7: not valid JSON: Expecting value"),
        ("x.jsonl", "[1]", "x.jsonl:1:1: [1] is not a JSON object"),
        ("x.csv", "slug,stars\na\n", "x.csv:2: a: 1 cells; the first line has 2"),
        ("x.csv", "slug,stars\na,1,2\n", "x.csv:2: a: 3 cells; the first line has 2"),
        ("x.csv", "slug,starz\n", "x.csv:1:2: 'starz': unknown key; did you mean stars? (column left out)"),
        ("x.csv", "slug,???\n", "x.csv:1:2: '???': unknown key (column left out)"),
        ("x.csv", "slug,stars,stars\n", "x.csv:1:3: stars: the column appears twice; the last one is used"),
        (
            "x.csv",
            "name;stars\na;1\n",
            "x.csv:1: slug: missing; the first line must name the columns, separated by commas",
        ),
        ("x.csv", 'slug\n"a\n', "x.csv:2: not valid CSV: unexpected end of data; the rest of the file was not read"),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_its_place(tmp_path, name, content, problem):
    assert read(tmp_path, name, content) == ([], [problem])


@pytest.mark.parametrize("content", ["[" * 100_000, f'{{"stars": {"9" * 5000}}}'])
def test_json_that_python_will_not_read_is_a_problem(tmp_path, content):
    rows, problems = read(tmp_path, "x.ndjson", content)
    assert rows == []
    assert problems[0].startswith("x.ndjson:1:1: not usable JSON: ")


def test_a_missing_file_is_a_problem(tmp_path):
    assert [str(problem) for problem in read_file(tmp_path / "no.csv")] == [
        f"{tmp_path}/no.csv: it cannot be read (No such file or directory)"
    ]


FOUND = {"slug": "a", "title": "Caf\u00e9", "stars": "3"}
TABLE = "slug{0}title{0}stars\r\na{0}Caf\u00e9{0}3\r\n"


@pytest.mark.parametrize(
    "content",
    [
        # Excel.
        TABLE.format(";").encode("utf-8-sig"),
        TABLE.format("\t").encode("utf-16"),
        TABLE.format("\t").encode("utf-16-le"),
        TABLE.format(",").encode("utf-16"),
        b"sep=;\r\n" + TABLE.format(";").encode(),
        TABLE.format(";").replace("\r\n", ";;\r\n").encode() + b";;;;\r\n",
        # pandas.
        ",slug,title,stars,forks\n0,a,Caf\u00e9,3,NaN\n",
        "Unnamed: 0,slug,title,stars,forks\n0,a,Caf\u00e9,3,<NA>\n",
        "slug,title,stars,pypi_released_at,summary\na,Caf\u00e9,3,NaT,nan\n",
        "slug,title,stars,summary\na,Caf\u00e9,3,None\n",
        TABLE.format(";").replace("slug", "Slug").replace("stars", "STARS").encode(),
        TABLE.format("|").encode("utf-8-sig"),
        "slug,title,stars,forks,summary\na,Caf\u00e9,3,#REF!,#DIV/0!\n",
        "slug,title,stars,forks,summary\na,Caf\u00e9,3,#VALUE!,#NAME?\n",
        "slug,title,stars\ra,Caf\u00e9,3\r",
        # BigQuery.
        "slug,title,stars,forks\na,Caf\u00e9,3,null\n",
        'slug,title,stars,summary\n"a","Caf\u00e9",3,\\N\n',
        '"slug","title","stars"\n"a","Caf\u00e9","3"\n',
    ],
)
def test_csv_is_read_as_excel_pandas_and_bigquery_write_it(tmp_path, content):
    rows, problems = read(tmp_path, "x.csv", content)
    assert ([row.values for row in rows], problems) == ([FOUND], [])


def test_csv_of_windows_is_read_with_a_word_on_it(tmp_path):
    rows, problems = read(tmp_path, "x.csv", TABLE.format(";").encode("cp1252"))
    assert [row.values for row in rows] == [FOUND]
    assert problems == [
        "x.csv: it is not UTF-8; read as Windows-1252, as Excel saves it; check that accents are correct"
    ]


def test_a_package_may_be_called_as_what_means_nothing(tmp_path):
    rows, _problems = read(tmp_path, "x.csv", "slug,title,pypi_name,summary\nnull,None,nan,NA\n")
    assert rows[0].values == {"slug": "null", "title": "None", "pypi_name": "nan"}


def test_the_line_of_a_row_counts_the_line_that_names_the_separator(tmp_path):
    rows, _problems = read(tmp_path, "x.csv", "sep=;\nslug;stars\na;3\n")
    assert (rows[0].place.line, rows[0].at("stars").column) == (3, 2)
