"""board/spellings.py: numbers and moments in the spellings of monday's answers."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from loader.board.spellings import moment, number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025-02-12T06:54:18Z", datetime(2025, 2, 12, 6, 54, 18, tzinfo=UTC)),
        ("2025-02-12T06:54:18+00:00", datetime(2025, 2, 12, 6, 54, 18, tzinfo=UTC)),
        ("2025-02-12 06:54:18 +0000", datetime(2025, 2, 12, 6, 54, 18, tzinfo=UTC)),
        ("2025-02-12 06:54:18 UTC", datetime(2025, 2, 12, 6, 54, 18, tzinfo=UTC)),
        ("2025-02-12T08:54:18.5+02:00", datetime(2025, 2, 12, 6, 54, 18, 500_000, tzinfo=UTC)),
        ("2024-11-28 09:30", datetime(2024, 11, 28, 9, 30, tzinfo=UTC)),
        ("2022-02-01T00:00:00Z", datetime(2022, 2, 1, tzinfo=UTC)),
        ("2026-06-15", datetime(2026, 6, 15, tzinfo=UTC)),
        ("2026-06-15, 2026-06-20", None),
        ("2026-02-30", None),
        ("0001-01-01T00:00:00+02:00", None),
        ("2025-02-12 06:54:18 +0530", None),
        ("\uff12025-02-12", None),
        ("", None),
        (None, None),
    ],
)
def test_moments(text: str | None, value: datetime | None) -> None:
    assert moment(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-07", Decimal("0.0000001")),
        ("1.5e+21", Decimal("1500000000000000000000")),
        (" -12.50 ", Decimal("-12.5")),
        (".5", Decimal("0.5")),
        ("12,5", None),
        ("1 000", None),
        ("1_000", None),
        ("NaN", None),
        ("1e100", None),
        ("\u0661", None),
        ("", None),
        ("7" * 129, None),
    ],
)
def test_numbers(text: str, value: Decimal | None) -> None:
    assert number(text) == value
