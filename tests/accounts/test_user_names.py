"""Which names can be chosen, and which count as the same."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from community.people import PASSWORD, confirm_email, make_person
from older_database import migrate_step_by_step
from packgrid.accounts.adapters import AccountAdapter
from packgrid.accounts.models import User
from packgrid.accounts.queries import is_name_taken
from packgrid.accounts.user_names import RESERVED, check_user_name, user_name_key
from web.people.forms import browser, send, sign_in
from web.sanity import text_of


@pytest.mark.parametrize(
    "name",
    [
        *("ada", "Ada_L", "ada.lovelace", "ada-", "_a", "a+b", "1", "José", "Łukasz", "Nguyễn", "Straße"),
        *("ада", "αβγ", "田中", "田中さん", "カタカナー", "김민준", "佐々木", "اسم", "שלום", "ไทย"),
    ],
)
def test_a_name_of_one_alphabet_can_be_chosen(name):
    check_user_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            ".",
            "..",
            "a..b",
            ".ada",
            "ada.",
            "-ada",
            "+ada",
            "_",
            "___",
            "a/b",
            "a\\b",
            "a b",
            "ada\n",
            "a%2fb",
            "a?b",
        ),
        *("ada@mail.example", "<ada>", "a\x00b", "a:b", "~ada"),
        *("аda", "раураl", "Ωmega", "adа", "ada٣", "٣٣", "田ada", "аαa"),
        *(
            "a\u200db",
            "a\u200b",
            "a\xad",
            "a\u2060b",
            "\u202eada",
            "\u3164",
            "a\u115f",
            "a\u1160",
            "a\uffa0",
            "a\ufe0f",
        ),
        *("ＡＤＡ", "ﬁne", "𝐚da", "ⅷ", "ªda", "a\u0301", "ʼa", "ɑda", "ıngrid", "ᴀda", "ɡit", "ǃa"),
    ],
)
def test_a_name_that_could_be_taken_for_another_or_for_an_address_cannot(name):
    with pytest.raises(ValidationError):
        check_user_name(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada", "ADA"),
        ("ada", "ＡＤＡ"),
        ("Straße", "STRASSE"),
        ("ада", "АДА"),
        ("сара", "capa"),
        ("ΑΒΕ", "abe"),
        ("fine", "ﬁne"),
        ("é", "e\u0301"),
        ("ǰ", "ǰ"),
    ],
)
def test_names_that_look_the_same_have_one_key(one, other):
    assert user_name_key(one) == user_name_key(other)


@pytest.mark.parametrize("name", ["ada", "Straße", "ﷺ" * 150, "İ", "ΐ", "ŉ"])
def test_a_key_is_its_own_key(name):
    assert user_name_key(user_name_key(name)) == user_name_key(name)


@pytest.mark.parametrize(("one", "other"), [("jose", "josé"), ("ada", "adа1"), ("a-b", "a_b")])
def test_names_that_differ_have_keys_that_differ(one, other):
    assert user_name_key(one) != user_name_key(other)


@pytest.mark.django_db
class TestAccounts:
    @pytest.mark.parametrize("typed", ["ada", "ADA", "ＡＤＡ", "аdа", "ada@mail.example", "ADA@MAIL.example"])
    def test_somebody_signs_in_however_they_write_their_name(self, typed):
        confirm_email(make_person())
        assert sign_in(browser(), typed).url == "/"

    @pytest.mark.parametrize("name", ["Ada", "ＡＤＡ", "ADA"])
    def test_a_name_that_counts_as_one_that_is_taken_cannot_be_chosen(self, name):
        make_person()
        assert "This name is taken" in sign_up(name)
        with pytest.raises(IntegrityError), transaction.atomic():
            make_person(name)
        assert User.objects.count() == 1

    @pytest.mark.parametrize(
        "name", [*sorted(RESERVED), "login", "API", "static", "packages", "profiles", "Account", "feeds"]
    )
    def test_a_name_of_the_site_itself_is_reserved(self, name):
        assert "reserved" in sign_up(name)

    def test_a_name_is_kept_in_its_ordinary_letters(self):
        sign_up("Ａｄａ")
        assert User.objects.get().username == "Ada"

    @pytest.mark.parametrize("name", ["..", "a..b", ".ada", "аda", "a/b", "x@mail.example"])
    def test_a_name_that_cannot_be_chosen_says_why(self, name):
        assert 'class="error"' in sign_up(name, raw=True)
        assert not User.objects.exists()

    def test_a_git_host_cannot_give_a_name_that_is_taken(self):
        make_person("ада")  # its key is that of no Latin name
        make_person("сара")
        assert AccountAdapter().generate_unique_username(["capa"]).startswith("capa-")
        assert AccountAdapter().generate_unique_username(["bob"]) == "bob"

    def test_the_command_line_makes_names_by_the_same_rules_except_reserved_ones(self):
        make_person()
        for name in ("ADA", "..", "аda"):
            with pytest.raises(CommandError):
                create_superuser(name)
        create_superuser("admin")
        assert User.objects.get_by_natural_key("Admin").is_superuser

    def test_an_account_is_renamed_with_its_key(self):
        ada = make_person()
        ada.username = "Countess"
        ada.save(update_fields=["username"])
        ada.refresh_from_db()
        assert ada.name_key == "countess"
        assert not is_name_taken("ada")

    def test_staff_can_change_an_account_whose_name_is_older_than_the_rules(self):
        User.objects.filter(pk=make_person().pk).update(username="..", name_key="..")
        old = User.objects.get()
        old.is_staff = True
        old.full_clean()
        old.username = "a..b"
        with pytest.raises(ValidationError):
            old.full_clean()

    def test_a_profile_is_found_however_its_name_is_written(self):
        make_person("Ada")
        for name in ("Ada", "ada", "ADA"):
            assert browser().get(f"/profiles/{name}/").status_code == 200
            assert browser().get(f"/edits/by/{name}/").status_code == 200


def create_superuser(name):
    call_command("createsuperuser", username=name, email="", interactive=False, stdout=StringIO())


def sign_up(name, *, raw=False) -> str:
    filled = {"username": name, "email": "new@mail.example", "password1": PASSWORD}
    answer = send(browser(), "/account/signup/", action="/account/signup/", **filled)
    html = answer.content.decode()
    return html if raw else text_of(html) if html else ""


@pytest.mark.django_db(transaction=True)
def test_accounts_whose_names_are_the_same_now_keep_them_and_can_sign_in():
    before = migrate_step_by_step([("accounts", "0003_shared_cache_entry")]).get_model("accounts", "User")
    password = make_hash()
    for name in ("Ada", "ada", "АДА", "..", "bob"):
        before.objects.create(username=name, password=password)
    call_command("migrate", verbosity=0)
    keys = list(User.objects.order_by("pk").values_list("username", "name_key"))
    assert keys == [("Ada", "ada"), ("ada", None), ("АДА", "aдa"), ("..", ".."), ("bob", "bob")]
    for name, _key in keys:
        found = authenticate(None, username=name, password=PASSWORD)
        assert found is not None
        assert found.username == name
        found.set_password("another secret")
        found.save()
        found.refresh_from_db()
        assert (name, found.name_key) in keys
    User.objects.get(username="Ada").delete()
    assert is_name_taken("ADA")


def make_hash() -> str:
    person = User()
    person.set_password(PASSWORD)
    return person.password


LOOK_ALIKE = [
    ("paul", "pau1"),
    ("paul", "pauI"),
    ("pau1", "paul"),
    ("PauI", "paul"),
    ("bob", "b0b"),
    ("BOB", "B0B"),
    ("l0l", "IO1"),
    ("modem", "modern"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), LOOK_ALIKE)
def test_a_name_that_looks_like_one_that_is_there_is_taken(old, new):
    User.objects.create_user(old)
    assert is_name_taken(new)


@pytest.mark.parametrize("name", ["r00t", "RO0T", "moderat0r"])
def test_a_name_that_looks_like_a_reserved_one_is_reserved(name):
    with pytest.raises(ValidationError, match="reserved"):
        AccountAdapter().clean_username(name, shallow=True)


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), [("paul", "paui"), ("bob", "bab"), ("ada1", "ada2"), ("ada", "ada0")])
def test_a_name_that_looks_different_is_free(old, new):
    User.objects.create_user(old)
    assert not is_name_taken(new)


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), LOOK_ALIKE)
def test_accounts_that_are_there_stay_and_are_found_by_their_own_names(old, new):
    users = [User.objects.create_user(name) for name in (old, new)]
    for user in users:
        user.full_clean(exclude=["password"])
        user.save()
        assert User.objects.get_by_natural_key(user.username) == user
