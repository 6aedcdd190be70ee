"""Parses the query language: words, "phrases", -excluded words and filters such as stars:>100.

Every text is a query. What cannot be parsed is searched for as words, and a problem says where it stands and what was
expected there.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

import attrs

from packgrid.lib.clean_text import clean_text, find_unclean, name_character
from packgrid.lib.frameworks import BY_NAME
from packgrid.lib.pasted_text import clean_pasted, parse_pasted
from packgrid.search.field_values import READERS, FieldValue, format_value

MAX_QUERY_LENGTH = 200
SORT = "sort"
ALIASES = {"licence": "license"} | {name: framework.key for name, framework in BY_NAME.items()}
PART_PATTERN = re.compile(
    r"(?P<minus>-(?=[^\s-]))?"
    r'(?:(?P<field>[A-Za-z]+):(?P<sign>[<>]=?|=)?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]*))'
    r'|"(?P<phrase>[^"]*)"'
    r'|(?P<word>[^\s"]+))'
    r'|(?P<unclosed>")'
)
PLAIN_WORD = re.compile(r"\w[\w.+/@-]*")
MINUS, QUOTE = "-", '"'


class Field(StrEnum):
    """The fields that can be filtered by, besides frameworks, whose keys are fields too."""

    CATEGORY = "category"
    GRID = "grid"
    LICENSE = "license"
    FRAMEWORK = "framework"
    STARS = "stars"
    UPDATED = "updated"
    RELEASED = "released"
    AGE = "age"
    IS = "is"
    SEVERITY = "severity"
    HAS = "has"
    HOST = "host"
    USES = "uses"


EXPECTED_FIELD = f"one of {', '.join(READERS)}"


class Operator(StrEnum):
    """How a value is compared."""

    EQUAL = "="
    LESS = "<"
    LESS_OR_EQUAL = "<="
    GREATER = ">"
    GREATER_OR_EQUAL = ">="


@attrs.frozen(kw_only=True)
class Filter:
    """A condition. An age (`timedelta`) is that of the last commit or newest release; equal means not older."""

    field: str
    comparison: Operator
    value: FieldValue
    is_negated: bool = False


@attrs.frozen(kw_only=True)
class QueryProblem:
    """Something that could not be parsed: its position (0 is the first), what was found, what was expected."""

    position: int
    found: str
    expected: str

    @property
    def sentence(self) -> str:
        """The problem as a sentence."""
        return f"Character {self.position + 1}: found {self.found}, expected {self.expected}."


@attrs.frozen(kw_only=True)
class Query:
    """A parsed query. `sort` is the name of an order, with "-" to reverse it; "" for best match first."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    problems: tuple[QueryProblem, ...] = ()


def parse_query(text: str) -> Query:
    """The query in a text. If it names several orders, the last one counts."""
    if parse_pasted(text[:MAX_QUERY_LENGTH]).is_pasted:
        return Query(words=(write_pasted(text[:MAX_QUERY_LENGTH]),), problems=tuple(text_problems(text)))
    said = QueryBuilder(problems=list(text_problems(text)))
    for part in PART_PATTERN.finditer(clean_text(text[:MAX_QUERY_LENGTH], " ")):
        if part["field"] and not is_pasted_url(part):
            said.add_field(part)
        else:
            said.add_plain(part)
    return said.query()


def text_problems(text: str) -> Iterator[QueryProblem]:
    """The problems of a text as a whole. The rest of a long one is ignored, a control character counts as a space."""
    if len(text) > MAX_QUERY_LENGTH:
        yield QueryProblem(
            position=MAX_QUERY_LENGTH, found=f"{len(text)} characters", expected=f"at most {MAX_QUERY_LENGTH}"
        )
    if found := find_unclean(text[:MAX_QUERY_LENGTH]):
        yield QueryProblem(position=found.start(), found=f"the character {name_character(found[0])}", expected="text")


def write_pasted(text: str) -> str:
    """A pasted text as one word, so that filters can stand beside it: itself, or the address or purl that it means."""
    said, found = clean_pasted(text), parse_pasted(text)
    if re.fullmatch(r"(?![A-Za-z]+:(?!//|pypi/))[^\s\"';,<>()\[\]]+", said):
        return said
    return found.repo.url if found.repo else f"pkg:pypi/{found.name}"


