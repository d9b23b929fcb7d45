"""Request the pages of a read plan: queries, variables and answers of one board."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from loader.board.model import Item
from loader.errors import QueryRejected, QueryTooComplex
from loader.monday.budget.allowances import MIN_PAGE
from loader.monday.budget.limiter import RateLimiter
from loader.monday.budget.retry import halved
from loader.monday.budget.retrying_client import Ask, RetryingClient
from loader.monday.graphql import queries
from loader.monday.graphql.cells import CellReader
from loader.monday.graphql.pages import (
    PageAnswer,
    UnreadPage,
    find_page,
    parse_page,
    read_items,
)
from loader.monday.graphql.payloads import ItemById, parse_found
from loader.monday.http.client import Variable
from loader.monday.http.error_answers import printable
from loader.monday.limits import IDS_A_REQUEST
from loader.monday.read.paging import Fetch, chain
from loader.monday.read.plan import ColumnSet, ReadPlan, ids_alone


class BoardRequests:
    """Requests one board's items, as pages or by id. Safe to use from several threads."""

    def __init__(self, plan: ReadPlan, client: RetryingClient, limiter: RateLimiter) -> None:
        self._plan = plan
        self._client = client
        self._limiter = limiter
        self._board = str(plan.board.id)
        self._levels = plan.board.hierarchy == "multi_level"
        self.groups = [group.id for group in plan.board.groups]
        """The groups named by the rule that reads a multi-level board; add new ones to it."""
        self.about = f"board {plan.board.id} ({printable(plan.board.name)})"

    def pages(
        self,
        column_set: ColumnSet,
        cancel: threading.Event,
        group: str | None = None,
        scope: queries.Scope | None = None,
        within: Sequence[str] = (),
    ) -> Iterator[PageAnswer]:
        """Yield the pages of `unread`, with their items read."""
        pages = self.unread(column_set, cancel, group, scope, within)
        return (self.read(page, column_set) for page in pages)

    def read(self, page: UnreadPage, column_set: ColumnSet) -> PageAnswer:
        """Read the items of a page requested with the columns of this set."""
        return read_items(page, column_set.reader, column_set.shape)

    def unread(
        self,
        column_set: ColumnSet,
        cancel: threading.Event,
        group: str | None = None,
        scope: queries.Scope | None = None,
        within: Sequence[str] = (),
    ) -> Iterator[UnreadPage]:
        """Yield every page of the board, or of one group, with the columns of a set.

        For a multi-level board, `scope` replaces the rule over its groups, and `within` the groups
        that the rule names.
        """
        first, following = self._queries(column_set, group, scope)

        def size(cursor: str | None) -> int:
            return self._limiter.page_size(following if cursor else first, self._plan.size)

        ruled = tuple(within or self.groups)
        fetch = self._fetch(column_set, first, following, group, cancel, ruled)
        if self._levels and scope is None and not within:
            fetch = self._unless_empty(fetch, column_set, cancel)
        return chain(fetch, size)

    def all_ids(
        self, cancel: threading.Event, scope: queries.Scope | None = None
    ) -> Iterator[PageAnswer]:
        """Yield pages with ids alone."""
        return self.pages(ids_alone(), cancel, scope=scope)

    def newest(self, cancel: threading.Event) -> tuple[Item, ...]:
        """Return the newest items without cells; none if the server cannot sort by creation."""
        variables: dict[str, Variable] = {"board": [self._board], "limit": IDS_A_REQUEST}
        try:
            answer = self._client.call(
                queries.newest_ids(),
                variables,
                f"the newest items of {self.about}",
                ask=Ask(IDS_A_REQUEST),
                cancel=cancel,
            )
        except QueryRejected:
            return ()
        return parse_page(answer.data, self._plan.board.id, CellReader(()), queries.NEWEST).items

    def changed(self, column_set: ColumnSet, cancel: threading.Event) -> Iterator[PageAnswer]:
        """Yield every page, latest change first; a multi-level board in any order."""
        if self._levels:
            return self.pages(column_set, cancel)
        first, following = (
            queries.changed_page(column_set.shape),
            queries.next_page(column_set.shape),
        )

        def size(cursor: str | None) -> int:
            return self._limiter.page_size(following if cursor else first, self._plan.size)

        pages = chain(self._fetch(column_set, first, following, None, cancel), size)
        return (self.read(page, column_set) for page in pages)

    def by_id(
        self, column_set: ColumnSet, ids: Sequence[int], cancel: threading.Event
    ) -> Iterator[tuple[ItemById, ...]]:
        """Yield these items, wherever they are now, 100 a call at most; leave out unknown ones."""
        query = queries.items_by_id(column_set.shape)
        at, size = 0, IDS_A_REQUEST
        while at < len(ids):
            limit = min(size, self._limiter.page_size(query, size))
            asked = [str(i) for i in ids[at : at + limit]]
            variables: dict[str, Variable] = {"ids": asked, "limit": IDS_A_REQUEST}
            variables |= self._columns(column_set)
            ask = Ask(len(asked), column_set.shape.formulas * len(asked))
            try:
                answer = self._client.call(
                    query, variables, f"single items of {self.about}", ask=ask, cancel=cancel
                )
            except QueryTooComplex as error:
                smaller = halved(limit, error)
                if smaller is None:
                    raise
                size = smaller
                continue
            at += len(asked)
            yield parse_found(answer.data, self._plan.board.id, column_set.reader, column_set.shape)

    def is_there(self, found: ItemById) -> bool:
        """Whether an item requested by id is active and on this board."""
        return found.state == "active" and found.board_id == self._plan.board.id

    def _queries(
        self, column_set: ColumnSet, group: str | None, scope: queries.Scope | None
    ) -> tuple[queries.Query, queries.Query]:
        if group is not None:
            first = queries.group_page(column_set.shape)
        elif scope is not None:
            first = queries.first_page(column_set.shape, scope)
        elif not self._levels:
            first = queries.first_page(column_set.shape)
        else:
            first = queries.first_page(
                column_set.shape, "all_items_ruled" if self.groups else "all_items"
            )
        return first, queries.next_page(column_set.shape, levels=self._levels)

    def _fetch(
        self,
        column_set: ColumnSet,
        first: queries.Query,
        following: queries.Query,
        group: str | None,
        cancel: threading.Event,
        ruled: Sequence[str] = (),
    ) -> Fetch:
        came = 0

        def fetch(cursor: str | None, limit: int) -> UnreadPage:
            nonlocal came
            query = following if cursor else first
            variables: dict[str, Variable] = {"board": [self._board], "limit": limit}
            variables |= self._columns(column_set)
            if cursor:
                variables["cursor"] = cursor
            elif group is not None:
                variables["group"] = [group]
            elif "groups" in query.variables:
                variables["groups"] = list(ruled)
            rows = min(limit, max(1, self._plan.board.items_count - came))
            ask = Ask(limit, column_set.shape.formulas * rows, sizable=limit > MIN_PAGE)
            answer = self._client.call(
                query, variables, f"items of {self.about}", ask=ask, cancel=cancel
            )
            page = find_page(answer.data, self._plan.board.id)
            came += len(page.items)
            return page

        return fetch

    def _unless_empty(self, fetch: Fetch, column_set: ColumnSet, cancel: threading.Event) -> Fetch:
        """Request again without the rule if a board that has items returns none with it."""
        bare = queries.first_page(column_set.shape, "all_items")
        following = queries.next_page(column_set.shape, levels=True)
        again = self._fetch(column_set, bare, following, None, cancel)

        def either(cursor: str | None, limit: int) -> UnreadPage:
            page = fetch(cursor, limit)
            if cursor is None and not page.items and page.counted and self.groups:
                return again(None, limit)
            return page

        return either

    def _columns(self, column_set: ColumnSet) -> dict[str, Variable]:
        ids = [c.id for c in column_set.reader.columns]
        return {"columns": ids} if ids else {}
