import pytest

from packgrid.search.words import (
    distinct_stems,
    joined_name,
    split_camel_case,
    split_words,
    stem_word,
    stop_words,
    stripped_name,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("django-debug_toolbar", ["django", "debug", "toolbar"]),
        ("Größe_2 (C++)", ["grosse", "2", "c++"]),
        ("Café, naïve; ﬁle", ["cafe", "naive", "file"]),
        ("C# i18n v2.0", ["c#", "i18n", "v2", "0"]),
        ("日本語 テスト", ["日本", "本語", "テス", "スト"]),
        ("全文検索エンジン", ["全文", "文検", "検索", "索エ", "エン", "ンシ", "シン"]),
        ("django検索2", ["django", "検索", "2"]),
        ("大한민국", ["大한", "한민", "민국"]),
        ("ภาษาไทย", ["ภา", "าษ", "ษา", "าไ", "ไท", "ทย"]),
        ("字", ["字"]),
        ("x" * 50, ["x" * 40]),
        ("don't", ["don", "t"]),
        ("--- \x00 '' \"", []),
        ("", []),
    ],
)
def test_a_text_is_cut_into_words(text, found):
    assert split_words(text) == found


@pytest.mark.parametrize("text", ["Django_Debug-toolbar", "django debug toolbar", "djangoDebugToolbar"])
def test_a_name_is_one_word_however_it_is_written(text):
    assert joined_name(split_words(text)) == "djangodebugtoolbar"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("django-debug-toolbar", "debugtoolbar"),
        ("djangorestframework", "restframework"),
        ("pytest-django", "pytest"),
        ("drf-yasg", "yasg"),
        ("django-py-admin", "admin"),
        ("django", ""),
        ("python-django", ""),
        ("djangox", "djangox"),
        ("celery", "celery"),
    ],
)
def test_a_bare_name_has_nothing_that_half_of_all_names_have(name, found):
    assert stripped_name(split_words(name)) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("DjangoCMS", ["django", "cms"]),
        ("GeoDjango 2", ["geo", "django", "2"]),
        ("django-cms", []),
        ("CMS", []),
    ],
)
def test_capitals_show_the_words_of_a_name(name, found):
    assert split_camel_case(name) == found


@pytest.mark.parametrize(
    "family",
    [
        ("tag", "tags", "tagging", "tagged"),
        ("cache", "caches", "caching", "cached"),
        ("form", "forms"),
        ("gallery", "galleries"),
        ("order", "orders", "ordering", "ordered"),
        ("email", "emails"),
        ("mapping", "mappings"),
    ],
)
def test_words_that_are_used_interchangeably_have_one_stem(family):
    assert len({stem_word(word) for word in family}) == 1


@pytest.mark.parametrize("word", ["css", "status", "redis", "api", "cms", "rest", "as", "s", "admin", "django"])
def test_a_word_without_an_ending_is_its_own_stem(word):
    assert stem_word(word) == word


def test_only_stems_that_differ_are_kept():
    assert list(distinct_stems(["forms", "admin", "tags"])) == ["form", "tag"]


@pytest.mark.parametrize(
    ("said", "dull"),
    [
        (["django", "forms"], {"django"}),
        (["a", "package", "for", "forms"], {"a", "package", "for"}),
        (["a", "python", "package"], {"a"}),
        (["django", "app"], set()),
        (["for", "the"], set()),
        ([], set()),
    ],
)
def test_common_words_tell_nothing_beside_others(said, dull):
    assert stop_words(said) == dull
