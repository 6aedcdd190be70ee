import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from packgrid.config.shared_connection import SharedConnection

END_S = 30
pytestmark = pytest.mark.django_db(transaction=True)


def ask_database(shared: SharedConnection) -> object:
    """The connection itself that answered a query."""
    with shared.hold(END_S) as is_held, connection.cursor() as cursor:
        assert is_held
        cursor.execute("SELECT 1")
        return connections["default"]


def test_threads_get_the_same_connection():
    shared = SharedConnection()
    with ThreadPoolExecutor(4) as pool:
        used = list(pool.map(ask_database, [shared] * 20))
    used[0].close()
    assert len({id(one) for one in used}) == 1


def test_a_thread_gets_its_own_connection_back():
    shared, own = SharedConnection(), connections["default"]
    assert ask_database(shared) is not own
    assert connections["default"] is own
    with pytest.raises(ValueError, match="fault"), shared.hold(0):
        raise ValueError("fault")
    assert connections["default"] is own
    with shared.hold(0) as is_held:
        assert is_held
        connections["default"].close()


def test_a_thread_without_a_connection_is_left_without():
    def use_connection() -> list[object]:
        ask_database(shared).close()
        return connections.all(initialized_only=True)

    shared = SharedConnection()
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(use_connection).result(END_S) == []


def test_who_waits_too_long_does_not_get_it():
    shared, is_held_by_other, is_over = SharedConnection(), threading.Event(), threading.Event()

    def keep() -> None:
        with shared.hold(0):
            is_held_by_other.set()
            is_over.wait(END_S)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(keep)
        assert is_held_by_other.wait(END_S)
        own = connections["default"]
        with shared.hold(0) as is_held:
            assert (is_held, connections["default"]) == (False, own)
        is_over.set()
