"""Compare what a full load landed of each column with monday's own counts and sums.

Only columns for which "not empty" has one meaning are compared, and only boards that took more than
one answer. A difference is checked twice: monday's counts and pages come from different services.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from loader.board.model import Column
from loader.errors import ApiError, AuthenticationError, DailyLimitReached
from loader.landing.rows import Rows
from loader.load.refused_counts import in_words, is_refusal
from loader.monday.api import Monday, ReadPlan
from loader.monday.graphql.aggregates import ColumnFacts
from loader.monday.limits import ITEMS_A_PAGE

log = logging.getLogger(__name__)

NAME = "name"
"""Each item has exactly one row of this column."""
COUNTED = frozenset({"date", "email", "link", "long_text", "numbers", "phone", "text"})
"""Column types whose cells count as empty or not in the same way everywhere."""
MOST_COLUMNS = 50
"""Columns compared in one request."""
LAG_SECONDS = 2.0
"""Wait this long before asking monday again: its counts may lag behind its pages."""
ROUNDING = 1e-6
"""Allowed difference of sums, relative to the sum of magnitudes: monday uses floating point."""


class Tally:
    """Counts the non-empty cells and sums the numbers of the rows that a load appends."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self._numbers = {c.id for c in columns if c.type == "numbers"}
        self._columns = {c.id for c in columns}
        self.begin_again()

    def begin_again(self) -> None:
        """Reset to no rows."""
        self.is_known = True
        """Whether no appended row was removed again."""
        self.items = 0
        self.filled: Counter[str] = Counter()
        self.sums: dict[str, Decimal] = dict.fromkeys(self._numbers, Decimal())
        self.sizes: dict[str, Decimal] = dict.fromkeys(self._numbers, Decimal())
        """By column, the sum of the absolute values of its numbers."""

    def add(self, rows: Rows) -> None:
        """Count the rows of a batch."""
        for column_id, text in zip(rows.column_ids, rows.texts, strict=True):
            self.items += column_id == NAME
            if text and column_id in self._columns:
                self.filled[column_id] += 1
                if column_id in self.sums:
                    self._add_number(column_id, text)

    def _add_number(self, column_id: str, text: str) -> None:
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("nan")
        if not number.is_finite():  # without a number there is no sum to compare
            del self.sums[column_id]
            return
        self.sums[column_id] += number
        self.sizes[column_id] += abs(number)


@dataclass(frozen=True, slots=True)
class Difference:
    """A column for which monday's count or sum differs from what was landed."""

    column_id: str
    landed: str
    monday: str


def compared_columns(plan: ReadPlan) -> tuple[Column, ...]:
    """Return the columns that can be compared; none if the board came in one answer."""
    if plan.board.items_count <= ITEMS_A_PAGE or plan.board.hierarchy == "multi_level":
        return ()
    return tuple(c for c in plan.fetched if c.type in COUNTED and not c.rollup)[:MOST_COLUMNS]


def differences(
    columns: Iterable[Column], tally: Tally, facts: Mapping[str, ColumnFacts]
) -> tuple[Difference, ...]:
    """Return the columns whose count or sum differs; what monday does not tell counts as equal.
    Pure.
    """
    found = []
    for column in columns:
        told = facts.get(column.id, ColumnFacts())
        filled = tally.filled[column.id]
        if told.filled is not None and told.filled != filled:
            found.append(Difference(column.id, f"{filled:,} values", f"{told.filled:,}"))
            continue
        total = tally.sums.get(column.id)
        if total is None or told.total is None:
            continue
        allowed = max(ROUNDING, float(tally.sizes[column.id]) * ROUNDING)
        if abs(float(total) - told.total) > allowed:
            found.append(Difference(column.id, f"a sum of {total:,}", f"{told.total:,}"))
    return tuple(found)


def told_of(plan: ReadPlan, found: Iterable[Difference]) -> str:
    """Describe the differences in one sentence, with column titles."""
    titles = {column.id: column.title for column in plan.columns}
    told = [
        f"of column {titles.get(one.column_id)!r} ({one.column_id}) {one.landed} came where monday"
        f" says {one.monday}"
        for one in sorted(found, key=lambda one: one.column_id)
    ]
    return "; ".join(told)


class ContentProof:
    """Compares what a full load landed with what monday reports, if it does."""

    def __init__(
        self, monday: Monday, plan: ReadPlan, *, wanted: bool, refused: str | None = None
    ) -> None:
        """Set up a comparison. `refused`: since when monday refuses the account its counts."""
        self._monday = monday
        self._board = plan.board
        self._name = plan.board.name
        columns = compared_columns(plan) if wanted else ()
        self._columns = () if refused else columns
        self.tally = Tally(self._columns)
        self.is_refused = False
        """Whether monday refused the account when asked."""
        self.told = f"not compared: {in_words(refused)}" if refused and columns else None
        """The outcome, for the load record; None if there was nothing to compare."""

    def differences(self, name: str, unless: Collection[Difference] = ()) -> tuple[Difference, ...]:
        """Return what differs, even when monday is asked again after a pause.

        `unless` are differences seen before; these need no second request.
        """
        if not self._columns:
            return ()
        if not self.tally.is_known:
            self.told = "not compared: the board changed while it was read"
            return ()
        found = None
        try:
            found = self._ask()
            if found is None or (found and tuple(unless) != found):
                self._monday.pause(LAG_SECONDS)
                found = self._ask()
        except AuthenticationError:
            raise
        except ApiError as exc:  # a difference that cannot be checked again remains one
            log.info("%s: what was landed was not compared with monday's counts: %s", name, exc)
            ended = isinstance(exc, DailyLimitReached)
            why = "the calls of the day are used up" if ended else "monday refused its counts"
            self.told = f"not compared: {why}"
            self._columns = self._columns if found else ()
            self.is_refused = is_refusal(exc)
            return found or ()
        if found is None:
            self.told = "not compared: monday counts other items than it gave"
            return ()
        self.told = "differs" if found else f"equal in {len(self._columns)} columns"
        return found

    def _ask(self) -> tuple[Difference, ...] | None:
        """Return what differs; None if monday counted other items, so that nothing can be compared.

        Which items monday counts is undocumented; the number of items shows whether they are the
        same.
        """
        facts = self._monday.column_facts(self._board.id, self._columns)
        if facts.items != self.tally.items:
            return None
        return differences(self._columns, self.tally, facts.columns)
