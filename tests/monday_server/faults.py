"""Faults as data: what can fail, how a good client reacts, and when it happens.

`FAULTS` lists every fault by name, for tests that enumerate them. A server gets a plan of faults by
request number (`{3: "http_500"}`) or as a list of `Strike`s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from .data import Account
from .replies import Reply, Request, encode

Outcome = Literal["recovers", "fails", "either"]


@dataclass(slots=True)
class Scene:
    """What a fault can use: the request, the account, and the correct answer on demand."""

    request: Request
    account: Account
    request_id: str
    wait: float
    truth: Callable[[], Reply]
    true_body: Callable[[], Any]

    def json(self, body: Any, status: int = 200, **headers: str) -> Reply:
        """Return a JSON answer with a request id, as in monday's own errors."""
        if isinstance(body, dict) and "error_code" not in body:
            body = {**body, "extensions": {"request_id": self.request_id}}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Reply(status, encode(body), named)


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of failure.

    outcome: "recovers" if a client that retries, waits or starts over ends with all the
        data; "fails" if it must stop with a message; "either" if both are right.
    cause: the class of causes that a message should name.
    retry_in: the seconds that the answer asks the client to wait; None if it names none.
    lasting: whether it strikes for good after its first time.
    where: "any" request, only "pages" (that read items), or only "next" pages (by cursor).
    """

    name: str
    act: Callable[[Scene], Reply]
    outcome: Outcome = "recovers"
    cause: str = "server"
    retry_in: float | None = None
    lasting: bool = False
    where: Literal["any", "pages", "next"] = "any"

    def waiting(self, seconds: float) -> Fault:
        """Return the same fault with another wait."""
        return replace(self, retry_in=seconds)


@dataclass(slots=True)
class Strike:
    """When a fault strikes: at a request number, at a page number, or if `when` returns true.

    A fault that fits only some requests (`Fault.where`) strikes at the first fitting request from
    `request` on. `times` limits how often (None: at every match); a lasting fault ignores it.
    """

    fault: Fault | str
    request: int | None = None
    page: int | None = None
    when: Callable[[Request], bool] | None = None
    times: int | None = 1
    struck: int = field(default=0, init=False)

    def hits(self, request: Request) -> bool:
        """Whether it strikes this request; counts the strikes."""
        fault = self.resolved()
        if fault.lasting and self.struck:
            self.struck += 1
            return True
        if self.times is not None and self.struck >= self.times and not fault.lasting:
            return False
        if not _fits(fault, request) or not self._reached(fault, request):
            return False
        if self.page is not None and request.page != self.page:
            return False
        if self.when is not None and not self.when(request):
            return False
        self.struck += 1
        return True

    def _reached(self, fault: Fault, request: Request) -> bool:
        if self.request is None:
            return True
        if fault.where == "any":
            return request.number == self.request
        return request.number >= self.request

    def resolved(self) -> Fault:
        return FAULTS[self.fault] if isinstance(self.fault, str) else self.fault


def _fits(fault: Fault, request: Request) -> bool:
    if fault.where == "pages":
        return request.page > 0
    if fault.where == "next":
        return NEXT_PAGE.search(request.query) is not None
    return True


NEXT_PAGE = re.compile(r"\bnext_items_page\b|\bitems_page\s*\([^)]*\bcursor\s*:")

FaultPlan = Mapping[int, Fault | str] | Sequence[Strike]


def strikes(plan: FaultPlan) -> list[Strike]:
    """Return a plan as strikes; a mapping is by request number, from 1."""
    if isinstance(plan, Mapping):
        return [Strike(fault, request=number) for number, fault in plan.items()]
    return list(plan)


def catalogue(*groups: Iterable[Fault]) -> dict[str, Fault]:
    """Return faults by name; two faults must not share a name."""
    out: dict[str, Fault] = {}
    for group in groups:
        for fault in group:
            assert fault.name not in out, fault.name
            out[fault.name] = fault
    return out


FAULTS: dict[str, Fault] = {}
"""Filled by `fault_catalogue`, which the package imports."""
