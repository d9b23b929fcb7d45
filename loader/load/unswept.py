"""Do an incremental load without sweeping every item, and say if it cannot be relied on.

The items that changed last show what changed; monday's activity log shows what left, returned or
moved; monday's own counts then show whether anything is missing. Any doubt is reported and every
item is swept after all.
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
"""With more new activity-log entries than this, a sweep is cheaper."""
LOG_AHEAD = timedelta(minutes=1)
"""Read the log up to this far beyond now: clocks differ."""


@dataclass(slots=True)
class Looked:
    """What the items that changed last have shown."""

    counted: int | None = None
    """Number of items in the board's own facts."""
    reached: bool = False
    """Whether all recently changed items were met."""
    groups: dict[int, str] = field(default_factory=dict)
    """Group id by item, for the items that were met."""


class Unswept:
    """One read without a sweep, based on the states left by the look at the latest changes."""

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
        """Whether monday refused its counts to the account."""

    @property
    def present(self) -> set[int]:
        """Items on the board, as far as the changes show."""
        found = self._departed.found
        return (self._known.ids | self._states.on_board | found.stayed) - found.left

    def doubt(self, looked: Looked, fetch_due: Callable[[], object]) -> str | None:
        """Land what changed and what the log names; return why this may be incomplete, or None.

        Raise errors that end a load whichever way it reads.
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
        """Whether a group was renamed: no item's date shows that, and the log may lag."""
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
        """Return what the log says since the last load."""
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
        """Return why the log seems incomplete, or None."""
        changed = {i: s.date for i, s in self._states if s.due and s.differs}
        moved = {i: at for i in self._known.ids & set(changed) if (at := changed[i]) is not None}
        untold = len(set(changed) - news.named - news.posted_on(moved))
        return f"the activity log does not tell of {untold:,} changed items" if untold else None

    def _unmet(self, news: LogNews) -> set[int]:
        """Return items that the log names and the latest changes do not tell enough about."""
        met = self._states.on_board
        left = news.left & (self._known.ids | met)
        return left | ((news.came | news.changed) - news.left - met)