def is_pasted_url(part: re.Match[str]) -> bool:
    """True if the part is a pasted address, such as https://host.example/a, or a purl."""
    return not part["sign"] and ((part["bare"] or "").startswith("//") or part["field"] == "pkg")


@attrs.define
class QueryBuilder:
    """The parts of a query parsed so far."""

    words: list[str] = attrs.Factory(list)
    phrases: list[str] = attrs.Factory(list)
    without: list[str] = attrs.Factory(list)
    filters: list[Filter] = attrs.Factory(list)
    sort: str = ""
    problems: list[QueryProblem] = attrs.Factory(list)

    def query(self) -> Query:
        """The finished query, its problems ordered by position."""
        return Query(
            words=tuple(self.words),
            phrases=tuple(self.phrases),
            without=tuple(self.without),
            filters=tuple(self.filters),
            sort=self.sort,
            problems=tuple(sorted(self.problems, key=lambda problem: problem.position)),
        )

    def add_plain(self, part: re.Match[str]) -> None:
        """Add a word, an address or a phrase, or note what only looks like one."""
        phrase = " ".join((part["phrase"] or "").split())
        word = part[0] if part["unclosed"] else part["word"] or part[0].removeprefix(MINUS)
        if part["phrase"] is not None and not phrase:
            self.add_problem(part, part[0], "words between the quotes")
        elif part["unclosed"]:
            self.add_problem(part, "a quote that nothing closes", 'a second " behind the words of the phrase')
        elif word == MINUS:
            self.add_problem(part, "a minus alone", "a word right behind it")
        elif part["minus"]:
            self.without.append(phrase or word)
        elif phrase:
            self.phrases.append(phrase)
        else:
            self.words.append(word)

    def add_field(self, part: re.Match[str]) -> None:
        """Add a filter or an order; one that is not valid is added as words."""
        name = ALIASES.get(part["field"].lower(), part["field"].lower())
        value = None if field_problem(part, name) else READERS[name].read(field_value(part))
        if value is None:
            self.add_problem(part, part[0], field_problem(part, name) or READERS[name].expected)
            self.add_words(part)
        elif name == SORT:
            self.sort = str(value)
        else:
            comparison = Operator(part["sign"] or Operator.EQUAL)
            is_negated = bool(part["minus"])
            self.filters.append(Filter(field=name, comparison=comparison, value=value, is_negated=is_negated))

    def add_words(self, part: re.Match[str]) -> None:
        """Add an invalid filter as words."""
        phrase = " ".join((part["quoted"] or "").split())
        if part["minus"]:
            self.without.append(f"{part['field']} {phrase}" if phrase else part[0].strip(MINUS).replace(QUOTE, ""))
        elif phrase:
            self.words.append(part["field"])
            self.phrases.append(phrase)
        else:
            self.words.append(part[0].replace(QUOTE, ""))

    def add_problem(self, part: re.Match[str], found: str, expected: str) -> None:
        """Note what could not be parsed."""
        self.problems.append(QueryProblem(position=part.start(), found=found, expected=expected))


def field_value(part: re.Match[str]) -> str:
    """The value after a field name."""
    return str(part["bare"] if part["quoted"] is None else part["quoted"]).strip()


def field_problem(part: re.Match[str], name: str) -> str:
    """The problem with a field itself, whatever its value; "" if there is none."""
    if name not in READERS:
        return EXPECTED_FIELD
    if part["minus"] and name == SORT:
        return f"{SORT}:-{field_value(part)} for the other way round"
    if part["sign"] not in {None, Operator.EQUAL} and not READERS[name].is_ordered:
        return f"{READERS[name].expected}, without {part['sign']}"
    return ""


def query_text(query: Query) -> str:
    """The text of a query: words, phrases, excluded words, filters, order.

    Parsing it gives the query again, without problems. It can be longer than the original text, because a space stands
    between any two parts.
    """
    return " ".join(
        [
            *query.words,
            *(f'"{phrase}"' for phrase in query.phrases),
            *(MINUS + (word if PLAIN_WORD.fullmatch(word) else f'"{word}"') for word in query.without),
            *map(filter_text, query.filters),
            *([f"{SORT}:{query.sort}"] if query.sort else []),
        ]
    )


def filter_text(said: Filter) -> str:
    """A filter as it is written in a query."""
    minus = MINUS if said.is_negated else ""
    sign = "" if said.comparison is Operator.EQUAL else said.comparison
    return f"{minus}{said.field}:{sign}{format_value(said.value)}"
