"""A server that goes away is told plainly, waited for, and used again once it is back."""

import logging
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pymongo
import pytest
from pymongo.errors import OperationFailure

from kulis.banner import without_login
from kulis.mongodb.connection import connect
from kulis.store import StoreError
from tests.answers import data_of
from tests.commands import run_here
from tests.mongodb.server import free_port, running_server
from tests.sound_requests import gift
from tests.staging import Stage, staged

OnMongodb = Callable[..., AbstractContextManager[Stage]]
QUICKLY = "?timeoutMS=800"


def test_while_the_server_is_away_requests_get_503_and_afterwards_all_is_there(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "kulis.store")
    port, folder = free_port(), str(tmp_path)
    first = running_server(port=port, folder=folder)
    url = first.__enter__()
    with staged(store=f"{url}/{QUICKLY}") as stage:
        data_of(stage.post("/gifts/create", "viewer", json=gift(stage, 10, stage.main)), 201)
        credits, path = stage.credits("viewer"), f"/live-stream/{stage.main}/viewers"
        first.__exit__(None, None, None)

        refused = stage.get(path)
        assert refused.status_code == 503
        assert refused.json()["errors"] == [
            "Service unavailable",
            f"The store does not answer: 127.0.0.1:{port}/kulis",
        ]
        assert refused.headers["Retry-After"] == "1"
        ready = stage.client.get("/readyz")
        assert (ready.status_code, ready.json()["status"]) == (503, "unavailable")
        assert stage.client.get("/livez").status_code == 200

        with running_server(port=port, folder=folder):
            assert stage.client.get("/readyz").status_code == 200
            data_of(stage.get(path))
            assert stage.credits("viewer") == credits
    told = [record.getMessage() for record in caplog.records if record.name == "kulis.store"]
    assert any("is away; requests are answered with 503" in line for line in told), told


def test_a_transaction_that_breaks_off_is_carried_out_anew(server: str, on_mongodb: OnMongodb) -> None:
    with on_mongodb() as stage, pymongo.MongoClient[dict[str, Any]](server) as client:
        before = stage.credits("viewer")
        try:
            client.admin.command(
                "configureFailPoint",
                "failCommand",
                mode={"times": 1},
                data={"failCommands": ["insert"], "closeConnection": True},
            )
        except OperationFailure:
            pytest.skip("the server takes no fail points")

        data_of(stage.post("/gifts/create", "viewer", json=gift(stage, 10, stage.main)), 201)

        assert stage.credits("viewer") == before - 10
        assert stage.mock.store["transactions"].count_documents({"kind": "gift", "credits": -10}) == 1


def test_a_server_that_is_not_there_at_the_start_is_named() -> None:
    port = free_port()
    with pytest.raises(StoreError) as told:
        connect(f"mongodb://someone:secret@127.0.0.1:{port}/{QUICKLY}", patience=0)

    assert f"no MongoDB server answers at 127.0.0.1:{port}" in str(told.value)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("mongodb://host:1/kulis", "mongodb://host:1/kulis"),
        ("mongodb://me:p%40ss@a,b:2/kulis?authSource=x", "mongodb://a,b:2/kulis"),
        ("mongodb+srv://me@host", "mongodb+srv://host"),
    ],
)
def test_the_banner_shows_where_a_store_is_but_no_login(url: str, shown: str) -> None:
    assert without_login(url) == shown


@pytest.mark.parametrize(
    ("store", "complaint"),
    [
        ("postgres://127.0.0.1/kulis", "--store takes a URL such as mongodb://127.0.0.1:27017/kulis"),
        ("127.0.0.1:27017", "--store takes a URL such as mongodb://127.0.0.1:27017/kulis"),
        ("mongodb://", "the URL of --store cannot be used"),
        ("mongodb://127.0.0.1:port", "the URL of --store cannot be used"),
    ],
)
def test_a_url_that_names_no_server_is_refused(store: str, complaint: str) -> None:
    code, _, told = run_here("serve", "--port", "0", "--store", store)

    assert (code, complaint in told) == (1, True), told


def test_where_the_driver_is_missing_its_package_is_named() -> None:
    script = (
        "import sys; sys.modules['pymongo.errors'] = None; sys.argv[0] = 'kulis';"
        "from kulis.cli import main; main()"
    )
    words = ("serve", "--port", "0", "--store", "mongodb://127.0.0.1/kulis")
    ended = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True)

    assert ended.returncode == 1
    assert ended.stderr == "kulis: --store needs pymongo; install it with: pip install 'kulis[mongodb]'\n"
