import pytest

from packgrid.sources.person_names import decode_name, strip_addresses


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("=?utf-8?q?Andr=C3=A9_Dupont?=", "André Dupont"),
        ("=?UTF-8?B?QW5kcsOp?= Dupont", "André Dupont"),
        ("=?iso-8859-1?Q?Andr=E9?= =?iso-8859-1?Q?_Dupont?=", "André Dupont"),
        ("Andr&eacute; &amp; Zo&#235;", "André & Zoë"),
        ("AndrÃ© Dupont", "André Dupont"),
        ("JosÃ\u00a9 NÃºÃ±ez", "José Núñez"),
        ("Åukasz", "Åukasz"),
        ("Å\u0081ukasz", "Łukasz"),
        ("AndrÃ\u0083Â© Dupont", "André Dupont"),
        ("O\u00e2\u20ac\u2122Brien", "O\u2019Brien"),
        ('"Ada Lovelace"', "Ada Lovelace"),
        ("  Ada\tLovelace ", "Ada Lovelace"),
        ("Ângela Ünal", "Ângela Ünal"),
        ("Søren Ærø", "Søren Ærø"),
        ("=?no-such-charset?q?Ada?=", "=?no-such-charset?q?Ada?="),
        ("李明", "李明"),
        ("", ""),
    ],
)
def test_names_are_decoded(text, name):
    assert decode_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("=?utf-8*en?q?Andr=C3=A9?=", "André"),
        ("=?utf-8?b?###?=", "=?utf-8?b?###?="),
        ("\u200bAda\u202e", "Ada"),
        ("Jo\u0308rg", "J\u00f6rg"),
        ("\x00Ada\ud83d", "Ada"),
        ("\u0645\u06cc\u200c\u062e", "\u0645\u06cc\u200c\u062e"),
    ],
)
def test_names_are_without_what_nobody_sees(text, name):
    assert decode_name(text) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ada <a@b.example>, Bob", "Ada, Bob"),
        ("Ada <a@b.example> (https://a.example)", "Ada"),
        ("Ada <ada at example dot com>", "Ada"),
        ("Ada (ada@b.example)", "Ada"),
        ("Ada, ada@b.example", "Ada"),
        ("Ada <a@b.example>; Bob <b@b.example>", "Ada, Bob"),
        ("Ada (Acme/Widget Inc.)", "Ada (Acme/Widget Inc.)"),
        ("Ada and Bob", "Ada and Bob"),
        ("Acme, Inc.", "Acme, Inc."),
        ('"Lovelace, Ada"', "Lovelace, Ada"),
        ("=?utf-8?q?M=C3=BCller=2C_J=C3=B6rg?= <a@b.example>", "Müller, Jörg"),
        ("Ada <>", "Ada"),
        ("<>", ""),
        ("-", ""),
        ("UNKNOWN", ""),
        ("Your Name", ""),
        ("n/a", ""),
        ("mailto:a@b.example", ""),
        (",,", ""),
        ("a" * 100_000 + "@", "a" * 2000),
    ],
)
def test_addresses_and_what_templates_write_are_no_names(text, names):
    assert strip_addresses(text) == names
