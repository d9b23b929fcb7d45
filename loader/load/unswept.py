"""A load of changes that does not look at every item, and why that cannot be relied on.

What changed stands among the items that changed last; what left, came back or moved, in monday's
activity log; monday's own counts show whether anything is missing then. Any doubt is told, and
every item is looked at after all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from loader.errors import ApiError, AuthenticationError, DailyLimitReached, IncompleteLoad
from loader.landing.rows import storable
from loader.load.completeness import MOST_GROUPS, count_doubt
from loader.load.departed_items import DepartedItems
from loader.load.item_states import ItemStates, KnownItems
from loader.load.log_news import LogNews, news_of
from loader.load.plan import LoadPlan
from loader.load.refused_counts import is_refusal
from loader.monday.api import LoggedEvent, Monday

MOST_EVENTS = 2_000
"""New entries of the activity log, beyond which a sweep is the shorter way."""
LOG_AHEAD = timedelta(minutes=1)
"""How far the span of the log reaches beyond now: clocks differ."""


@dataclass(slots=True)
class Looked:
    """What the items that changed last told."""

    counted: int | None = None
    """Items of the board, as it told them itself."""
    reached: bool = False
    """Whether all items that changed lately were met."""
    groups: dict[int, str] = field(default_factory=dict)
    """Groups of the items that were met, by their ids."""


class Unswept:
    """One read without a sweep, on the states that the look at what changed last has left."""

    def __init__(
        self,
        monday: Monday,
        plan: LoadPlan,
        known: KnownItems,
        states: ItemStates,
        departed: DepartedItems,
    ) -> None:
        self._monday = monday
        self._plan = plan
        self._board = plan.read.board
        self._known = known
        self._states = states
        self._departed = departed
        self.counts_refused = False
        """Whether the account may not ask for monday's counts."""

    @property
    def present(self) -> set[int]:
        """Items of the board, as far as what changed tells."""
        found = self._departed.found
        return (self._known.ids | self._states.on_board | found.stayed) - found.left

    def doubt(self, looked: Looked, fetch_due: Callable[[], object]) -> str | None:
        """Land what changed and what the log names. Why that is not sure to be all; None: it is.

        Raises what ends a load whichever way it goes.
        """
        if not looked.reached:
            return "more items changed than are looked for without that"
        if len(self._board.groups) > MOST_GROUPS:
            return "the board has too many groups to count"
        if self._is_group_renamed():
            return "a group has another title than its items show"
        try:
            news = self._news()
            doubt = news.doubt or self._lag(news)
            if doubt is not None:
                return doubt
            fetch_due()
            self._departed.take(sorted(self._unmet(news)))
            if self._departed.found.unknown - news.left:
                return "monday does not give items that its activity log names"
            return self._count_doubt(looked)
        except (AuthenticationError, DailyLimitReached):
            raise
        except (ApiError, IncompleteLoad) as exc:
            return f"counts or activity log were refused: {exc}"

    def _is_group_renamed(self) -> bool:
        """Items are not dated by that, and the log may not tell of it yet."""
        shown = self._known.group_titles
        return any(
            {storable(title) for title in shown.get(group.id, ())} - {storable(group.title)}
            for group in self._board.groups
        )

    def _count_doubt(self, looked: Looked) -> str | None:
        grouped = "__group__" in self._plan.read.attributes
        groups = [group.id for group in self._board.groups] if grouped else []
        try:
            counts = self._monday.counts(self._board.id, groups)
        except ApiError as exc:
            self.counts_refused = is_refusal(exc)
            raise
        where = {**self._known.groups, **looked.groups} if grouped else None
        return count_doubt(self.present, where, counts, looked.counted)

    def _news(self) -> LogNews:
        """What the log says since the last load."""
        events: dict[str, LoggedEvent] = {}
        until = self._monday.now() + LOG_AHEAD
        read = self._monday.activity(self._board)
        for page in read.events(self._plan.log_from, until):
            events |= {event.id: event for event in page}
            if len(events) > MOST_EVENTS:
                return LogNews(doubt=f"the activity log has more than {MOST_EVENTS:,} new entries")
        if read.empty:
            return LogNews(doubt="monday left entries of the activity log empty")
        return news_of(events.values())

    def _lag(self, news: LogNews) -> str | None:
        """Why the log does not seem to have everything yet, or None."""
        changed = {i: s.date for i, s in self._states if s.due and s.differs}
        moved = {i: at for i in self._known.ids & set(changed) if (at := changed[i]) is not None}
        untold = len(set(changed) - news.named - news.posted_on(moved))
        return f"the activity log does not tell of {untold:,} changed items" if untold else None

    def _unmet(self, news: LogNews) -> set[int]:
        """Items that the log names, of which the items that changed last do not say enough."""
        met = self._states.on_board
        left = news.left & (self._known.ids | met)
        return left | ((news.came | news.changed) - news.left - met)
