import pytest
from click.testing import CliRunner

from packgrid.catalogue.models import Category, Facts, Package
from packgrid.ops.catalogue_setup import prepare_catalogue
from packgrid.ops.commands.reindex import command
from packgrid.search.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def add_unindexed():
    category = Category.objects.create(slug="apps", title="App")
    Facts.objects.create(package=Package.objects.create(slug="flat", title="Flat", category=category))


def test_the_command_says_how_much_can_be_found():
    add_unindexed()
    done = CliRunner().invoke(command)
    assert (done.exit_code, done.stdout) == (0, "1 packages and grids are indexed.\n")
    assert Entry.objects.get().slug == "flat"


def test_starting_indexes_what_an_older_packgrid_left_unindexed():
    add_unindexed()
    assert prepare_catalogue() == "1 packages in 0 grids"
    assert Entry.objects.get().slug == "flat"
