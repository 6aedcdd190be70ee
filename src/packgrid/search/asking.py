"""A question as the index understands it: its words with all that they may mean, and the expressions that find them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations

import attrs

from packgrid.lib.locators import PROJECT_PAGE, BadLocator, parse_project, parse_repo
from packgrid.search import aliases
from packgrid.search.entries import ALIAS, BARE, WHOLE
from packgrid.search.expressions import Expression, InNames, Term, either, every
from packgrid.search.tags import repo_tag, tag
from packgrid.search.words import FILLER_WORDS, split_words, stem, stop_words, stripped_name

# What people paste together with a name or an address: a command before it, a branch behind it.
BEFORE_A_NAME = re.compile(
    r"^(?:(?:python3? -m )?pip3? install|uv add|uv pip install|poetry add)(?: -\S+)* ", re.IGNORECASE
)
AFTER_A_REPO = re.compile(r"(?:\.git)?(?:@[\w./-]+)?(?:#\S*)?$")
MOST_WORDS = 12
MOST_LEFT_OUT = 6
FEWEST_LETTERS = 2
ENOUGH_LETTERS = 3
LEFT_OFF = 3


@attrs.frozen
class Looked:
    """A word as it is looked for among words between spaces: it, its stem, and its beginning, "" if it is whole."""

    exact: str
    root: str
    begins: str


@attrs.frozen
class AskedWord:
    """A word of a question. `forms` are what it may stand as, each made of words that all have to be there."""

    text: str
    forms: tuple[tuple[str, ...], ...]
    is_prefix: bool = False
    is_common: bool = False

    @property
    def expression(self) -> Expression:
        """Where it stands in one of its forms; if it may go on, where a word begins so."""
        found = [every(Term(stem(part)) for part in form) for form in self.forms]
        return either([Term(self.forms[0][-1], is_prefix=True), *found] if self.is_prefix else found)

    @cached_property
    def looked(self) -> tuple[tuple[Looked, ...], ...]:
        """The forms, ready to be looked for; the ranking does so in hundreds of entries."""
        return tuple(
            tuple(Looked(f" {part} ", f" {stem(part)} ", f" {part}" if self.is_prefix else "") for part in form)
            for form in self.forms
        )


@attrs.frozen
class Asked:
    """A question. `whole` and `bare` are its words as one name; `repo` is the tag of a repository whose address it is.

    `text` is as it was written, in small letters. `is_pasted`: it is an address or a command to install, which mean one
    package.
    """

    words: tuple[AskedWord, ...]
    text: str = ""
    whole: str = ""
    bare: str = ""
    repo: str = ""
    is_pasted: bool = False

    @cached_property
    def telling(self) -> tuple[AskedWord, ...]:
        """The words that tell something."""
        return tuple(word for word in self.words if not word.is_common)

    @cached_property
    def naming(self) -> tuple[AskedWord, ...]:
        """The words that may stand in a name: those that only fill a sentence are hardly ever there.

        The telling ones alone while the last word is hardly begun, because too much begins like it.
        """
        if any(word.is_prefix and len(word.text) < ENOUGH_LETTERS for word in self.words):
            return self.telling
        return tuple(word for word in self.words if not (word.is_common and word.text in FILLER_WORDS))

    @cached_property
    def members(self) -> str:
        """The tag of the packages that are in a grid of this name."""
        return tag("in", self.bare or self.whole)


def asked(said: Sequence[str], *, is_typing: bool = True) -> Asked:
    """The question in these words. The last may go on where somebody is still typing.

    The address of a repository or of a project asks for its name too, because repositories move.
    """
    text = " ".join(said)
    repo, name = address(text)
    found = split_words(name)[:MOST_WORDS]
    dull = stop_words(found)
    return Asked(
        tuple(
            asked_word(parts, is_last=is_typing and parts[-1] == found[-1], is_common=parts[0] in dull)
            for parts in dict.fromkeys(terms(found))
        ),
        text=name.lower(),
        whole="".join(found),
        bare=stripped_name(found) if found else "",
        repo=repo,
        is_pasted=bool(found) and name != text.strip() and " " not in name,
    )


def terms(said: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words one by one, but two together where they are a term that has other names: brute force."""
    at = 0
    while at < len(said):
        length = 2 if "".join(said[at : at + 2]) in aliases.OF_WORDS and len(said) > at + 1 else 1
        yield tuple(said[at : at + length])
        at += length


