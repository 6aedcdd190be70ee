"""A database from before the app assessment keeps its rows, what staff may do, and gets the tables of a new one."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from assessment.old_database import ASSESSMENT, AT, FETCH_STATE, PROPOSAL, QUANTILES
from older_database import describe_tables
from ops.test_two_webs import connection_of
from packgrid.config.settings import ENVIRONMENT
from packgrid_process import environment, free_port

NAME = "packgrid_before_assessment"
SCRIPT = Path(__file__).with_name("old_database.py")


@pytest.fixture
def database_url():
    """A database of its own where the suite runs on PostgreSQL; "" is SQLite in the data folder."""
    if ENVIRONMENT.is_sqlite:
        yield ""
        return
    name = sql.Identifier(NAME)
    with psycopg.connect(**connection_of("postgres"), autocommit=True) as maintenance:
        maintenance.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        maintenance.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield re.sub(r"/[^/]*$", f"/{NAME}", os.environ["DATABASE_URL"])
        maintenance.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


@pytest.mark.django_db
def test_a_database_from_before_the_app_keeps_rows_and_permissions_and_gets_the_tables_of_a_new_one(
    tmp_path, database_url
):
    where = environment(tmp_path, free_port()) | {"DJANGO_SETTINGS_MODULE": "packgrid.config.settings"}
    where |= {"DATABASE_URL": database_url} if database_url else {}
    where["PYTHONPATH"] = os.pathsep.join([str(SCRIPT.parents[1]), where["PYTHONPATH"]])
    done = subprocess.run([sys.executable, SCRIPT], env=where, capture_output=True, text=True, check=False, timeout=300)
    assert done.stderr == ""
    at = str(AT)
    answer = json.loads(done.stdout)
    assert answer.pop("tables") == json.loads(json.dumps(describe_tables()))
    assert answer == {
        "assessments": [{"package__slug": "a", "assessed_at": at, **ASSESSMENT}],
        "proposals": [{"made_at": at, "decided_at": at, **PROPOSAL}],
        "fetch states": [{"due_at": at, "last_success_at": at, **FETCH_STATE, "validator": ""}],  # read anew since 0011
        "quantiles": [QUANTILES],
        "granted": [
            ["assessment", "change_assessment", "Can change assessment"],
            ["catalogue", "change_fetchstate", "Can change fetch state"],
            ["assessment", "change_proposal", "Can change proposal"],
            ["assessment", "delete_quantiles", "Can delete quantiles"],
        ],
        "content types": [["catalogue", "fetchstate"], ["assessment", "proposal"]],
    }
