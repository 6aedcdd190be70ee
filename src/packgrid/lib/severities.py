"""The severity of a vulnerability: by a CVSS vector of any version, or by the word of whoever published it."""

from enum import IntEnum

from cvss import CVSS2, CVSS3, CVSS4
from cvss.exceptions import CVSSError


class Severity(IntEnum):
    """How severe a vulnerability is, in the words of CVSS."""

    NONE = 1
    LOW = 2
    MEDIUM = 3
    HIGH = 4
    CRITICAL = 5

    @property
    def word(self) -> str:
        """As it is written: "high"."""
        return self.name.lower()


OTHER_WORDS = {
    "moderate": Severity.MEDIUM,
    "important": Severity.HIGH,
    "negligible": Severity.LOW,
    "minor": Severity.LOW,
}


def parse_severity_word(word: str) -> Severity | None:
    """The severity that a word means; None if it means none."""
    said = word.strip().lower()
    return next((severity for severity in Severity if severity.word == said), OTHER_WORDS.get(said))


def rate_vector(vector: str) -> Severity | None:
    """The severity of a CVSS vector by its base score, or of a word in its place; None if it cannot be read.

    CVSS 2 knows no "critical" and calls 7.0 and more "high".
    """
    try:
        if vector.startswith("CVSS:4"):
            return parse_severity_word(CVSS4(vector).severity)
        if vector.startswith("CVSS:3"):
            return parse_severity_word(CVSS3(vector).severities()[0])
        return parse_severity_word(vector) or parse_severity_word(CVSS2(vector.strip("()")).severities()[0])
    except (CVSSError, ArithmeticError, ValueError, KeyError):
        return None
