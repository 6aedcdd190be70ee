import pytest

from packgrid.sources.errors import Malformed
from packgrid.sources.git_wire import (
    Refs,
    ServerError,
    make_ls_refs_request,
    make_packet,
    parse_advertised_refs,
    parse_capabilities,
    parse_ls_refs,
    parse_ls_remote,
)

A, B, SHA256 = b"a" * 40, b"b" * 40, b"c" * 64
SERVICE = make_packet(b"# service=git-upload-pack") + b"0000"
CAN = [b"agent=git/2.39.5", b"ls-refs=unborn", b"fetch=shallow filter", b"object-format=sha1"]


def packets(*lines: bytes) -> bytes:
    return b"".join(map(make_packet, lines)) + b"0000"


@pytest.mark.parametrize("before", [b"", SERVICE])
def test_a_server_of_version_2_says_what_it_can_do(before):
    assert parse_capabilities(before + packets(b"version 2", *CAN)) == CAN


@pytest.mark.parametrize(
    "body", [b"0000", SERVICE + b"0000", SERVICE + packets(A + b" HEAD\0symref=HEAD:refs/heads/main")]
)
def test_an_older_one_does_not(body):
    assert parse_capabilities(body) is None


def test_a_server_is_asked_for_what_it_knows():
    assert make_ls_refs_request(CAN) == (
        b"0014command=ls-refs\n0017object-format=sha1\n0001"
        b"000csymrefs\n000bunborn\n0014ref-prefix HEAD\n001aref-prefix refs/tags/\n0000"
    )
    assert make_ls_refs_request([]) == (
        b"0014command=ls-refs\n0001000csymrefs\n0014ref-prefix HEAD\n001aref-prefix refs/tags/\n0000"
    )


@pytest.mark.parametrize(
    ("body", "refs"),
    [
        (
            packets(A + b" HEAD symref-target:refs/heads/main", B + b" refs/tags/v1", B + b" refs/tags/v2 peeled:" + A),
            Refs("a" * 40, "main", ("v1", "v2")),
        ),
        (packets(SHA256 + b" HEAD"), Refs("c" * 64, "")),
        (packets(A + b" refs/tags/a/\xff"), Refs("", "", ("a/\ufffd",))),
        (packets(b"unborn HEAD symref-target:refs/heads/main"), Refs("", "main")),
        (packets(b"--upload-pack=x HEAD"), Refs()),
        (packets(b"HEAD", b""), Refs()),
        (b"0000", Refs()),
    ],
)
def test_refs_are_listed_by_version_2(body, refs):
    assert parse_ls_refs(body) == refs


@pytest.mark.parametrize(
    ("body", "refs"),
    [
        (
            packets(
                A + b" HEAD\0multi_ack symref=HEAD:refs/heads/main agent=git/1",
                A + b" refs/heads/main",
                B + b" refs/tags/v1",
                A + b" refs/tags/v1^{}",
            ),
            Refs("a" * 40, "main", ("v1",)),
        ),
        (packets(b"version 1", A + b" HEAD\0multi_ack"), Refs("a" * 40)),
        (packets(b"0" * 40 + b" capabilities^{}\0multi_ack"), Refs()),
        (b"0000", Refs()),
    ],
)
def test_refs_are_advertised_by_older_versions(body, refs):
    assert parse_advertised_refs(SERVICE + body) == refs


def test_refs_are_read_from_git_itself():
    output = b"ref: refs/heads/main\tHEAD\n%s\tHEAD\n%s\trefs/tags/v1\n%s\trefs/tags/v1^{}\n" % (A, B, A)
    assert parse_ls_remote(output) == Refs("a" * 40, "main", ("v1",))
    assert parse_ls_remote(b"") == Refs()


@pytest.mark.parametrize("body", [b"<html>", b"00", b"0014short", b"+00a......", packets(A)[:-6]])
def test_what_no_git_server_says_is_refused(body):
    with pytest.raises(Malformed, match="not a complete answer of a git server"):
        parse_ls_refs(body)


@pytest.mark.parametrize("body", [b"", SERVICE, packets(A + b" HEAD", B + b" refs/tags/v1")[:-4], b"000cv10-0000"])
def test_an_answer_without_its_end_says_nothing_of_branches_and_tags(body):
    for read in (parse_ls_refs, parse_advertised_refs, parse_capabilities):
        with pytest.raises(Malformed, match=r"the answer of the git server breaks off after \d lines"):
            read(body)


def test_a_server_can_say_what_is_wrong():
    with pytest.raises(ServerError, match="its git server says: maintenance"):
        parse_ls_refs(packets(b"ERR maintenance"))