def asked_word(parts: tuple[str, ...], *, is_last: bool, is_common: bool) -> AskedWord:
    """A word, or a term of two, as it stands and in its other names."""
    text = "".join(parts)
    forms = dict.fromkeys((parts, (text,), *aliases.OF_WORDS.get(text, ())))
    return AskedWord(text, tuple(forms), is_prefix=is_last and len(parts) == 1, is_common=is_common)


def address(text: str) -> tuple[str, str]:
    """The tag of the repository whose address a text is, and its name; of the page of a project, "" and its name.

    Any other text is handed back behind "".
    """
    said = BEFORE_A_NAME.sub("", text.strip())
    if said.startswith("git+"):
        said = AFTER_A_REPO.sub("", said)
    if "/" not in said or " " in said:
        return "", said
    if PROJECT_PAGE.search(said):
        return "", parse_project(said) or said
    try:
        locator = parse_repo(said)
    except BadLocator:
        return "", said
    return repo_tag(locator.same_key), locator.path.rpartition("/")[2]


def corrected(question: Asked, corrections: Mapping[str, Sequence[str]]) -> Asked:
    """The question with what its mistyped words probably mean."""
    meant = tuple(
        attrs.evolve(word, forms=(*((other,) for other in corrections[word.text]), *word.forms[1:]))
        if corrections.get(word.text)
        else word
        for word in question.words
    )
    said = [word.forms[0][0] for word in meant]
    dull = stop_words(said)
    judged = (attrs.evolve(word, is_common=word.forms[0][0] in dull) for word in meant)
    name = "".join(said)
    return attrs.evolve(question, words=tuple(judged), text=" ".join(said), whole=name, bare=stripped_name(said))


def pasted(question: Asked) -> Expression:
    """The entries of this repository, of this very name, or also called so."""
    signs = [WHOLE + question.whole, ALIAS + question.whole, *([question.repo] if question.repo else [])]
    return either(map(Term, signs))


def named(question: Asked) -> Expression | None:
    """The entries of this very name, whole or bare, of this repository, or in the grid of this name."""
    signs = {WHOLE + question.whole, ALIAS + question.whole, question.members}
    if question.bare:
        signs |= {WHOLE + question.bare, BARE + question.bare}
    if question.repo:
        signs.add(question.repo)
    return either(Term(sign) for sign in sorted(signs)) if question.whole else None


def begun(question: Asked) -> Expression | None:
    """The entries whose name begins so."""
    if len(question.bare or question.whole) < FEWEST_LETTERS:
        return None
    signs = {WHOLE + question.whole, BARE + (question.bare or question.whole)}
    return either(Term(sign, is_prefix=True) for sign in sorted(signs))


def all_of(said: Iterable[AskedWord]) -> Expression | None:
    """Where all of these words stand; None of none."""
    found = [word.expression for word in said]
    return every(found) if found else None


def all_in_names(said: Iterable[AskedWord]) -> Expression | None:
    """The same, in the names."""
    found = all_of(said)
    return InNames(found) if found else None


def most_of(question: Asked) -> Expression | None:
    """Where all telling words but one stand, or two neighbours written as one; None of a single word."""
    said = question.telling[:MOST_LEFT_OUT]
    if len(said) == 1 or not said:
        return None
    joined = [as_one(said, at) for at in range(len(said) - 1)]
    return either([*joined, *(every(word.expression for word in left) for left in combinations(said, len(said) - 1))])


def as_one(said: Sequence[AskedWord], at: int) -> Expression:
    """Where all of these words stand, one of them written together with the next."""
    one, other = said[at], said[at + 1]
    joined = one.text + other.text
    return every(
        [
            either([Term(joined, is_prefix=other.is_prefix), Term(stem(joined))]),
            *(word.expression for word in (*said[:at], *said[at + 2 :])),
        ]
    )


def near(question: Asked) -> Expression | None:
    """Where a name begins as one of the words does; None if no word is long enough to say so."""
    begins = [word.text[: max(ENOUGH_LETTERS, len(word.text) - LEFT_OFF)] for word in question.telling]
    found = [Term(text, is_prefix=True) for text in begins if len(text) >= ENOUGH_LETTERS]
    return InNames(either(found)) if found else None
