"""What stands where the SQLite file should be, and what each command says of it."""

import errno
import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from packgrid.lib.stop import Stop
from packgrid.ops import database_file
from packgrid.ops.database_file import check_database_file, close_files_to_others, new_database_file
from packgrid_process import free_port, packgrid

BACKUP = "Nothing was changed. Restore a backup, or move the file away and run this again for a new, empty database."


@pytest.fixture
def path(tmp_path):
    return tmp_path / "packgrid.sqlite3"


def filled(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as database, database:
        for statement in statements:
            database.execute(statement)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(Stop) as raised:
        check_database_file(path)
    return str(raised.value)


def test_no_file_and_a_whole_file_are_fine(path):
    check_database_file(path)
    check_database_file(filled(path, "CREATE TABLE a (b)"))


def test_an_empty_file_is_an_error_and_no_new_site(path):
    path.touch()
    assert refusal(path) == (
        f"The database {path} is empty (0 bytes). A full disk or a broken copy can leave such a file. Nothing was "
        "changed. Restore a backup. If this site never had data, delete the file and run this again."
    )


@pytest.mark.parametrize("content", [b"x", b"SQLite format 3", b"this is not a database at all" * 200])
def test_a_file_that_is_not_sqlites_is_refused(path, content):
    path.write_bytes(content)
    whole = content == b"SQLite format 3"
    reason = "it is cut off (15 of 100 bytes). A full disk or a broken copy can leave such a file."
    assert refusal(path) == (
        f"The database {path} cannot be read: {reason if whole else 'it is not an SQLite file.'} {BACKUP}"
    )


def test_a_file_that_is_cut_off_is_refused(path):
    size = filled(path, "CREATE TABLE a (b)", "INSERT INTO a VALUES (randomblob(50000))").stat().st_size
    os.truncate(path, 8192)
    assert refusal(path) == (
        f"The database {path} cannot be read: it is cut off (8,192 of {size:,} bytes). A full disk or a "
        f"broken copy can leave such a file. {BACKUP}"
    )


def test_what_waits_beside_a_short_file_may_complete_it(path):
    filled(path, "CREATE TABLE a (b)", "INSERT INTO a VALUES (randomblob(50000))")
    os.truncate(path, 8192)
    path.with_name(path.name + "-wal").write_bytes(b"x")
    check_database_file(path)


def test_a_folder_and_a_missing_folder_are_named(tmp_path):
    assert refusal(tmp_path) == (
        f"The database {tmp_path} is a folder. Set DATABASE_URL to a file: sqlite:////folder/file.sqlite3."
    )
    missing = tmp_path / "none" / "packgrid.sqlite3"
    assert refusal(missing) == (
        f"The database {missing} cannot be created: the folder {missing.parent} does not exist. Create "
        "it, or set another one."
    )


def test_a_file_that_may_not_be_written_is_named(path):
    filled(path, "CREATE TABLE a (b)").chmod(0o400)
    said = as_nobody(path, "check_database_file(path)")
    assert said == (
        f"The database {path} cannot be used: its file cannot be read and written by this user. Change its owner or "
        "permissions, or run this as its owner."
    )


def as_nobody(path: Path, statement: str) -> str:
    """What a check says to somebody for whom permissions count, which they do not for root."""
    if os.getuid():
        return refusal(path)
    for folder in (path.parent, *path.parent.parents[:3]):
        folder.chmod(0o755)
    path.parent.chmod(0o777)
    os.chown(path, 65534, 65534)
    child = os.fork()
    if not child:
        os.setuid(65534)
        (path.parent / "said").write_text(refusal(path))
        os._exit(0)
    os.waitpid(child, 0)
    return (path.parent / "said").read_text()


@pytest.fixture
def on_sqlite(path, settings, monkeypatch):
    """As if the suite's database were this file."""
    monkeypatch.setattr(database_file, "sqlite_path", lambda: path)
    settings.STATIC_ROOT = path.parent / "static"


@pytest.mark.usefixtures("on_sqlite")
def test_a_new_file_is_private_and_does_not_stay_empty(path):
    with new_database_file():
        assert (path.stat().st_mode & 0o777, path.stat().st_size) == (0o600, 0)
    assert not path.exists()
    with new_database_file():
        path.write_bytes(b"x")
    assert path.exists()


@pytest.mark.usefixtures("on_sqlite")
def test_files_that_others_can_read_are_closed_to_them_and_named(path):
    for name in ("secret_key", "packgrid.sqlite3", "packgrid.sqlite3-wal"):
        path.with_name(name).touch(0o644)
    assert close_files_to_others() == "closed to other users: secret_key, packgrid.sqlite3, packgrid.sqlite3-wal"
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}
    assert close_files_to_others() == ""


