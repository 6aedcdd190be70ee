import pytest

from packgrid.config.store import OVERHEAD_BYTES, REMEMBERED_TAGS, TAG_BYTES, Kept, Store

SIZE = OVERHEAD_BYTES + TAG_BYTES


def answer(*tags: str, body=b"", until=float("inf")):
    return Kept("200 OK", (), body, frozenset(tags), until, '"a"', "")


@pytest.fixture
def store():
    return Store(most_bytes=10 * SIZE)


def keys(store):
    return [key for key in "abcdefghijkl" if store.get(key, now=0)]


def test_an_answer_is_kept_until_its_time_or_until_one_of_its_tags_is_touched(store):
    store.put("a", answer("x", "y"), since=0)
    store.put("b", answer("y", until=5), since=0)
    store.put("c", answer("z"), since=0)
    assert store.get("b", now=5) == answer("y", until=5)
    assert store.get("b", now=6) is None
    store.drop({"x", "unheard of"})
    assert keys(store) == ["c"]
    store.put("d", answer("v"), since=0)
    store.drop({"everything"})
    assert (keys(store), store.size_bytes, dict(store.carrying)) == ([], 0, {})


def test_the_longest_unused_leave_where_there_is_no_room(store):
    for key in "abcdefghij":
        store.put(key, answer(key), since=0)
    store.get("a", now=0)
    store.put("k", answer("k"), since=0)
    assert ("b" in keys(store), "a" in keys(store), store.size_bytes) == (False, True, 10 * SIZE)
    assert "b" not in store.carrying


def test_one_answer_never_takes_most_of_the_room(store):
    store.put("a", answer("x", body=bytes(2 * SIZE)), since=0)
    assert (keys(store), store.size_bytes) == ([], 0)


def test_the_same_key_holds_one_answer(store):
    for _ in range(3):
        store.put("a", answer("x"), since=0)
    assert store.size_bytes == SIZE


@pytest.mark.parametrize(
    ("touched", "is_kept"),
    [(lambda store: store.drop({"x"}), False), (lambda store: store.drop({"y"}), True), (Store.clear, False)],
)
def test_what_was_touched_while_it_was_made_is_not_kept(store, touched, is_kept):
    since = store.clock
    touched(store)
    store.put("a", answer("x"), since=since)
    assert bool(keys(store)) is is_kept


def test_what_was_touched_is_not_remembered_without_end(store):
    store.drop({f"tag-{number}" for number in range(REMEMBERED_TAGS + 1)})
    since = store.clock
    store.drop({"y"})
    assert len(store.dropped_at) == 1
    store.put("a", answer("tag-0"), since=since)
    assert keys(store) == []
