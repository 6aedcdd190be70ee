import pytest

from packgrid.sources.person_names import decode_name


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
