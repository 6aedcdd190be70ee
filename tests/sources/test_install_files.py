import pytest

from packgrid.sources.index_pages import IndexFile
from packgrid.sources.install_files import choose_install_file, measure_install_file


def file(filename, size_bytes=1000, *, is_yanked=False):
    return IndexFile(filename, f"https://pypi.example/{filename}", "1.0", {}, size_bytes, is_yanked=is_yanked)


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["a-1.0-py3-none-any.whl", "a-1.0.tar.gz"], "a-1.0-py3-none-any.whl"),
        (["a-1.0-py2.py3-none-any.whl", "a-1.0-py2-none-any.whl"], "a-1.0-py2.py3-none-any.whl"),
        (["a-1.0-py2-none-any.whl", "a-1.0.tar.gz"], "a-1.0.tar.gz"),
        (["a-1.0-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", "a-1.0-py3-none-any.whl"], "cp313"),
        (["a-1.0-cp313-cp313-musllinux_1_2_x86_64.whl", "a-1.0.zip"], "a-1.0.zip"),
        (["a-1.0-cp313-cp313-manylinux_2_28_aarch64.whl", "a-1.0-cp313-cp313-manylinux_2_28_x86_64.whl"], "28_x86_64"),
        (["a-1.0-cp313-cp313-manylinux_2_17_x86_64.whl", "a-1.0-cp313-cp313-manylinux_2_28_x86_64.whl"], "2_28"),
        (["a-1.0-cp312-cp312-manylinux2014_x86_64.whl", "a-1.0-cp38-abi3-manylinux2014_x86_64.whl"], "abi3"),
        (["a-1.0-cp313-cp313t-manylinux2014_x86_64.whl", "a-1.0-cp39-abi3-manylinux1_x86_64.whl"], "abi3"),
        (["a-1.0-cp314-abi3-manylinux2014_x86_64.whl", "a-1.0.tar.gz"], "a-1.0.tar.gz"),
        (["a-1.0-py3-none-manylinux2014_x86_64.whl", "a-1.0-py3-none-any.whl"], "manylinux2014"),
        (["a-1.0-1-py3-none-any.whl", "a-1.0-2-py3-none-any.whl", "a-1.0-py3-none-any.whl"], "a-1.0-2-"),
        (["a-1.0.zip", "a-1.0.tar.gz"], "a-1.0.tar.gz"),
        (["a-1.0-py2.7.egg", "a-1.0.win32.exe", "a-1.0.tar.bz2"], "a-1.0.tar.bz2"),
        (["a-1.0.linux-x86_64.tar.gz", "a-1.0.tar.gz"], "a-1.0.tar.gz"),
        (["a-1.0-odd.whl", "a-1.0.tar.gz"], "a-1.0.tar.gz"),
    ],
)
def test_the_wheel_with_the_best_tags_is_installed_and_else_the_source_archive(names, chosen):
    for files in (names, names[::-1]):
        found = choose_install_file(map(file, files))
        assert found is not None
        assert chosen in found.filename


def test_yanked_files_are_installed_only_where_all_are_yanked():
    wheel, archive = file("a-1.0-py3-none-any.whl", is_yanked=True), file("a-1.0.tar.gz")
    assert choose_install_file([wheel, archive]) == archive
    assert choose_install_file([wheel]) == wheel


@pytest.mark.parametrize(
    ("files", "size"),
    [
        ([], None),
        ([file("a-1.0-py3-none-any.whl", 10), file("a-1.0.tar.gz", 20)], 10),
        ([file("a-1.0-py3-none-any.whl", None), file("a-1.0.tar.gz", 20)], None),
        ([file("a-1.0-py3-none-any.whl", 0)], None),
        ([file("a-1.0-cp313-cp313-win_amd64.whl", 10)], 0),
        ([file("a-1.0.win32.exe", 10)], 0),
    ],
)
def test_the_size_is_none_where_the_index_tells_none_and_0_where_nothing_can_be_installed(files, size):
    assert measure_install_file(files) == size