@pytest.mark.parametrize("command", [["up"], ["manage", "migrate"]])
def test_an_empty_file_is_left_alone_by_what_makes_databases(path, command):
    path.touch()
    seen = packgrid(command, path.parent, free_port())
    assert (seen.returncode, f"packgrid: The database {path} is empty (0 bytes)." in seen.stderr) == (1, True)
    assert path.stat().st_size == 0


def test_a_database_of_another_program_is_left_alone(path):
    filled(
        path,
        "CREATE TABLE django_migrations (id integer, app text, name text, applied text)",
        "INSERT INTO django_migrations VALUES (1, 'accounts', '0001_initial', '2020-01-01')",
        "INSERT INTO django_migrations VALUES (2, 'blog', '0001_initial', '2020-01-01')",
        "CREATE TABLE blog_posts (id)",
        "CREATE TABLE blog_tags (id)",
    )
    seen = packgrid(["up"], path.parent, free_port())
    said = (
        f"packgrid: The database {path} belongs to another program (it has the tables blog_posts, blog_tags). Nothing "
        "was changed. Set DATABASE_URL to another database, or PACKGRID_DATA to another folder.\n"
    )
    assert (seen.returncode, seen.stderr) == (1, said)
    with closing(sqlite3.connect(path)) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    assert tables == {"django_migrations", "blog_posts", "blog_tags"}


def test_what_only_reads_makes_no_database(path):
    seen = packgrid(["export", "-"], path.parent, free_port())
    assert (seen.returncode, seen.stdout) == (1, "")
    assert seen.stderr.startswith(f"packgrid: The database {path} does not exist. Run `packgrid up` or ")
    assert not path.exists()


def test_what_migrate_makes_is_for_its_owner_alone(path):
    assert packgrid(["manage", "migrate", "-v0"], path.parent, free_port()).returncode == 0
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 4 kB, where the machine lets us make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can make a disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)  # noqa: S607 of the machine


def test_a_first_start_on_a_full_disk_leaves_nothing_that_hinders_the_next(small_disk):
    data = small_disk / "data"
    (small_disk / "filling").write_bytes(b"x" * 4096)
    seen = packgrid(["up"], data, free_port())
    assert (seen.returncode, "Traceback" in seen.stderr) == (1, False)
    assert seen.stderr == (
        f"packgrid: The data folder {data} cannot be used ({os.strerror(errno.ENOSPC)}). Free some space "
        "on its disk, then "
        "try again. PACKGRID_DATA names the data folder.\n"
    )
    assert list(data.iterdir()) == []
    (small_disk / "filling").unlink()
    seen = packgrid(["up"], data, free_port())
    assert seen.stderr == (
        f"packgrid: The database {data}/packgrid.sqlite3 cannot be read: database or disk is full. Free "
        "some space on its "
        "disk, then try again.\n"
    )
    assert [file.name for file in data.iterdir()] == ["secret_key"]
    seen = packgrid(["doctor"], data, free_port())
    said = " ".join(seen.stdout.split())
    assert seen.returncode == 1
    assert f"The database {data}/packgrid.sqlite3 does not exist. Its disk is full. Free some space first." in said
    assert "0 MB free; free some space" in said
