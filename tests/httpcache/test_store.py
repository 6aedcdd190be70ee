import pytest

from packgrid.httpcache.store import (
    MAX_REMEMBERED_TAGS,
    OVERHEAD_BYTES,
    REVALIDATE_AFTER_S,
    STALE_FOR_S,
    TAG_BYTES,
    CachedResponse,
    ResponseStore,
)

SIZE = OVERHEAD_BYTES + TAG_BYTES


def answer(*tags: str, body=b"", made_at=0.0, fresh_until=float("inf")):
    return CachedResponse("200 OK", (), body, frozenset(tags), made_at, fresh_until, '"a"', "")


@pytest.fixture
def store():
    return ResponseStore(max_bytes=10 * SIZE)


def keys(store, now=0.0):
    return "".join(key for key in "abcdefghijkl" if store.get(key, now))


def due(store, now):
    """The keys that callers are told to revalidate at a moment."""
    return "".join(key for key in "abcdefghijkl" if store.get(key, now) and store.begin_revalidation(key, now))


def test_a_response_is_returned_until_a_moment_after_it_became_stale(store):
    store.put("a", answer("x", "y"), since=0)
    store.put("b", answer("y", fresh_until=5), since=0)
    store.put("c", answer("z"), since=0)
    store.invalidate({"x", "unheard of"}, since=7)
    assert keys(store, now=5 + STALE_FOR_S) == "abc"
    assert keys(store, now=7 + STALE_FOR_S) == "ac"
    assert keys(store, now=8) == "c"
    store.clear()
    assert (keys(store), store.size_bytes, dict(store.keys_by_tag)) == ("", 0, {})


def test_being_invalidated_again_does_not_keep_a_response_longer(store):
    store.put("a", answer("x"), since=0)
    for since in (7, 7.3, 7.6):
        store.invalidate({"x"}, since=since)
    assert keys(store, now=7 + STALE_FOR_S) == "a"
    assert keys(store, now=8) == ""


def test_the_first_who_asks_for_a_stale_response_is_told_to_revalidate_it(store):
    store.put("a", answer("x"), since=0)
    store.put("b", answer("y"), since=0)
    store.put("c", answer("z", fresh_until=7), since=0)
    assert due(store, now=7) == ""
    store.invalidate({"x"}, since=7)
    assert due(store, now=7.2) == "ac"
    assert due(store, now=7.3) == ""
    store.put("a", answer("x", made_at=7.2), since=store.clock)
    assert due(store, now=8) == ""


def test_a_young_response_is_not_revalidated(store):
    store.put("a", answer("x", made_at=7), since=0)
    store.invalidate({"x"}, since=7)
    assert due(store, now=7 + REVALIDATE_AFTER_S) == ""
    assert due(store, now=7.1 + REVALIDATE_AFTER_S) == "a"


def test_a_response_that_was_stale_for_long_is_dropped_when_it_is_invalidated(store):
    store.put("a", answer("x", fresh_until=5), since=0)
    store.invalidate({"x"}, since=7)
    assert (store.size_bytes, dict(store.keys_by_tag)) == (0, {})


def test_invalidating_everything_drops_all_responses(store):
    store.put("a", answer("x"), since=0)
    store.invalidate({"everything"}, since=7)
    assert (keys(store), store.size_bytes, dict(store.keys_by_tag)) == ("", 0, {})


def test_the_least_recently_used_are_dropped_where_there_is_no_room(store):
    for key in "abcdefghij":
        store.put(key, answer(key), since=0)
    store.get("a", now=0)
    store.put("k", answer("k"), since=0)
    assert ("b" in keys(store), "a" in keys(store), store.size_bytes) == (False, True, 10 * SIZE)
    assert "b" not in store.keys_by_tag


def test_a_response_larger_than_an_eighth_of_the_room_is_not_stored(store):
    store.put("a", answer("x", body=bytes(2 * SIZE)), since=0)
    assert (keys(store), store.size_bytes) == ("", 0)


def test_a_key_holds_one_response(store):
    for _ in range(3):
        store.put("a", answer("x"), since=0)
    assert store.size_bytes == SIZE


@pytest.mark.parametrize(
    ("invalidate", "fresh_until"),
    [
        (lambda store: store.invalidate({"x"}, since=1), 3),
        (lambda store: store.invalidate({"y"}, since=1), float("inf")),
        (ResponseStore.clear, 3),
    ],
)
def test_a_response_that_was_invalidated_in_the_making_is_fresh_until_that_began(store, invalidate, fresh_until):
    since = store.clock
    invalidate(store)
    store.put("a", answer("x", made_at=3), since=since)
    assert store.get("a", 3) == answer("x", made_at=3, fresh_until=fresh_until)


def test_an_invalidation_from_before_the_making_leaves_it_fresh_until_that_began(store):
    store.put("a", answer("x", made_at=3), since=store.clock)
    store.invalidate({"x"}, since=2)
    assert store.get("a", 3) == answer("x", made_at=3, fresh_until=3)


def test_invalidated_tags_are_not_remembered_without_end(store):
    store.invalidate({f"tag-{number}" for number in range(MAX_REMEMBERED_TAGS + 1)}, since=0)
    since = store.clock
    store.invalidate({"y"}, since=0)
    assert len(store.invalidated_at) == 1
    store.put("a", answer("tag-0", made_at=3), since=since)
    assert store.get("a", 3) == answer("tag-0", made_at=3, fresh_until=3)
