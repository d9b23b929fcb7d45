"""Read a board's activity log from now back to a given time, in spans that monday gives whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from loader.board.model import Board
from loader.errors import FieldLimitReached, IncompleteLoad, QueryTooComplex, TimedOut
from loader.monday.budget.limiter import RateLimiter
from loader.monday.budget.retry import halved
from loader.monday.budget.retrying_client import Ask, RetryingClient
from loader.monday.graphql.activity import ACTIVITY, TICKS_A_SECOND, Event, parse_events
from loader.monday.http.client import Variable
from loader.monday.http.error_answers import printable
from loader.monday.limits import EVENTS_A_PAGE, EVENTS_A_WINDOW

BEGINNING = datetime(2012, 1, 1, tzinfo=UTC)
"""Before monday existed."""
FIRST_LOOK = 100
"""Events in the first page if some are already known: a board has few new ones."""
SECOND = timedelta(seconds=1)
LATEST = 2**63 - 1

Span = tuple[datetime, datetime]


class ActivityRead:
    """One read of a board's events, from the newest back to a given time.

    monday gives at most the newest 10,000 events of a span, so older ones are requested as a
    separate span. Bounds are whole seconds, rounded outwards: events may come twice, but none is
    left out.
    """

    def __init__(self, client: RetryingClient, limiter: RateLimiter, board: Board) -> None:
        self._client = client
        self._limiter = limiter
        self._board_id = board.id
        self._about = f"the activity log of board {board.id} ({printable(board.name)})"
        self._size = EVENTS_A_PAGE
        self._full = False
        self.empty = 0
        """Entries so far that monday left null: something happened that it does not tell."""

    def events(self, since: datetime | None, until: datetime) -> Iterator[tuple[Event, ...]]:
        """Yield non-empty pages of events, in no guaranteed order and possibly with duplicates.

        Raise IncompleteLoad if one second has more events than monday gives.
        """
        spans = [(_floor(since or BEGINNING), _ceiling(until))]
        first = EVENTS_A_PAGE if since is None else FIRST_LOOK
        while spans:
            span = spans.pop()
            newest = oldest = LATEST
            in_order = True
            for page in self._pages(span, first):
                ticks = [event.ticks for event in page] or [oldest]
                in_order &= ticks == sorted(ticks, reverse=True)
                in_order &= ticks[0] <= newest and ticks[-1] <= oldest
                newest, oldest = max(ticks), min(oldest, *ticks)
                if page:
                    yield page
            first = EVENTS_A_PAGE
            if self._full:
                spans += self._rest(span, oldest, in_order)

    def _pages(self, span: Span, first: int) -> Iterator[tuple[Event, ...]]:
        """Yield the pages of one span; `_full` then says whether monday gave its maximum."""
        came, size = 0, min(first, self._size)
        self._full = False
        while True:
            page, count, limit = self._page(span, came, min(size, self._size))
            came = came // limit * limit + count
            self._full = came >= EVENTS_A_WINDOW
            yield page
            if self._full or count < limit:
                return
            size = EVENTS_A_PAGE

    def _page(self, span: Span, came: int, size: int) -> tuple[tuple[Event, ...], int, int]:
        """Return the page that follows the first `came` entries, its length and its maximum length.

        If monday finds it too large, request this page and all later ones at half the size.
        """
        size = self._limiter.page_size(ACTIVITY, size)
        while True:
            variables: dict[str, Variable] = {
                "board": [str(self._board_id)],
                "from": _iso(span[0]),
                "to": _iso(span[1]),
                "limit": size,
                "page": came // size + 1,
            }
            try:
                answer = self._client.call(
                    ACTIVITY, variables, self._about, ask=Ask(size, sizable=True)
                )
            except (QueryTooComplex, TimedOut, FieldLimitReached) as error:
                smaller = halved(size, error)
                if smaller is None:
                    raise
                self._size = size = smaller
                continue
            events, count = parse_events(answer.data, self._board_id)
            self.empty += count - len(events)
            return events, count, size

    def _rest(self, span: Span, oldest: int, in_order: bool) -> list[Span]:
        """Return the spans still to request after a span of which monday gave its maximum.

        If events came in order, this is the part before the oldest one; otherwise both halves.
        """
        start, end = span
        if in_order:
            parts = [(start, _ceiling(moment_of(oldest)))]
        else:
            middle = _floor(start + (end - start) / 2)
            parts = [(start, middle), (middle, end)]
        if any(part == span or part[0] >= part[1] for part in parts):
            raise IncompleteLoad(
                f"{self._about}: more than {EVENTS_A_WINDOW:,} events between {_iso(start)} and"
                f" {_iso(end)}, of which monday gives no more. Set `activity: false` in the board"
                " file to load the board without its log."
            )
        return parts


def moment_of(ticks: int) -> datetime:
    """Return the time of an event, to the microsecond."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)


def ticks_of(when: datetime) -> int:
    """Return a time as monday counts it in events."""
    since = when - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * TICKS_A_SECOND + since.microseconds * 10


def _floor(when: datetime) -> datetime:
    return when.astimezone(UTC).replace(microsecond=0)


def _ceiling(when: datetime) -> datetime:
    """Return the next whole second, which is always later than `when`."""
    return _floor(when) + SECOND


def _iso(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
