import pytest

from packgrid.lib.pasted_text import clean_pasted, parse_pasted, strip_command

REPO = "https://github.com/ada/django-kite"


@pytest.mark.parametrize(
    "text",
    [
        # A line of requirements.
        "django-kite==23.5",
        "django-kite>=2,<3",
        "django-kite >= 2, < 3",
        "django-kite; python_version>'3'",
        "django-kite[all]~=2.0",
        "django-kite (>=2.0)",
        "django-kite===2",
        "django-kite==23.5 --hash=sha256:abc",
        "django-kite==23.5 \\",
        "django-kite # filters",
        '    "django-kite>=23",',
        'django-kite = "^23.5"',
        "django-kite@^23.5",
        "django-kite 23.5",
        "django-kite (23.5)",
        # A command.
        "pip install django-kite",
        "pip install django-kite==2.0",
        "pip install 'django-kite[all]>=2'",
        'python -m pip install -U "django-kite>=1"',
        "python3.12 -m pip install --upgrade django-kite",
        "py -3 -m pip install django-kite",
        "$ pip install django-kite",
        "sudo pip3 install django-kite",
        "pip install --index-url https://index.example/simple django-kite",
        "uv add django-kite",
        "uv pip install --system django-kite",
        "uvx django-kite",
        "poetry add --group dev django-kite@latest",
        "pdm add 'django-kite[x]'",
        "pipx install django-kite",
        "pipenv install django-kite",
        "conda install -c conda-forge django-kite",
        "conda install conda-forge::django-kite=23",
        "!pip install django-kite",
        "%pip install -q django-kite",
        "C:\\> pip install django-kite",
        "PS C:\\Users\\ada> pip install django-kite",
        "(venv) ada@host:~/kite$ pip install django-kite",
        "\u276f uv add django-kite",
        "RUN pip install --no-cache-dir django-kite",
        "- run: pip install django-kite",
        "`pip install django-kite`",
        "```\npip install django-kite\n```",
        "```bash\npip install django-kite\n```",
        "pip install \u201edjango-kite\u201c",
        "pip install django-kite && python manage.py migrate",
        "sudo -H pip install django-kite",
        "pip wheel django-kite",
        "pip index versions django-kite",
        # A line of another file.
        "Requires-Dist: django-kite (>=2)",
        "Name: django-kite",
        "PyPI: django-kite",
        "purl: pkg:pypi/django-kite@2",
        "- django-kite>=2",
        'name = "django-kite"',
        'django-kite = { version = "^2", extras = ["x"] }',
        '"django-kite": "2.0"',
        "django-kite: ^2.0",
        'dependencies = ["django-kite>=2"]',
        "install_requires=['django-kite']",
        "django-kite==2.0 \\\n    --hash=sha256:abc",
        "django-kite @ file:///x/y.whl",
        "django-kite\u22652.0",
        "django-kite==",
        "django_kite-2.0.dist-info",
        "django_kite-2.0-py3-none-any.whl.metadata",
        # Names of files, package URLs, pages.
        "django_kite-23.5-py3-none-any.whl",
        "django_kite-23.5.tar.gz",
        "https://files.example/packages/ab/cd/django_kite-23.5-py3-none-any.whl",
        "pkg:pypi/django-kite@23.5",
        "pkg:pypi/django-kite?extension=whl#src",
        "https://pypi.example/project/django-kite/23.5/",
        "https://pypi.example/simple/django-kite/",
        "https://pypi.example/pypi/django-kite/json",
        "https://other.example/packages/p/django-kite/",
        "https://django-kite.readthedocs.io/en/stable/",
        "<https://pypi.example/project/django-kite/>",
    ],
)
def test_what_is_pasted_means_one_project(text):
    found = parse_pasted(text)
    assert (found.name.replace("_", "-"), found.repo, found.is_pasted) == ("django-kite", None, True)


@pytest.mark.parametrize(
    "text",
    [
        REPO,
        f"<{REPO}>",
        f"({REPO})",
        f"{REPO}.",
        f"[django-kite]({REPO})",
        f"git clone {REPO}.git",
        f"git clone --depth 1 {REPO}.git",
        f"pip install git+{REPO}.git@main#egg=django-kite",
        f"-e git+{REPO}.git#egg=kite",
        f"django-kite @ git+{REPO}.git",
        f'django-kite = {{git = "{REPO}"}}',
        f"git submodule add {REPO}",
        "gh repo clone ada/django-kite",
        "git@github.com:ada/django-kite.git",
        "github.com/ada/django-kite",
        "github:ada/django-kite",
        "pkg:github/ada/django-kite@main",
        "https://ada.github.io/django-kite/",
        "https://api.github.com/repos/ada/django-kite",
    ],
)
def test_what_is_pasted_means_one_repository(text):
    found = parse_pasted(text)
    assert (found.name, found.repo and found.repo.url, found.is_pasted) == ("django-kite", REPO, True)


@pytest.mark.parametrize(
    "text",
    [
        "django-kite",
        " django-kite ",
        "\u200bdjango-kite\ufeff",
        "\u00a0django-kite\u00a0",
        '"django-kite"',
        "\u201cdjango-kite\u201d",
        "`django-kite`",
        "django\u2011kite",
        "\uff44\uff4aango-kite",
        "django-kite,",
    ],
)
def test_a_name_alone_may_be_a_word_of_a_search_too(text):
    found = parse_pasted(text)
    assert (found.name, found.is_pasted) == ("django-kite", False)


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "rest framework", "django 5.2", "bootstrap 5", "C++", "license:mit forms", "forms -crispy",
        "stars:>100", "is:maintained", "sort:-stars", "pip install", "pip install django text",
        "django-kite, django-x", "> >5",
        f"{REPO} stars:>5", "https://github.com/ada", "https://kite.example/", "ada@mail.example", "can't",
    ],
)  # fmt: skip
def test_words_and_several_names_mean_no_package(text):
    assert not parse_pasted(text).is_pasted


def test_the_command_before_several_names_is_left_out():
    assert strip_command("$ pip install -U django text") == "django text"
    assert strip_command("django text") == "django text"


def test_a_text_is_cleaned_of_what_nobody_sees():
    assert clean_pasted(" a\u200b\u00a0b\u2060\tc\u2013d ") == "a b c-d"
