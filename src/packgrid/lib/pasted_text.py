"""Parses text that people paste to name packages: requirement lines, install commands, purls, addresses.

Search, the form for new packages, forms and files all read it with parse_pasted.
"""

import re
import shlex
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

import attrs
from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename

from packgrid.lib.locators import PROJECT_NAME, PROJECT_PAGE, RepoLocator, find_repo, parse_pages, parse_project


@attrs.frozen
class PastedText:
    """The project or repository that a text means; `name` is "" where it means none.

    `repo` is that of an address, whose last part is the name then. `is_bare` is true for a name alone: it may also be a
    word of a search. So may owner/name, which is taken for a repository at GitHub.
    """

    name: str = ""
    repo: RepoLocator | None = None
    is_bare: bool = False

    @property
    def is_pasted(self) -> bool:
        """True if the text can only mean this package: it is more than a name."""
        return bool(self.name) and not self.is_bare


NOTHING = PastedText()
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201c\u201d\u00ab\u00bb\u201e\u201a\u2039\u203a\u300c\u300d"), "'")
AROUND = "<>()[]{}\"'`,;"
# What stands before a command: a prompt with its folder and environment, Markdown, an item of a list, a step of a file.
PROMPT = re.compile(
    r"^(?:```(?:bash|console|powershell|sh|shell|text|zsh)? ?|`)?"
    r"(?:\([\w.-]+\) ?)?(?:[\w.-]+@[\w.-]+:\S*[$#] ?|(?:PS )?[A-Z]:[^>]*> ?)?"
    r"(?:[$>#%\u276f\u279c\u03bb]+ +|[!%](?=\w)|! +|>>>\s*|[-*] +(?=(?:run: )?\w+ ))?"
    r"(?:run: |RUN )?(?:sudo (?:-\w+ )*)?"
)
AFTER_COMMAND = re.compile(r"\s*(?:&&|\|\||;).*$|`+$")
COMMAND = re.compile(
    r"(?:(?:py(?:thon)?[\d.]*(?: -\d[\d.]*)? -m )?(?:pip[\d.]*|uv pip) "
    r"(?:install|download|show|uninstall|wheel|index versions)"
    r"|uv (?:add|tool install|tool run)|uvx|pipx (?:install|run|inject)|poetry add|pdm add|rye add|pixi add|hatch add"
    r"|(?:conda|mamba|micromamba) install|pipenv install|easy_install"
    r"|git clone|git submodule add|gh repo clone)\s+",
    re.IGNORECASE,
)
# Options of those commands that take a value.
WITH_VALUE = {
    "-c", "--channel", "-n", "--name", "-i", "--index-url", "--extra-index-url", "-f", "--find-links", "-t",
    "--target", "--group", "-G", "-p", "--python", "-b", "--branch", "--depth", "--index", "--default-index",
    "--source", "--prefix", "--constraint", "--platform", "--extra", "--with", "--tag", "--rev", "--proxy", "--timeout",
    "--cache-dir", "-dG", "-r", "--requirement",
}  # fmt: skip
VERSION = r"[\w.*+!-]+"
REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(?P<extras>\s*\[[^\]]*\])?"
    rf"(?:\s*\(?(?:===|[<>=!~]=)\s*{VERSION}(?:\s*,\s*[<>=!~]=?\s*{VERSION})*\)?"
    rf"|[<>=^~](?=\d){VERSION}(?:,\s*[<>=!~]=?{VERSION})*|\s*=\s*[\"'][\^~<>=!]*(?=[\d*v]){VERSION}[\"']?|@(?:[\^~<>=]*\d[\w.]*|latest)"
    rf"|\s*=\s*\{{[^{{}}]*\}},?|\s*:\s+[\^~]{VERSION}|\s+@\s+\w+:/+\S+|[\"']\s*:\s*[\"'][\^~<>=]*{VERSION}|(?:[=<>~!]=|\s*\u2265\s*)(?:{VERSION})?)?"
    r"(?:\s*(?:;.*|\\.*|--hash.*|#.*))?"
)
# What files and tools write before a requirement.
FRAME = re.compile(
    r"^(?:Requires-Dist: *|(?:Name|PyPI): *(?=[\w.-]+$)|name *= *(?=[\"'][\w.-]+[\"']$)|purl: *(?=pkg:)|"
    r"[-*] +(?=[\w.-]+(?:\[[\w, -]*\])?\s*[=<>~!]=))"
    r"|^(?:dependencies|install_requires|requires) *= *\[ *(?=[\"'][^\"']+[\"'],? *\]$)|(?<=[\"']),? *\]$",
    re.IGNORECASE,
)
CHANNEL = re.compile(r"^[\w-]+::")
PURL = re.compile(r"pkg:(?://)?(?P<type>\w+)/(?P<path>[^@?#]+)", re.IGNORECASE)
PURL_HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org"}
ADDRESS = re.compile(r"(?:git\+)?(?:https?|ssh|git)://[^\s<>\"'`]+|(?:git\+)?[\w.-]+@[\w.-]+:[^\s<>\"'`]+")
DOCS_HOST = re.compile(r"(?P<name>[\w-]+)\.(?:readthedocs\.(?:io|org)|rtfd\.(?:io|org))")
OTHER_PAGES = re.compile(r"/(?:packages/p|packages|advisor/python|package/python|conda-forge)/([^/?#]+)/?$")
NAME_AND_VERSION = re.compile(r"(?P<name>[A-Za-z0-9][\w.-]*)[\s:]+\(?v?\d+(?:\.\w+)*\)?")
OWNER_AND_NAME = re.compile(r"[A-Za-z0-9][\w-]*/[\w.-]+")
LONGEST = 2000


