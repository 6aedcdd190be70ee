"""What every page must be, whatever it shows."""

import re
from html import unescape
from html.parser import HTMLParser

VOID = {"meta", "link", "base", "input", "img", "br", "hr", "wbr", "path", "rect"}
BLOCKS = (
    "html|head|body|main|header|footer|section|aside|nav|div|p|h[1-4]|ul|ol|li|dl|dt|dd|table|caption|thead|tbody|tr|td|th"
    "|form|fieldset|legend|figure|figcaption|details|summary|option|meta|link|script|title"
)
AROUND_BLOCKS = re.compile(rf"[ \n]*(</?(?:{BLOCKS})\b[^<>]*>)[ \n]*")
INSIDE_INLINE = re.compile(r"(<(?:a|button|select|svg)\b[^<>]*>)[ \n]+|[ \n]+(</(?:a|button|select|svg)>)")
LABELLED = {"input", "select", "textarea"}


class Reader(HTMLParser):
    """Reads a page and keeps what the checks need."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.ids, self.labels, self.fields, self.faults = [], [], set(), [], []
        self.headings, self.landmarks, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if len(given) != len(attrs):
            self.faults.append(f"an attribute twice in {self.get_starttag_text()}")
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label":
            self.labels.add(given.get("for"))
        is_named = "aria-label" in given or "label" in self.open or given.get("type") == "hidden"
        if tag in LABELLED and not is_named:
            self.fields.append(given.get("id"))
        if tag == "img" and "alt" not in given:
            self.faults.append("a picture without alt")
        if tag == "th" and "scope" not in given and "td" not in self.open and "details" not in self.open:
            self.faults.append("a heading of a table without scope")
        if tag == "svg" and not given.get("aria-label"):
            self.faults.append("a chart without words")
        if tag in {"main", "h1"}:
            self.landmarks.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data):
        self.text.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def faults_of(html: str) -> list[str]:
    page = read(html)
    doubled = {name for name in page.ids if page.ids.count(name) > 1}
    return [
        *page.faults,
        *(f"open at the end: {tag}" for tag in page.open),
        *(f"id {name!r} twice" for name in doubled),
        *(f"no label for {field!r}" for field in page.fields if field not in page.labels),
        *(f"{page.landmarks.count(tag)} of {tag}" for tag in ("main", "h1") if page.landmarks.count(tag) != 1),
    ]


def compact(html: str) -> str:
    """A page without the white space that a browser does not show; what stands in <pre> is left alone."""
    parts = re.split(r"(<pre\b.*?</pre>)", html, flags=re.DOTALL)
    return "".join(part if part.startswith("<pre") else compact_part(part) for part in parts)


def compact_part(html: str) -> str:
    html = re.sub(r"<[^<>]+>", lambda tag: re.sub(r"[ \n]+", " ", tag[0]).replace(" >", ">"), html)
    html = INSIDE_INLINE.sub(r"\1\2", AROUND_BLOCKS.sub(r"\1", html))
    return re.sub(r"[ \n]+", " ", html)


def text_of(html: str) -> str:
    """The words of a page, one space between them."""
    return " ".join("".join(read(html).text).split())


def words_of(html: str) -> str:
    """The words of a page with one space between any two of them, also where an element ends."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
