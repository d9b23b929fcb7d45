"""Random cells of the demo board, each drawn from a seeded generator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from .values import (
    Country,
    Email,
    File,
    Integration,
    Link,
    Location,
    Phone,
    Raw,
    Session,
    Span,
    Tracking,
    Who,
)

USER_IDS = (48202303, 48202304, 48202311, 71614618313, 71614618320)
TEAM_IDS = (51166, 51170)
TAG_IDS = (295026, 295064, 295070)
START = date(2026, 1, 5)
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
COLOURS = ("Navy", "navy", "Écru", "白", "Off-White ", "Sand/Stone", "N/A", "100% black")
NOTES = ("ok", "re-do 🧵✂️", 'see "PO 17"', "O'Neill", "a\tb", "line 1\nline 2", "[x]", "{{ 7*7 }}")
MILLS = (
    Location("29.9773", "31.1325", "Giza Pyramid Complex"),
    Location("-33.868820", "151.209290", "Sydney, Австралия", "Sydney", "Australia", "ChIJP3"),
    Location("0", "0", "Null Island"),
)
COUNTRIES = (Country("US", "United States"), Country("CN", "China"), Country("TR", "Türkiye"))
LONG = "A paragraph about fit, with «quotes», commas, and a second line.\n" * 3


def day(rng: Random) -> date:
    return START + timedelta(days=rng.randrange(330))


def moment(rng: Random) -> datetime:
    return NOON + timedelta(minutes=rng.randrange(330 * 1440))


def decimals(rng: Random, places: int, top: int) -> str:
    """Return a decimal with up to `places` digits after the point, as typed by a person."""
    digits = rng.randrange(10**places)
    text = f"{rng.randrange(top)}.{digits:0{places}d}"
    return text if rng.random() < 0.5 else format(Decimal(text).normalize(), "f")


def span(rng: Random) -> Span:
    start = day(rng)
    return Span(start, start + timedelta(days=rng.randrange(40)), rng.random() < 0.1)


def week(rng: Random) -> Span:
    start = START + timedelta(weeks=rng.randrange(47))
    return Span(start, start + timedelta(days=6))


def people(rng: Random) -> tuple[Who, ...]:
    crowd = [Who(user) for user in rng.sample(USER_IDS, rng.randint(1, 2))]
    if rng.random() < 0.2:
        crowd.append(Who(rng.choice(TEAM_IDS), "team"))
    return tuple(crowd)


def files(rng: Random) -> tuple[File, ...]:
    number = rng.randrange(10**8, 10**9)
    first = File(number, f"sketch {number % 97}.png", is_image=True, created_by=USER_IDS[0])
    if rng.random() < 0.7:
        return (first,)
    link = File(number + 1, "Moodboard", "link", url="https://drive.example.com/x")
    return (first, link)


def doc(rng: Random) -> tuple[File, ...]:
    number = rng.randrange(10**8, 10**9)
    url = f"https://example-textiles.monday.com/docs/{number}"
    return (File(number, f"Spec {number % 89}", "doc", created_by=USER_IDS[1], url=url),)


def tracking(rng: Random) -> Tracking:
    started, length = moment(rng), rng.randrange(60, 30_000)
    ended = started + timedelta(seconds=length)
    return Tracking(length, sessions=(Session(rng.randrange(10**6), started, ended, USER_IDS[2]),))


def issue(rng: Random) -> Integration:
    number = rng.randrange(1, 9999)
    return Integration(number, f"TEX-{number}", f"https://jira.example.com/rest/{number}")


def email(rng: Random) -> Email:
    address = f"buyer{rng.randrange(50)}@example.com"
    return Email(address, rng.choice(("", "Test Contact", "Łukasz Ż.")))


MAKERS: dict[str, Callable[[Random], Any]] = {
    "status": lambda r: r.choice((0, 1, 2, 7, 11, 104)),
    "group_code": lambda r: r.choice(("A", "B", "C-1", "group_mkx")),
    "text_awd": lambda r: r.choice(("ACTIVE", "WOVEN", "SWIM", "ACTIVE/WOVEN")),
    "text_drop": lambda r: f"Drop {r.randint(1, 6)}",
    "text_colour": lambda r: r.choice(COLOURS),
    "text_colour2": lambda r: r.choice(COLOURS),
    "text_emoji": lambda r: r.choice(NOTES),
    "long_text_1": lambda r: LONG[: r.randint(10, len(LONG))],
    "numbers_qty": lambda r: str(r.randrange(1, 1200)),
    "numeric_mkp4": lambda r: decimals(r, 4, 90),
    "numeric_moq": lambda r: str(r.choice((0, 5, 10, 12.5, 100, -3))),
    "numeric_fx": lambda r: "0." + str(r.randrange(10**14, 10**15)),
    "date_mkp57": day,
    "date_booked": lambda r: moment(r) if r.random() < 0.7 else day(r),
    "timeline_1": span,
    "week_1": week,
    "hour_1": lambda r: time(r.randrange(24), r.randrange(60)),
    "checkbox_1": lambda r: r.random() < 0.8,
    "rating_1": lambda r: r.randint(1, 5),
    "people_1": people,
    "person_1": lambda r: r.choice(USER_IDS),
    "team_1": lambda r: r.choice(TEAM_IDS),
    "assignees_1": people,
    "dropdown_1": lambda r: tuple(r.sample((1, 2, 3, 4), r.randint(1, 3))),
    "tags_1": lambda r: tuple(r.sample(TAG_IDS, r.randint(1, 2))),
    "email_1": email,
    "link_1": lambda r: Link(
        f"https://plm.example.com/s/{r.randrange(999)}", r.choice(("", "Tech pack"))
    ),
    "phone_1": lambda r: Phone(f"+1202555{r.randrange(100, 200):04d}", "US"),
    "country_1": lambda r: r.choice(COUNTRIES),
    "location_1": lambda r: r.choice(MILLS),
    "world_clock_1": lambda r: r.choice(("Europe/London", "Asia/Shanghai")),
    "vote_1": lambda r: tuple(r.sample(USER_IDS, r.randint(1, 4))),
    "color_picker_1": lambda r: f"#{r.randrange(16**6):06X}",
    "file_1": files,
    "doc_1": doc,
    "direct_doc_1": doc,
    "time_tracking_1": tracking,
    "integration_1": issue,
    "unsupported_1": lambda r: Raw(None, f'{{"widget":{r.randrange(99)}}}'),
    "numeric_old": lambda r: "1",
}
"""Functions that return a filled cell, by column id. Module `demo` makes relations."""