def clean_pasted(text: str) -> str:
    """A text without characters that cannot be seen, with plain quotes, dashes and single spaces, and usual letters."""
    seen = "".join(character for character in text[:LONGEST] if unicodedata.category(character) != "Cf")
    plain = unicodedata.normalize("NFKC", seen).translate(DASHES | QUOTES)
    return " ".join(plain.split())


def parse_pasted(text: str) -> PastedText:
    """The project or repository that a pasted text means. Words of a search, or several names, mean nothing."""
    said = strip_command(text)
    found = parse_one(said)
    return attrs.evolve(found, is_bare=found.is_bare and said == clean_pasted(text))


def strip_command(text: str) -> str:
    """A pasted text without the prompt, the install command and the options before what is installed."""
    said = clean_pasted(text)
    without_prompt = PROMPT.sub("", said)
    if command := COMMAND.match(without_prompt):
        return " ".join(list_arguments(AFTER_COMMAND.sub("", without_prompt[command.end() :])))
    return FRAME.sub("", re.sub(r"^(?:-e|--editable)[ =]", "", said))


def parse_one(said: str) -> PastedText:
    """The meaning of a text without a command before it."""
    if purl := PURL.match(said.strip(AROUND)):
        return parse_purl(purl["type"].lower(), unquote(purl["path"]).strip("/"))
    if found := find_address(said):
        return parse_address(found)
    bare = said.strip(AROUND).strip()
    return parse_file_name(bare) or parse_requirement(said.strip("\"'`,<>").strip()) or parse_address(bare)


def list_arguments(text: str) -> Iterator[str]:
    """The arguments of a command that are no options, nor the values of one."""
    try:
        words = iter(shlex.split(text, comments=True))
    except ValueError:
        words = iter(text.split())
    for word in words:
        if word in WITH_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            yield CHANNEL.sub("", word)


def parse_purl(kind: str, path: str) -> PastedText:
    """The project or repository of a package URL (github.com/package-url/purl-spec)."""
    if kind in PURL_HOSTS:
        return of_repo(find_repo(f"https://{PURL_HOSTS[kind]}/{path}"))
    return PastedText(path) if kind == "pypi" and PROJECT_NAME.match(path) else NOTHING


def find_address(said: str) -> str:
    """The address in a text that has just one, and hardly a word beside it; "" for any other text."""
    found = ADDRESS.findall(said)
    if len(set(found)) != 1:
        return ""
    around = re.sub(r"^[\w.\[\], -]+ @ |^\[[^\]]*\]\(|^[\w-]+ = ", "", said).replace(found[0], "").strip(f"{AROUND} .")
    return found[0].rstrip(".,;)]}") if len(around.split()) == 0 or "git =" in said else ""


def parse_address(address: str) -> PastedText:
    """The meaning of an address: a project's page, file or documentation, a repository, or the web site of one."""
    if OWNER_AND_NAME.fullmatch(address) and "." not in address.partition("/")[0]:
        return attrs.evolve(of_repo(find_repo(f"https://github.com/{address}")), is_bare=True)
    repo = find_repo(address)
    if repo and repo.known_host:
        return of_repo(repo)
    host, path = split_web_address(address)
    if PROJECT_PAGE.search(path):
        return PastedText(parse_project(path))
    if documented := DOCS_HOST.fullmatch(host):
        return PastedText(documented["name"])
    page = OTHER_PAGES.search(path)
    named = PastedText(page[1]) if page and PROJECT_NAME.match(page[1]) else None
    return parse_file_name(path.rpartition("/")[2]) or named or of_repo(repo or parse_pages(address))


def split_web_address(address: str) -> tuple[str, str]:
    """The host and path of an address; ("", "") if it has none."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
    except ValueError:
        return "", ""
    return parts.hostname or "", parts.path


def of_repo(repo: RepoLocator | None) -> PastedText:
    """A repository, called as the last part of its path."""
    return PastedText(repo.path.rpartition("/")[2], repo) if repo else NOTHING


def parse_requirement(said: str) -> PastedText | None:
    """The project of a requirement, or a name with its version, or a name alone; None of any other text."""
    found = REQUIREMENT.fullmatch(said)
    if found is None:
        named = NAME_AND_VERSION.fullmatch(said)
        return PastedText(named["name"]) if named and re.search(r"[-_.]", named["name"]) else None
    return PastedText(found["name"], is_bare=found[0] == found["name"])


def parse_file_name(name: str) -> PastedText | None:
    """The project of a wheel or source archive; None of any other name."""
    name = re.sub(r"\.dist-info$", "-py3-none-any.whl", name.removesuffix(".metadata"))
    try:
        if name.endswith(".whl"):
            return PastedText(str(parse_wheel_filename(name)[0]))
        if name.endswith((".tar.gz", ".zip")):
            return PastedText(str(parse_sdist_filename(name)[0]))
    except (InvalidWheelFilename, InvalidSdistFilename):
        return None
    return None
