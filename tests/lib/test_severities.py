import pytest

from packgrid.lib.severities import Severity, parse_severity_word, rate_vector

LOW, MEDIUM, HIGH, CRITICAL = Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL


@pytest.mark.parametrize(
    ("vector", "severity"),
    [
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", CRITICAL),
        ("CVSS:4.0/AV:L/AC:H/AT:P/PR:H/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N", LOW),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", CRITICAL),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", HIGH),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", MEDIUM),
        ("CVSS:3.0/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N", LOW),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", Severity.NONE),
        ("AV:N/AC:L/Au:N/C:P/I:P/A:P", HIGH),
        ("(AV:N/AC:L/Au:N/C:P/I:P/A:P)", HIGH),
        ("AV:L/AC:H/Au:M/C:P/I:N/A:N", LOW),
        ("medium", MEDIUM),
        ("negligible", LOW),
        ("CVSS:3.1/AV:N", None),
        ("CVSS:4.0/", None),
        ("CVSS:5.0/AV:N/AC:L", None),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/", None),
        ("7.5", None),
        ("", None),
        ("\0", None),
        ("A" * 100_000, None),
    ],
)
def test_a_vector_is_rated_by_its_base_score(vector, severity):
    assert rate_vector(vector) is severity


@pytest.mark.parametrize(
    ("word", "severity"),
    [
        ("LOW", LOW), ("Moderate", MEDIUM), ("MODERATE", MEDIUM), ("medium", MEDIUM), (" High ", HIGH),
        ("CRITICAL", CRITICAL), ("important", HIGH), ("none", Severity.NONE), ("", None), ("unknown", None),
    ],
)  # fmt: skip
def test_words_mean_severities(word, severity):
    assert parse_severity_word(word) is severity


def test_severities_are_ordered():
    assert max([LOW, CRITICAL, MEDIUM, HIGH]) is CRITICAL
    assert [severity.word for severity in sorted(Severity)] == ["none", "low", "medium", "high", "critical"]
