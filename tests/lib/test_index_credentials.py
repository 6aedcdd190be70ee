import pytest

from packgrid.lib.index_credentials import IndexAddress, find_address


@pytest.fixture
def netrc(tmp_path):
    path = tmp_path / "netrc"
    path.write_text("machine pypi.example login ann password s3cret\nmachine b.example login bob password x\n")
    return str(path)


@pytest.mark.parametrize(
    ("url", "login", "address", "found"),
    [
        ("https://pypi.example/simple", "", "https://pypi.example/simple", "ann:s3cret"),
        ("https://pypi.example:81/simple", "", "https://pypi.example:81/simple", "ann:s3cret"),
        ("https://other.example/simple", "", "https://other.example/simple", ""),
        ("https://pypi.example/simple", "eve:pw", "https://pypi.example/simple", "eve:pw"),
        ("https://me:p%40ss@pypi.example/simple", "eve:pw", "https://pypi.example/simple", "me:p@ss"),
        ("https://token@pypi.example:81/simple", "", "https://pypi.example:81/simple", "token:"),
        ("https://a:b:c@x.example/", "", "https://x.example/", "a:b:c"),
    ],
)
def test_the_login_comes_from_the_address_else_the_setting_else_netrc(netrc, url, login, address, found):
    assert find_address(url, login=login, netrc_path=netrc) == IndexAddress(address, found)


@pytest.mark.parametrize("text", ["machine", "what is this", "machine a login"])
def test_a_netrc_file_that_cannot_be_read_has_no_login(tmp_path, text):
    path = tmp_path / "netrc"
    path.write_text(text)
    assert find_address("https://pypi.example/", netrc_path=str(path)).login == ""
    assert find_address("https://pypi.example/", netrc_path=str(tmp_path / "none")).login == ""


def test_a_login_becomes_a_header_and_is_shown_nowhere():
    address = find_address("https://ann:secret@pypi.example/simple")
    assert address.headers == {"Authorization": "Basic YW5uOnNlY3JldA=="}
    assert "secret" not in repr(address)
    assert find_address("https://pypi.example/simple", netrc_path="/nowhere").headers == {}
