import pytest

from packgrid.sources.bots import is_bot


@pytest.mark.parametrize(
    ("name", "email", "expected"),
    [
        ("dependabot[bot]", "", True),
        ("dependabot", "", True),
        ("GitHub Actions", "", True),
        ("github_actions", "", True),
        ("Hosted Weblate", "hosted@weblate.example", True),
        ("Weblate (bot)", "", True),
        ("pyup-bot", "", True),
        ("k8s-ci-robot", "", True),
        ("Renovate Bot", "", True),
        ("bot", "", True),
        ("Release", "41898282+release[bot]@users.noreply.example", True),
        ("Release", "release-bot@a.example", True),
        ("weblate", "", True),
        ("actions-user", "", True),
        ("renovate-bot", "", True),
        ("pre-commit-ci[bot]", "", True),
        ("the-gitter-badger", "", True),
        ("ImgBotApp", "", True),
        ("Translations", "bot@weblate.org", True),
        ("Ada", "ada@bot.example", False),
        ("claude", "", False),
        ("Robot Chicken", "", False),
        ("Ada Talbot", "atalbot@a.example", False),
        ("botond", "botond@a.example", False),
        ("Jenkins Smith", "", False),
        ("", "", False),
    ],
)
def test_programs_are_told_from_people(name, email, expected):
    assert is_bot(name, email) is expected
