"""What every page must be, whatever it shows."""

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "img", "br", "hr", "wbr", "path", "rect"}
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
        if tag in LABELLED and given.get("type") != "hidden":
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


def text_of(html: str) -> str:
    """The words of a page, one space between them."""
    return " ".join("".join(read(html).text).split())
