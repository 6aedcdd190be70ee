import errno
import os
import threading
from pathlib import Path

import pytest

from packgrid.lib.files import close_to_others, create_atomically, find_advice, write_atomically


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_when_all_of_it_is_written(tmp_path):
    path = tmp_path / "a.txt"
    with write_atomically(path) as file:
        file.write("ä\n")
        file.flush()
        assert not path.exists()
    assert path.read_bytes() == "ä\n".encode()
    assert names(tmp_path) == ["a.txt"]


def test_writing_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")

    def fail() -> None:
        with write_atomically(path) as file:
            file.write("new")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="No space left on device"):
        fail()
    assert (names(tmp_path), path.read_text()) == (["a.txt"], "old")


def test_the_new_file_has_the_permissions_of_the_old_or_those_asked_for(tmp_path):
    path = tmp_path / "a.txt"
    path.touch(0o640)
    for asked, given in ((None, 0o640), (0o600, 0o600)):
        with write_atomically(path, mode=asked):
            pass
        assert path.stat().st_mode & 0o777 == given


def test_a_link_leads_to_the_new_file(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder" / "a.txt")
    with write_atomically(tmp_path / "link") as file:
        file.write("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "folder" / "a.txt").read_text() == "new"


def test_of_several_that_create_a_file_at_once_one_wins_and_stays(tmp_path):
    path = tmp_path / "key"
    start = threading.Barrier(8)

    def create(text: str) -> None:
        start.wait()
        create_atomically(path, text, mode=0o600)
        seen.append(path.read_text())

    seen: list[str] = []
    threads = [threading.Thread(target=create, args=[str(number) * 9]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [path.read_text()] * 8
    assert names(tmp_path) == ["key"]


def test_closing_a_file_to_others_tells_whether_that_was_needed(tmp_path):
    path = tmp_path / "a"
    assert not close_to_others(path)
    path.touch(0o644)
    assert close_to_others(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert not close_to_others(path)


def test_what_to_do_is_known_of_usual_errors_and_of_others_nothing_is_said(tmp_path):
    assert find_advice(OSError(errno.ENOSPC, "")) == "Free some space on its disk, then try again."
    assert find_advice(OSError(errno.EIO, "")) == ""
    with pytest.raises(FileNotFoundError) as raised, write_atomically(tmp_path / "none" / "a"):
        pass
    assert find_advice(raised.value) == "Create its folder, or choose another place."
