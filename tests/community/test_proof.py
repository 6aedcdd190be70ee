import pytest

from packgrid.community.proof import Published, find_proof

TOKEN = "packgrid-verify-0123abcd"
ADA = {("github", "ada")}


@pytest.mark.parametrize(
    ("published", "where"),
    [
        (Published(topics=["django", TOKEN]), "the topics of the repository"),
        (Published(repo_homepage=f"https://a.example/#{TOKEN}"), "the website of the repository"),
        (Published(repo_description=f"Forms. {TOKEN}"), "the description of the repository"),
        (Published(links=["https://b.example/", f"https://a.example/#{TOKEN}"]), "a link of the project on PyPI"),
        (Published(readme=f"<p>{TOKEN}</p>"), "the README on PyPI"),
    ],
)
def test_a_token_proves_it_wherever_only_maintainers_write(published, where):
    assert find_proof(TOKEN, (), published) == where


@pytest.mark.parametrize("text", [TOKEN[:-1], f"{TOKEN}e", TOKEN.upper(), ""])
def test_a_part_of_a_token_or_a_longer_one_proves_nothing(text):
    assert find_proof(TOKEN, (), Published(readme=text)) == ""


@pytest.mark.parametrize(
    ("published", "accounts", "said"),
    [
        (Published(host="github", owner="Ada"), ADA, "Ada owns the repository"),
        (Published(host="github", owner="org", contributors=["ada", "bob"]), ADA, "ada has made the most commits"),
        (Published(host="github", owner="org", contributors=["bob", "ada"]), ADA, ""),
        (Published(host="gitlab", owner="ada", contributors=["ada"]), ADA, ""),
        (Published(host="github", owner="ada"), (), ""),
        (Published(host="github", owner=""), {("github", "")}, ""),
    ],
)
def test_an_account_proves_it_at_its_own_host_as_owner_or_by_most_commits(published, accounts, said):
    assert find_proof(TOKEN, accounts, published) == said
