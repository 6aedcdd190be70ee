import threading

import pytest
from django.db import connection, transaction

from packgrid.catalogue.models import Category
from packgrid.catalogue.row_counts import cached_count

pytestmark = pytest.mark.django_db(transaction=True)


def count():
    return cached_count("categories", Category.objects.count)


def add(slug: str) -> None:
    Category.objects.create(slug=slug, title=slug)
    connection.connection.close()  # Django's close() keeps what is in memory


def elsewhere(slug: str) -> None:
    thread = threading.Thread(target=add, args=[slug])
    thread.start()
    thread.join()


def test_it_counts_once_as_long_as_nobody_writes(django_assert_num_queries):
    assert count() == 0
    with django_assert_num_queries(2):
        assert [count(), count()] == [0, 0]


def test_what_this_thread_or_another_writes_counts_at_once():
    assert count() == 0
    Category.objects.create(slug="a", title="A")
    assert count() == 1
    elsewhere("b")
    assert count() == 2
    Category.objects.all().delete()
    assert count() == 0


def test_nothing_is_kept_of_a_transaction_that_may_be_rolled_back():
    assert count() == 0
    with transaction.atomic():
        Category.objects.create(slug="a", title="A")
        assert count() == 1
        transaction.set_rollback(True)
    assert count() == 0


def test_a_new_connection_counts_anew():
    assert count() == 0
    connection.close()
    elsewhere("a")
    assert count() == 1
