"""What a full load landed of each column, beside what monday counts and sums itself.

Of columns of which "not empty" means one thing alone, and of boards that came in more than one
answer. A difference is looked at twice: monday counts by another service than it gives pages.
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
"""The column of which each item has one row."""
COUNTED = frozenset({"date", "email", "link", "long_text", "numbers", "phone", "text"})
"""Column types whose cells are empty or not, whoever looks at them."""
MOST_COLUMNS = 50
"""Columns that are compared in one request."""
LAG_SECONDS = 2.0
"""After so long monday is asked a second time: its counts may lag behind its pages."""
ROUNDING = 1e-6
"""How far sums may differ as parts of what was added up: monday's are floating point."""


class Tally:
    """Cells that are not empty, and sums of numbers, of the rows that a load appends."""

    def __init__(self, columns: Iterable[Column]) -> None:
        self._numbers = {c.id for c in columns if c.type == "numbers"}
        self._columns = {c.id for c in columns}
        self.begin_again()

    def begin_again(self) -> None:
        """Nothing was appended."""
        self.is_known = True
        """Whether no row was taken out again."""
        self.items = 0
        self.filled: Counter[str] = Counter()
        self.sums: dict[str, Decimal] = dict.fromkeys(self._numbers, Decimal())
        self.sizes: dict[str, Decimal] = dict.fromkeys(self._numbers, Decimal())
        """By column, the sum of its numbers without their signs."""

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
        if not number.is_finite():  # what is no number has no sum to compare
            del self.sums[column_id]
            return
        self.sums[column_id] += number
        self.sizes[column_id] += abs(number)


@dataclass(frozen=True, slots=True)
class Difference:
    """A column of which monday counts or sums otherwise than what was landed."""

    column_id: str
    landed: str
    monday: str


def compared_columns(plan: ReadPlan) -> tuple[Column, ...]:
    """Columns whose content can be compared; none of a board that came in one answer."""
    if plan.board.items_count <= ITEMS_A_PAGE or plan.board.hierarchy == "multi_level":
        return ()
    return tuple(c for c in plan.fetched if c.type in COUNTED and not c.rollup)[:MOST_COLUMNS]


def differences(
    columns: Iterable[Column], tally: Tally, facts: Mapping[str, ColumnFacts]
) -> tuple[Difference, ...]:
    """Of each column whether count or sum differ. Pure. What monday does not tell differs not."""
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
    """The differences in a sentence, with the columns' titles."""
    titles = {column.id: column.title for column in plan.columns}
    told = [
        f"of column {titles.get(one.column_id)!r} ({one.column_id}) {one.landed} came where monday"
        f" says {one.monday}"
        for one in sorted(found, key=lambda one: one.column_id)
    ]
    return "; ".join(told)


class ContentProof:
    """Compares what a full load landed with what monday says, where it does."""

    def __init__(
        self, monday: Monday, plan: ReadPlan, *, wanted: bool, refused: str | None = None
    ) -> None:
        """`refused`: since when the account is known not to be told."""
        self._monday = monday
        self._board = plan.board
        self._name = plan.board.name
        columns = compared_columns(plan) if wanted else ()
        self._columns = () if refused else columns
        self.tally = Tally(self._columns)
        self.is_refused = False
        """Whether monday was asked and the account may not."""
        self.told = f"not compared: {in_words(refused)}" if refused and columns else None
        """What came of it, for the record of the load; None where there was nothing to compare."""

    def differences(self, name: str, unless: Collection[Difference] = ()) -> tuple[Difference, ...]:
        """What differs, also when monday is asked again after a while.

        `unless` are differences that were met before: they need no second question.
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
        except ApiError as exc:  # what differed once and cannot be looked at again still differs
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
        """What differs; None where monday counted other items, so that nothing is to be compared.

        Which items it counts is documented nowhere; their number shows it.
        """
        facts = self._monday.column_facts(self._board.id, self._columns)
        if facts.items != self.tally.items:
            return None
        return differences(self._columns, self.tally, facts.columns)
