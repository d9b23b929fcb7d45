"""The stand-in itself: one account at one URL, with its limits, faults and records."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from .cost import Weights
from .data import Account, Board
from .edits import Edits
from .engine import Engine
from .faults import FaultPlan, Scene, Strike, strikes
from .limits import Ledger, Limits
from .paging import Pages
from .problems import Refusal, entry, seconds
from .quirks import Quirks
from .replies import Reply, Request, encode
from .versions import served_version
from .wire import Wire

TOKEN = "stand-in-token"


class MondayServer:
    """Serves boards on 127.0.0.1 until closed; a context manager.

        with MondayServer(orders(), faults={3: "http_500"}) as server:
            requests.post(server.url, headers={"Authorization": server.token}, ...)

    `boards` may be one `Account`. `clock` counts seconds for budgets and cursors; it is the client
    that waits. `before` is called with each request before it is answered, for edits in the middle
    of paging; `edit_at` is the same by request number.
    """

    def __init__(
        self,
        *boards: Board | Account,
        token: str = TOKEN,
        port: int = 0,
        faults: FaultPlan = (),
        limits: Limits | None = None,
        quirks: Quirks | None = None,
        weights: Weights | None = None,
        clock: Callable[[], float] = time.monotonic,
        edit_at: Mapping[int, Callable[[Account], Any]] | None = None,
        before: Callable[[Request], Any] | None = None,
        always_complete: bool = False,
    ) -> None:
        accounts = [board for board in boards if isinstance(board, Account)]
        plain = [board for board in boards if isinstance(board, Board)]
        self.account = accounts[0] if accounts else Account(plain)
        self.edit = Edits(self.account)
        self.token = token
        self.limits = limits or Limits()
        self.quirks = quirks or Quirks()
        self.clock = clock
        self.strikes: list[Strike] = strikes(faults)
        self.edit_at = dict(edit_at or {})
        self.before = before
        self.requests: list[Request] = []
        self.ledger = Ledger(self.limits, clock)
        self.pages = Pages(self.account, self.quirks, clock, self.limits)
        self.engine = Engine(
            self.account,
            self.quirks,
            self.pages,
            self.ledger,
            weights or Weights(),
            always_complete,
        )
        self._counting = threading.Lock()
        self._page_count = 0
        self._wire = Wire(port, self._answer)
        self._thread: threading.Thread | None = None

    # ------------------------------------------------------------ life

    @property
    def url(self) -> str:
        """The address for POSTing queries."""
        return f"http://127.0.0.1:{self._wire.server_port}/v2"

    def start(self) -> MondayServer:
        self._thread = threading.Thread(
            target=self._wire.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()
        return self

    def close(self) -> None:
        """Stop serving and cut open connections."""
        if self._thread is not None:
            self._wire.shutdown()
            self._thread.join()
        self._wire.close_all()

    def serve_forever(self) -> None:
        """Serve in this thread until another one calls `close`."""
        self._wire.serve_forever(poll_interval=0.1)

    def __enter__(self) -> MondayServer:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------ records

    @property
    def pages_served(self) -> list[Request]:
        """Return the requests for items pages, in order of arrival."""
        return [request for request in self.requests if request.page]

    @property
    def gaps(self) -> list[float]:
        """Return the seconds between the answer to each request and the arrival of the next."""
        pairs = zip(self.requests, self.requests[1:], strict=False)
        return [after.arrived - before.answered for before, after in pairs]

    def set_ahead(self, seconds: float) -> None:
        """Set the offset of the `Date` header's clock from this machine's clock."""
        self._wire.seconds_ahead = seconds

    def forget(self) -> None:
        """Restart the counts of requests and pages; spent budgets stay spent."""
        with self._counting:
            self.requests.clear()
            self._page_count = 0

    # ------------------------------------------------------------ answering

    def _answer(self, method: str, headers: dict[str, str], body: bytes) -> Reply:
        request = self._record(headers, body)
        request_id = str(uuid.uuid4())
        try:
            if self.before is not None:
                self.before(request)
            edit = self.edit_at.get(request.number)
            if edit is not None:
                with self.account.lock:
                    edit(self.account)
                    self.account.touch()
            reply = self._reply(method, request, body, request_id)
        finally:
            with self._counting:
                self.ledger.in_flight -= 1
        request.status, request.bytes = reply.status, len(reply.body)
        request.answered = self.clock() + reply.delay
        return reply

    def _record(self, headers: dict[str, str], body: bytes) -> Request:
        try:
            sent = json.loads(body)
        except ValueError:
            sent = None
        sent = sent if isinstance(sent, dict) else {}
        query, variables = sent.get("query"), sent.get("variables")
        with self._counting:
            asks_items = "items_page" in str(query)
            self._page_count += asks_items
            self.ledger.in_flight += 1
            flying = self.ledger.in_flight
            self.ledger.most_in_flight = max(self.ledger.most_in_flight, flying)
            request = Request(
                number=len(self.requests) + 1,
                page=self._page_count if asks_items else 0,
                arrived=self.clock(),
                headers=headers,
                query=query if isinstance(query, str) else "",
                variables=variables if isinstance(variables, dict) else {},
                operation=sent.get("operationName"),
                in_flight=flying,
            )
            self.requests.append(request)
        return request

    def _reply(self, method: str, request: Request, body: bytes, request_id: str) -> Reply:
        def truth() -> Reply:
            return self._true_reply(method, request, body, request_id)

        with self._counting:
            strike = next((s for s in self.strikes if s.hits(request)), None)
        if strike is None:
            return truth()
        fault = strike.resolved()
        request.fault = fault.name
        scene = Scene(
            request=request,
            account=self.account,
            request_id=request_id,
            wait=1.0 if fault.retry_in is None else fault.retry_in,
            truth=truth,
            true_body=lambda: json.loads(truth().body),
        )
        return fault.act(scene)

    def _true_reply(self, method: str, request: Request, body: bytes, request_id: str) -> Reply:
        headers: dict[str, str] = {}
        status = 200
        try:
            version = self._admit(method, request, body)
            headers["API-Version"] = version
            with self.account.lock:
                request.cost = self.engine.price(
                    request.query, request.variables, request.operation
                )
                answer: Any = self.engine.answer(
                    request.query, request.variables, request.operation, version, request.cost
                )
            self._count_call(0.1 if _asks_complexity_only(answer) else 1)
        except Refusal as refusal:
            status, answer = refusal.status, refusal.body
            if refusal.retry_after is not None:
                headers["Retry-After"] = str(seconds(refusal.retry_after))
            self._count_call(1 if refusal.counted else 0.1)
        if isinstance(answer, dict):
            request.errors = len(answer.get("errors") or ())
            answer["extensions"] = {"request_id": request_id}
        headers |= self.ledger.headers()
        return Reply(status, encode(answer), headers)

    def _count_call(self, weight: float) -> None:
        with self._counting:
            self.ledger.day += weight

    def _admit(self, method: str, request: Request, body: bytes) -> str:
        """Check token, body, limits and version, in monday's order. Raises Refusal."""
        given = {name.lower(): value for name, value in request.headers.items()}
        if given.get("authorization") != self.token:
            raise Refusal(401, {"errors": ["Not Authenticated"]})
        self._within_limits()
        if method != "POST":
            raise Refusal(400, {"errors": [entry("Queries go in a POST", "PARSING_ERROR", 400)]})
        try:
            sent = json.loads(body)
        except ValueError:
            sent = None
        if not isinstance(sent, dict) or not isinstance(sent.get("query"), str):
            raise Refusal(400, {"errors": [entry("No query string", "PARSING_ERROR", 400)]})
        if not isinstance(sent.get("variables") or {}, dict):
            problem = entry("Variables must be a JSON object", "InvalidArgumentException", 400)
            raise Refusal(400, {"errors": [problem]})
        return self.quirks.served_version or served_version(given.get("api-version"))

    def _within_limits(self) -> None:
        limits, ledger = self.limits, self.ledger
        if ledger.in_flight > limits.concurrency:
            problem = entry(
                "Concurrency limit exceeded", "maxConcurrencyExceeded", 429, retry_in_seconds=1
            )
            raise Refusal(429, {"errors": [problem]}, 1, counted=False)
        with self._counting:
            left = ledger.requests.left()
            ledger.requests.spend(1)
        if left < 1:
            wait = seconds(ledger.requests.hint(1))
            problem = entry(
                "Minute rate limit exceeded",
                "MINUTE_RATE_LIMIT_EXCEEDED",
                429,
                retry_in_seconds=wait,
            )
            raise Refusal(429, {"errors": [problem]}, wait, counted=False)
        if ledger.day >= limits.daily:
            problem = entry("Daily limit exceeded", "DAILY_LIMIT_EXCEEDED", 429)
            raise Refusal(429, {"errors": [problem]}, counted=False)


def _asks_complexity_only(answer: Any) -> bool:
    data = answer.get("data") if isinstance(answer, dict) else None
    return isinstance(data, dict) and list(data) == ["complexity"]
