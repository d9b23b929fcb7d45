"""One text, one type, one value: the grammar of numbers, dates, timestamps and times of day.

Every other spelling is not converted: it gives NULL and counts as a loss.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from .case import BABELFISH_READS, BIGINT, BIT, DATE, INT, MOMENT, Case

FLOAT = ("double", "float")
MICRO = ("timestamp", "datetime2(6)")
MINUTES = ("timestamp", "smalldatetime")
CENTI = ("timestamp", "datetime")
CLOCK = ("time", "time(0)")
LONG = "1" + "0" * 5_000
ZEROS = "0" * 5_000 + "7"
NOON = datetime(2025, 2, 12, 12)


def decimals(precision: int, scale: int) -> tuple[str, str]:
    return (f"decimal({precision},{scale})", f"decimal({precision},{scale})")


def cases(sql_type: tuple[str, str], rows: dict[str, Any], data_type: str = "") -> list[Case]:
    """Return cases from `rows`, which maps a text to its value, or to (value,) if data is lost."""
    made = []
    for text, outcome in rows.items():
        value, lost = (outcome[0], True) if isinstance(outcome, tuple) else (outcome, False)
        when = sql_type[1].startswith(("date", "time", "smalldatetime"))
        apart = when and re.search(BABELFISH_READS, text)
        shown = text if len(text) < 60 else f"{text[:4]}… of {len(text)}"
        made.append(
            Case(
                f"text {shown!r} as {data_type or sql_type[1]}",
                "text",
                value,
                sql_type,
                text=text,
                data_type=data_type or sql_type[1],
                lost=lost or (value is None and text != ""),
                only_sql_server="it reads that moment in its own way" if apart else "",
            )
        )
    return made


def unread(*texts: str) -> dict[str, Any]:
    return dict.fromkeys(texts)


NO_NUMBER = unread(
    "  ", "-", "+", ".", "-.", "1-", "--1", "1+1", "1.2.3", "12,5", "$5", "1 000", "1e", "e5",
    "1e+", "1e2.5", "1e2e3", "1-2e5", "1e100", "0x10", "NaN", "inf", "\t1", "1\n", "\u00a01",
    "\uff11", "1\u00b2", "1<>", "<>", "null", LONG, ZEROS,
)  # fmt: skip
NO_MOMENT = unread(
    "2026", "12:30", "2026-06", "2026-6-1", "20260615", "1/2/2026", "0000-01-01", "10000-01-01",
    "2026-02-30", "2026-13-01", "2026-06-15T", "2026-06-15T10", "2026-06-15 24:00:00",
    "2026-06-15 10:60:00", "2026-06-15  10:00:00", "2026-06-15, 2026-06-20",
    "2026-06-15 2026-06-20", "2026-06-15 10:00:00 PM", "2026-06-15T10:00Z",
    "2026-06-15T10:00:00+14:01", "2026-06-15T10:00:00+2:00", "2026-06-15T10:00:00+02",
    "2026-06-15T10:00:00+0530", "2026-06-15T10:00:00-0000", "2026-06-15T10:00:00ZZ",
    "2026-06-15T10:00:00.Z", "2026-06-15T10:00:00.12345678Z", "2026-06-15T10:00:00,5Z",
    "\uff12026-06-15", "2026-06-15\n", "2026-06-15" + " " * 5_000 + "x",
)  # fmt: skip
OUT_OF_YEARS = unread("0001-01-01T00:00:00+02:00", "9999-12-31T23:59:59-00:30")

SPELLINGS = [
    *cases(
        decimals(38, 10),
        {
            "": None,
            " 1.5 ": Decimal("1.5"),
            "+1.5": Decimal("1.5"),
            ".5": Decimal("0.5"),
            "5.": Decimal(5),
            "-0": Decimal(0),
            "007": Decimal(7),
            "1e-07": Decimal("0.0000001"),
            "1.5e+21": Decimal("1500000000000000000000"),
            "1.5E+21": Decimal("1500000000000000000000"),
            "-1.25e-7": Decimal("-0.000000125"),
            "12.5e3": Decimal(12500),
            "123e-5": Decimal("0.00123"),
            ".5e1": Decimal(5),
            "5.e1": Decimal(50),
            "0e0": Decimal(0),
            "0e-99": Decimal(0),
            "1e-007": Decimal("0.0000001"),
            "5e-11": (Decimal("0.0000000001"),),
            "1e-99": (Decimal(0),),
            "1e28": None,
            "1e27": Decimal(10) ** 27,
            "0." + "3" * 45: (Decimal("0.3333333333"),),
            "0" * 50 + "7": Decimal(7),
            "0" * 127 + "7": Decimal(7),
            "0" * 128 + "7": None,
            **NO_NUMBER,
        },
    ),
    *cases(
        INT,
        {"": None, " +12. ": 12, "-2.5": (-3,), "1e3": None, "2147483648": None, **NO_NUMBER},
    ),
    *cases(("utinyint", "tinyint"), {"255": 255, "256": None, "-1": None}),
    *cases(BIGINT, {"9223372036854775807": 2**63 - 1, "9223372036854775808": None}),
    *cases(
        FLOAT,
        {"": None, "1e-07": 1e-07, " -2.5 ": -2.5, "1.5E+21": 1.5e21, "9e99": 9e99, **NO_NUMBER},
    ),
    *cases(("float", "real"), {"": None, "0.5": 0.5, "1e39": None, "12,5": None}),
    *cases(("float", "real"), {"0.5": 0.5, "1e39": None}, "float(24)"),
    *cases(
        ("decimal(19,4)", "money"),
        {
            "": None,
            "12.5": Decimal("12.5000"),
            "1e-4": Decimal("0.0001"),
            "922337203685477.5807": Decimal("922337203685477.5807"),
            "922337203685477.5808": None,
            "0.00005": (Decimal("0.0001"),),
            **NO_NUMBER,
        },
    ),
    *cases(
        ("decimal(10,4)", "smallmoney"),
        {"": None, "12,5": None, "-214748.3648": Decimal("-214748.3648"), "214748.3648": None},
    ),
    *cases(
        MOMENT,
        {
            "": None,
            "2025-02-12": datetime(2025, 2, 12),
            "2025-02-12 12:00": NOON,
            "2025-02-12T12:00": NOON,
            " 2025-02-12T12:00:00 ": NOON,
            "2025-02-12T12:00:00Z": NOON,
            "2025-02-12t12:00:00z": NOON,
            "2025-02-12T12:00:00.9999999Z": NOON,
            "2025-02-12 12:00:00 UTC": NOON,
            "2025-02-12 12:00:00UTC": NOON,
            "2025-02-12T12:00:00+00:00": NOON,
            "2025-02-12T12:00:00-00:00": NOON,
            "2025-02-12 12:00:00 +0000": NOON,
            "2025-02-12T17:30:00+05:30": NOON,
            "2025-02-12 17:30:00 +05:30": NOON,
            "2025-02-12T00:00:00-12:00": NOON,
            "2025-02-13T02:00:00+14:00": NOON,
            "2025-02-12T11:30:00-00:30": NOON,
            "2025-02-12T12:00:00.0000000+0000": NOON,
            **OUT_OF_YEARS,
            **NO_MOMENT,
        },
    ),
    *cases(
        MICRO,
        {
            "2025-02-12T12:00:00.5+00:00": NOON.replace(microsecond=500_000),
            "2025-02-12T17:30:00.123456+05:30": NOON.replace(microsecond=123_456),
            "2025-02-12T12:00:00.9999999Z": NOON.replace(microsecond=999_999),
            **NO_MOMENT,
        },
    ),
    *cases(
        CENTI,
        {
            "2025-02-12T12:00:00Z": NOON,
            "2025-02-12T12:00:00.999Z": NOON.replace(microsecond=990_000),
            "1752-12-31": None,
            "9999-12-31T23:59:59.999Z": datetime(9999, 12, 31, 23, 59, 59, 990_000),
        },
    ),
    *cases(
        MINUTES,
        {
            "2025-02-12 12:00": NOON,
            "2025-02-12T12:00:59Z": (NOON,),
            "1899-12-31": None,
            "2079-06-06T23:59:59Z": (datetime(2079, 6, 6, 23, 59),),
            "2079-06-07": None,
        },
    ),
    *cases(
        DATE,
        {
            "": None,
            " 2026-06-15 ": date(2026, 6, 15),
            "2022-02-01T00:00:00Z": date(2022, 2, 1),
            "2022-02-01 00:00": date(2022, 2, 1),
            "2022-02-01T00:00:00.000+00:00": date(2022, 2, 1),
            "2022-02-01T00:00:01Z": (date(2022, 2, 1),),
            "2022-02-01T00:30:00+02:00": (date(2022, 1, 31),),
            **OUT_OF_YEARS,
            **NO_MOMENT,
        },
    ),
    *cases(
        CLOCK,
        {
            "": None,
            "14:30": time(14, 30),
            " 14:30:05 ": time(14, 30, 5),
            "14:30:05.9999999": time(14, 30, 5),
            "23:59:59": time(23, 59, 59),
            **unread(
                "24:00:00", "14:60", "14:30:60", "9:30", "14", "02:30 PM", "14:30:05.", "14:30Z",
                "14:30:05.12345678", "2026-06-15", "14:30\n", "1" * 5_000,
            ),
        },
    ),
    *cases(
        ("time", "time(3)"), {"14:30:05.1239": time(14, 30, 5, 123_000), "14:30": time(14, 30)}
    ),
    *cases(
        BIT,
        {
            "": None, "true": True, " TRUE ": True, "V": True, "1": True,
            "False": False, "0": False,
            **unread("2", "yes", "\uff11", "-1", "00", "1" * 5_000),
        },
    ),
]  # fmt: skip
