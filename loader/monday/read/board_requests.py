"""Where a plan's pages come from: queries, variables and answers of one board."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from loader.board.model import Item
from loader.errors import QueryRejected, QueryTooComplex
from loader.monday.budget.allowances import MIN_PAGE
from loader.monday.budget.limiter import Gate
from loader.monday.budget.retry import halved
from loader.monday.budget.retrying_client import Ask, Caller
from loader.monday.graphql import queries
from loader.monday.graphql.cells import CellReader
from loader.monday.graphql.payloads import Found, PageAnswer, parse_found, parse_page
from loader.monday.http.client import Variable
from loader.monday.http.error_answers import printable
from loader.monday.read.paging import Fetch, chain
from loader.monday.read.plan import Part, ReadPlan, ids_part

IDS_A_REQUEST = 100
"""monday takes no more ids in one call."""


class Source:
    """One board's items, as pages or by id. Safe to use from several threads."""

    def __init__(self, plan: ReadPlan, caller: Caller, gate: Gate) -> None:
        self._plan = plan
        self._caller = caller
        self._gate = gate
        self._board = str(plan.board.id)
        self._levels = plan.board.hierarchy == "multi_level"
        self.groups = [group.id for group in plan.board.groups]
        """Those that the rule names by which a board with levels is read; add what turns up."""
        self.about = f"board {plan.board.id} ({printable(plan.board.name)})"

    def pages(
        self,
        part: Part,
        cancel: threading.Event,
        group: str | None = None,
        scope: queries.Scope | None = None,
        within: Sequence[str] = (),
    ) -> Iterator[PageAnswer]:
        """Every page of the board, or of one group, with a part's columns.

        `scope` is how a board with levels is asked for instead of by the rule over its groups;
        `within` are groups that the rule names instead of all.
        """
        first, following = self._queries(part, group, scope)

        def size(cursor: str | None) -> int:
            return self._gate.page_size(following if cursor else first, self._plan.size)

        ruled = tuple(within or self.groups)
        fetch = self._fetch(part, first, following, group, cancel, ruled)
        if self._levels and scope is None and not within:
            fetch = self._unless_empty(fetch, part, cancel)
        return chain(fetch, size)

    def all_ids(
        self, cancel: threading.Event, scope: queries.Scope | None = None
    ) -> Iterator[PageAnswer]:
        """Pages with ids alone."""
        return self.pages(ids_part(), cancel, scope=scope)

    def newest(self, cancel: threading.Event) -> tuple[Item, ...]:
        """The items created last, without cells; none where the server cannot sort so."""
        variables: dict[str, Variable] = {"board": [self._board], "limit": IDS_A_REQUEST}
        try:
            answer = self._caller.call(
                queries.newest_ids(),
                variables,
                f"the newest items of {self.about}",
                ask=Ask(IDS_A_REQUEST),
                cancel=cancel,
            )
        except QueryRejected:
            return ()
        return parse_page(answer.data, self._plan.board.id, CellReader(()), named=False).items

    def changed(self, part: Part, cancel: threading.Event) -> Iterator[PageAnswer]:
        """Every page in the order of last change, newest first; with levels in any order."""
        if self._levels:
            return self.pages(part, cancel)
        first, following = queries.changed_page(part.shape), queries.next_page(part.shape)

        def size(cursor: str | None) -> int:
            return self._gate.page_size(following if cursor else first, self._plan.size)

        return chain(self._fetch(part, first, following, None, cancel), size)

    def by_id(
        self, part: Part, ids: Sequence[int], cancel: threading.Event
    ) -> Iterator[tuple[Found, ...]]:
        """These items wherever they are now, at most 100 a call; unknown ones are left out."""
        query = queries.items_by_id(part.shape)
        at, size = 0, IDS_A_REQUEST
        while at < len(ids):
            limit = min(size, self._gate.page_size(query, size))
            asked = [str(i) for i in ids[at : at + limit]]
            variables: dict[str, Variable] = {"ids": asked, "limit": IDS_A_REQUEST}
            variables |= self._columns(part)
            ask = Ask(len(asked), part.shape.formulas * len(asked))
            try:
                answer = self._caller.call(
                    query, variables, f"single items of {self.about}", ask=ask, cancel=cancel
                )
            except QueryTooComplex as error:
                smaller = halved(limit, error)
                if smaller is None:
                    raise
                size = smaller
                continue
            at += len(asked)
            yield parse_found(answer.data, self._plan.board.id, part.reader, named=part.shape.named)

    def is_there(self, found: Found) -> bool:
        """Whether an item asked for by id is on this board and active."""
        return found.state == "active" and found.board_id in (None, self._plan.board.id)

    def _queries(
        self, part: Part, group: str | None, scope: queries.Scope | None
    ) -> tuple[queries.Query, queries.Query]:
        if group is not None:
            first = queries.group_page(part.shape)
        elif scope is not None:
            first = queries.first_page(part.shape, scope)
        elif not self._levels:
            first = queries.first_page(part.shape)
        else:
            first = queries.first_page(
                part.shape, "all_items_ruled" if self.groups else "all_items"
            )
        return first, queries.next_page(part.shape, levels=self._levels)

    def _fetch(
        self,
        part: Part,
        first: queries.Query,
        following: queries.Query,
        group: str | None,
        cancel: threading.Event,
        ruled: Sequence[str] = (),
    ) -> Fetch:
        came = 0

        def fetch(cursor: str | None, limit: int) -> PageAnswer:
            nonlocal came
            query = following if cursor else first
            variables: dict[str, Variable] = {"board": [self._board], "limit": limit}
            variables |= self._columns(part)
            if cursor:
                variables["cursor"] = cursor
            elif group is not None:
                variables["group"] = [group]
            elif "$groups" in query.text:
                variables["groups"] = list(ruled)
            rows = min(limit, max(1, self._plan.board.items_count - came))
            ask = Ask(limit, part.shape.formulas * rows, sizable=limit > MIN_PAGE)
            answer = self._caller.call(
                query, variables, f"items of {self.about}", ask=ask, cancel=cancel
            )
            page = parse_page(answer.data, self._plan.board.id, part.reader, named=part.shape.named)
            came += len(page.items)
            return page

        return fetch

    def _unless_empty(self, fetch: Fetch, part: Part, cancel: threading.Event) -> Fetch:
        """Ask again without the rule when a board that has items answers none with it."""
        bare = queries.first_page(part.shape, "all_items")
        following = queries.next_page(part.shape, levels=True)
        again = self._fetch(part, bare, following, None, cancel)

        def either(cursor: str | None, limit: int) -> PageAnswer:
            page = fetch(cursor, limit)
            if cursor is None and not page.items and page.counted and self.groups:
                return again(None, limit)
            return page

        return either

    def _columns(self, part: Part) -> dict[str, Variable]:
        ids = [c.id for c in part.reader.columns]
        return {"columns": ids} if ids else {}
