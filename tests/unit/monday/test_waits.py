"""No wait exceeds the load's patience or the time of one request, whatever a server says."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from loader import errors
from loader.monday.api import Monday
from loader.monday.graphql.queries import BOARD
from loader.monday.http.client import Client
from loader.settings import read_settings
from tests.load.faults.boards import BOARD_ID, account
from tests.load.faults.following import Quiet, follow, monday_of, plan_of
from tests.load.faults.virtual_time import VirtualTime
from tests.monday_server import Fault, MondayServer, Strike
from tests.monday_server.faults import Scene
from tests.monday_server.replies import Reply

TOKEN = "t0p-s3cret-token"


def test_nobody_at_the_address_is_said_after_few_tries() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v2"
    settings = read_settings({"MONDAY_API_URL": url, "MONDAY_API_TOKEN": TOKEN})
    time, observer = VirtualTime(), Quiet()
    monday = Monday.connect(settings, observer, clock=time.clock, sleep=time.sleep)
    with pytest.raises(errors.NetworkError, match=r"refused.*Check the network and MONDAY_API_URL"):
        monday.board(BOARD_ID)
    assert len(observer.retries) == 2


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"


@contextmanager
def endless(first: bytes, then: bytes) -> Iterator[str]:
    """Run a server that begins an answer with `first` and then sends `then` without end."""
    listening = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(first)
            while not stop.wait(0.05):
                try:
                    connection.sendall(then)
                except OSError:
                    return

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v2"
    finally:
        stop.set()
        thread.join()
        listening.close()


@pytest.mark.parametrize(
    ("first", "then"),
    [
        pytest.param(HEAD, b"{", id="a body that drips"),
        pytest.param(b"HTTP/1.1 200", b" ", id="a status that drips"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX: ", b"x", id="a header that drips"),
        pytest.param(b"", b"HTTP/1.1 100 Continue\r\n\r\n", id="100 Continue without end"),
        pytest.param(b"", b"", id="nothing at all"),
    ],
)
def test_an_answer_that_does_not_end_is_given_up(first: bytes, then: bytes) -> None:
    with endless(first, then) as url:
        client = Client(url, TOKEN, "2026-10", answer_seconds=0.6)
        with pytest.raises(errors.TimedOut, match="no whole answer for board 12 in 1 seconds"):
            client.post(BOARD, {"board": ["12"]}, "board 12")
        client.close()


def test_a_connection_serves_on_after_a_request_within_its_time() -> None:
    with MondayServer(account()) as server:
        monday = monday_of(server)
        assert [monday.board(BOARD_ID).id for _ in range(3)] == [BOARD_ID] * 3
        monday.close()


def refusing(*headers: tuple[str, str]) -> Fault:
    return Fault("refusing", lambda s: Reply(423, b"", dict(headers)), "fails", lasting=True)


def test_the_retry_time_of_a_load_ends_it_and_says_so() -> None:
    time = VirtualTime()
    strikes = [Strike(refusing(("Retry-After", "0.2")), request=3)]
    with MondayServer(account(), faults=strikes, clock=time.clock) as server:
        monday = monday_of(server, retry_seconds=3, time=time)
        board = monday.board(BOARD_ID)
        with pytest.raises(errors.ResourceLocked, match="left of the load's MONDAY_RETRY_SECONDS"):
            follow(monday.share().read(plan_of(board, batch_size=5)))
        assert len(server.requests) < 8


@pytest.mark.parametrize("hint", ["3600", "999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_wait_that_is_too_long_is_not_begun(hint: str) -> None:
    time = VirtualTime()
    date = ("Date", "Sat, 28 Nov 2026 12:00:00 GMT")
    strikes = [Strike(refusing(("Retry-After", hint), date), request=1)]
    with MondayServer(account(), faults=strikes, clock=time.clock) as server:
        with pytest.raises(errors.ResourceLocked, match=r"asks to wait \d+ s; 30 s are left"):
            monday_of(server, time=time).board(BOARD_ID)
        assert len(server.requests) == 1
    assert time.clock() == 0


def telling(seconds: float) -> Fault:
    """Return a fault: answers whose data is right, but report no points left for `seconds`."""

    def act(scene: Scene) -> Reply:
        body = scene.true_body()
        if "complexity" in body["data"]:
            body["data"]["complexity"] |= {"after": 0, "reset_in_x_seconds": seconds}
        return Reply(200, json.dumps(body).encode())

    return Fault("telling", act, lasting=True)


def limiting(seconds: int) -> Fault:
    """Return a fault: right answers whose headers report no requests left for `seconds`."""

    def act(scene: Scene) -> Reply:
        reply = scene.truth()
        reply.headers["RateLimit"] = f'"minuteRate";r=0;t={seconds}'
        return reply

    return Fault("limiting", act, lasting=True)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (telling(1e9), "complexity of the minute"),
        (telling(100_000), "complexity of the minute"),
        (limiting(100_000), "requests of the minute"),
    ],
)
@pytest.mark.parametrize("workers", [1, 4])
def test_a_budget_that_does_not_come_back_ends_the_load(
    fault: Fault, reason: str, workers: int
) -> None:
    time = VirtualTime()
    strikes = [Strike(fault, request=1)]
    with MondayServer(account(48), faults=strikes, clock=time.clock) as server:
        monday = monday_of(server, retry_seconds=6, time=time)
        board = monday.board(BOARD_ID)
        told = rf"monday holds back .*\({reason}\)\. It asks to wait \d+ s; 6 s are left"
        with pytest.raises(errors.RateLimited, match=told):
            follow(monday.read(plan_of(board, batch_size=5, workers=workers)))
        assert len(server.requests) == 1
        monday.close()
    assert time.clock() < 6


@pytest.mark.parametrize("make", [telling, limiting])
def test_the_pace_of_a_minute_costs_no_patience(make: Callable[[int], Fault]) -> None:
    """With waits of 45 s each and a patience of 60 s, the read still ends and is complete."""
    time, observer = VirtualTime(), Quiet()
    with MondayServer(account(), faults=[Strike(make(45), request=1)], clock=time.clock) as server:
        monday = monday_of(server, observer, retry_seconds=60, time=time)
        got = follow(monday.read(plan_of(monday.board(BOARD_ID), batch_size=5)))
        monday.close()
    assert len(got.rows) == 20
    assert time.clock() > 4 * 45


def test_a_wait_beyond_a_minute_counts_as_a_refusal() -> None:
    time = VirtualTime()
    strikes = [Strike(limiting(200), request=1)]
    with MondayServer(account(), faults=strikes, clock=time.clock) as server:
        monday = monday_of(server, retry_seconds=500, time=time)
        board = monday.board(BOARD_ID)
        with pytest.raises(errors.RateLimited, match=r"asks to wait 201 s; 98 s are left"):
            follow(monday.read(plan_of(board, batch_size=5)))
        monday.close()
    assert 400 < time.clock() < 500
