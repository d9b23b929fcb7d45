"""The HTTP client: what it sends, how it handles odd servers, and how it hides the token."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Generator
from pathlib import Path

import pytest

from loader import errors
from loader.errors import ApiError
from loader.monday.api import Monday
from loader.monday.http.client import Client
from loader.settings import read_settings
from tests.load.faults.boards import BOARD_ID, account
from tests.load.faults.following import Quiet, follow, monday_of, plan_of
from tests.monday_server import Fault, MondayServer, Quirks, Strike
from tests.monday_server.faults import Scene
from tests.monday_server.replies import Reply

TOKEN = "t0p-s3cret-token"


def test_each_request_carries_token_and_version() -> None:
    with MondayServer(account(), token=TOKEN) as server:
        monday_of(server).board(BOARD_ID)
        headers = {k.lower(): v for k, v in server.requests[0].headers.items()}
    assert headers["authorization"] == TOKEN
    assert headers["api-version"] == "2026-10"


def test_a_netrc_entry_does_not_replace_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login ada password wrong\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with MondayServer(account(), token=TOKEN) as server:
        assert monday_of(server).board(BOARD_ID).name == "Small"


def test_another_served_version_is_noted_once() -> None:
    with MondayServer(account(), quirks=Quirks(served_version="2026-07")) as server:
        observer = Quiet()
        monday = monday_of(server, observer)
        monday.board(BOARD_ID)
        monday.share().board(BOARD_ID)
    assert observer.notes == [
        "monday serves API version 2026-07 where 2026-10 was asked for; values may differ."
        " Set MONDAY_API_VERSION to a version that monday supports."
    ]


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("HTTP_PROXY", "http://127.0.0.1:bad", "Check the network, the proxy that HTTPS_PROXY or"),
        ("HTTP_PROXY", "socks5://127.0.0.1:1", "Check the network, the proxy that HTTPS_PROXY or"),
        ("REQUESTS_CA_BUNDLE", "/nowhere.pem", r"certificate bundle, invalid path: /nowhere\.pem"),
    ],
)
def test_what_the_environment_says_of_the_way_to_monday_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in (variable, variable.lower()):
        monkeypatch.setenv(name, value)
    scheme = "https" if variable == "REQUESTS_CA_BUNDLE" else "http"
    url = f"{scheme}://127.0.0.1:1/v2"
    settings = read_settings(
        {"MONDAY_API_URL": url, "MONDAY_API_TOKEN": TOKEN, "MONDAY_RETRY_SECONDS": "0"}
    )
    with pytest.raises(errors.NetworkError, match=words):
        Monday.connect(settings, Quiet()).board(BOARD_ID)


@pytest.mark.parametrize(
    ("token", "words"),
    [(None, "is not set"), ("a b", "characters that no token has"), ("é", "characters that no")],
)
def test_a_token_that_can_be_none(token: str | None, words: str) -> None:
    with pytest.raises(errors.AuthenticationError, match=words) as caught:
        Client("http://127.0.0.1:1/v2", token, "2026-10")
    assert str(token) not in str(caught.value) or token is None


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.monday.com/v2",
        "ftp://x/v2",
        "http:///v2",
        "https://",
        "http://:80/v2",
        "http://x:port/v2",
        "http://x:99999/v2",
        "http://ada:pa@ssw0rd@x:99999/v2",
        "http://[::1/v2",
        "http://[x]/v2",
        "http://a b/v2",
        "https://a..b/v2",
        f"https://{'a' * 64}.com/v2",
        "http://x\x00y/v2",
    ],
)
def test_an_address_that_can_be_none(url: str) -> None:
    with pytest.raises(errors.UsageError, match=r"MONDAY_API_URL is .*, which is no address") as e:
        Client(url, TOKEN, "2026-10")
    assert str(e.value).isprintable()
    assert "ssw0rd" not in str(e.value)


@pytest.mark.parametrize("version", ["2026-10\r\nX: y", "2026–10"])
def test_a_version_that_can_be_none(version: str) -> None:
    with pytest.raises(errors.UsageError, match="MONDAY_API_VERSION is "):
        Client("http://127.0.0.1:1/v2", TOKEN, version)


def echo(status: int, body: str, content_type: str = "application/json") -> Fault:
    """Return a lasting fault that gives this answer."""
    reply = Reply(status, body.encode(), {}, content_type)
    return Fault("echo", lambda scene: reply, outcome="fails", lasting=True)


@pytest.mark.parametrize(
    "fault",
    [
        echo(200, f'{{"errors": ["token {TOKEN} is bad"]}}'),
        echo(200, f"<html>{TOKEN}</html>", "text/html"),
        echo(500, f'{{"message": "{TOKEN}"}}'),
        echo(401, f'{{"errors": [{{"message": "{TOKEN}", "extensions": {{"code": "{TOKEN}"}}}}]}}'),
        echo(302, TOKEN),
        echo(200, "{"),
        echo(200, "[]"),
        echo(200, '{"data": null}'),
        echo(404, "nothing here", "text/plain"),
    ],
    ids=lambda f: "",
)
def test_the_token_is_in_no_message_traceback_or_repr(fault: Fault) -> None:
    strikes = [Strike(fault, request=1)]
    with MondayServer(account(), token=TOKEN, faults=strikes) as server:
        observer = Quiet()
        monday = monday_of(server, observer)
        with pytest.raises(ApiError) as caught:
            monday.board(BOARD_ID)
        shown = "".join(traceback.format_exception(caught.value))
        shown += "".join(str(e) for e in observer.retries)
        shown += repr(monday) + repr(monday._connection)
        shown += repr(vars(monday._connection.http)["_session"].auth)
    assert TOKEN not in shown
    assert str(caught.value).isprintable()


def test_html_says_so_at_once() -> None:
    page = "<!doctype html><title>Log in</title>"
    with MondayServer(
        account(), faults=[Strike(echo(200, page, "text/html"), request=1)]
    ) as server:
        with pytest.raises(errors.NotGraphQL) as caught:
            monday_of(server).board(BOARD_ID)
        assert len(server.requests) == 1
    assert str(caught.value) == (
        f"{server.url} answered board {BOARD_ID} with HTTP 200 and text/html, not monday's JSON"
        " (it starts '<!doctype html><title>Log in</title>')."
        " Check MONDAY_API_URL and any proxy on the way."
    )


def test_an_answer_that_was_cut_off_is_asked_for_again_whatever_it_speaks_of() -> None:
    reply = Reply(200, b'{"data": {"boards": [{"name": "html pages"', {}, "application/json")
    cut = Fault("cut", lambda scene: reply)
    with MondayServer(account(), faults=[Strike(cut, request=1)]) as server:
        assert monday_of(server).board(BOARD_ID).id == BOARD_ID
        assert len(server.requests) == 2


def test_no_message_repeats_what_broken_json_holds() -> None:
    body = '{"data": {"boards": [{"updates": [{"body": "a secret'
    with (
        MondayServer(account(), faults=[Strike(echo(400, body), request=1)]) as server,
        pytest.raises(errors.NotGraphQL, match=r"not monday's JSON\. Check") as caught,
    ):
        monday_of(server).board(BOARD_ID)
    assert "secret" not in str(caught.value)


def test_a_wrong_token_and_an_unknown_board() -> None:
    with MondayServer(account()) as server:
        wrong = Monday.connect(
            read_settings({"MONDAY_API_URL": server.url, "MONDAY_API_TOKEN": "wrong"}), Quiet()
        )
        with pytest.raises(errors.AuthenticationError, match="Check MONDAY_API_TOKEN"):
            wrong.board(BOARD_ID)
        with pytest.raises(errors.BoardNotFound, match="monday has no board 77"):
            monday_of(server).board(77)


def test_a_server_without_the_optional_parts_serves_as_well() -> None:
    """Without platform_api, workspaces, headers and complexity, everything loads."""

    def bare(scene: Scene) -> Reply:
        reply = scene.truth()
        reply.headers.clear()
        query = scene.request.query
        if "platform_api" in query:
            return Reply(
                400, b'{"errors": [{"message": "Cannot query field \'platform_api\' on type'
                b' \'Query\'.", "extensions": {"code": "GRAPHQL_VALIDATION_FAILED"}}]}'
            )  # fmt: skip
        reply.body = reply.body.replace(b'"complexity":{', b'"other":{')
        return reply

    with MondayServer(account(), faults=[Strike(Fault("bare", bare, lasting=True))]) as server:
        monday = monday_of(server)
        board = monday.board(BOARD_ID)
        got = follow(monday.read(plan_of(board, batch_size=5)))
        assert len(got.rows) == 20
        assert len(server.requests) == 6
        monday.board(BOARD_ID)
        assert len(server.requests) == 7, "what was refused once is not asked for again"


def test_a_server_without_revisions_of_columns_serves_as_well() -> None:
    def unrevised(scene: Scene) -> Reply:
        if "revision" not in scene.request.query:
            return scene.truth()
        message = "Cannot return null for non-nullable field Column.revision."
        path = ["boards", 0, "columns", 0, "revision"]
        return scene.json(
            {"data": {"boards": None}, "errors": [{"message": message, "path": path}]}
        )

    with MondayServer(account(), faults=[Strike(Fault("u", unrevised, lasting=True))]) as server:
        board = monday_of(server).board(BOARD_ID)
        assert board.columns
        assert {column.revision for column in board.columns} == {""}


def test_errors_of_the_optional_part_alone_are_no_errors() -> None:
    def forbidden(scene: Scene) -> Reply:
        body = scene.true_body()
        if "platform_api" in body["data"]:
            body["data"]["platform_api"] = None
            body["errors"] = [
                {"message": "No", "path": ["platform_api"], "extensions": {"code": "FORBIDDEN"}}
            ]
        return scene.json(body)

    with MondayServer(account(), faults=[Strike(Fault("f", forbidden, lasting=True))]) as server:
        monday = monday_of(server)
        assert monday.board(BOARD_ID).name == "Small"
        assert monday.calls_left is None
        assert len(server.requests) == 1


def test_every_board_is_listed_once() -> None:
    with MondayServer(account()) as server:
        assert [b.id for b in monday_of(server).boards()] == [BOARD_ID]


def test_a_closed_read_leaves_no_thread_behind() -> None:
    with MondayServer(account(200)) as server:
        monday = monday_of(server)
        events = monday.read(plan_of(monday.board(BOARD_ID), batch_size=5, workers=4))
        assert isinstance(events, Generator)
        next(events)
        events.close()
        monday.close()
        reading = [t for t in threading.enumerate() if t.name == "monday-read"]
        for thread in reading:
            thread.join(10)
        assert not [t for t in reading if t.is_alive()]


def test_an_answer_nested_without_end_is_none_of_mondays() -> None:
    deep = '{"data":' * 3000 + "1" + "}" * 3000
    with (
        MondayServer(account(), faults=[Strike(echo(200, deep), request=1)]) as server,
        pytest.raises(errors.NotGraphQL, match=r"is nested deeper than 64, which none of monday's"),
    ):
        monday_of(server).board(BOARD_ID)
    assert len(server.requests) == 1
