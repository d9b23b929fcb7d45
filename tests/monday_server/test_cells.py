"""The form of cells, by type, as documented and as observed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from .cells import cell_answer
from .data import Account, Board, Column, Group, Item, Label, Mirror, Tag, Team, User
from .settings_of import column_answer
from .values import (
    Cell,
    Country,
    Email,
    File,
    Link,
    Location,
    Phone,
    Raw,
    Session,
    Span,
    Tracking,
    Who,
)

EDITED = datetime(2026, 6, 15, 10, 0, 0, 123000, tzinfo=UTC)
AT = '"changed_at":"2026-06-15T10:00:00.123Z"'
LABELS = (Label(1, "Done", done=True), Label(3, "Wool, merino"), Label(5, ""))
SESSION = Session(1, EDITED, EDITED, 7)
MADE = datetime(2024, 3, 21, 16, tzinfo=UTC)

CASES: list[tuple[str, Any, str | None, str | None, dict[str, Any]]] = [
    ("status", 1, "Done", f'{{"index":1,"post_id":null,{AT}}}', {"index": 1, "is_done": True}),
    ("status", None, None, f"{{{AT}}}", {"index": None, "label": None}),
    ("status", 5, None, f'{{"index":5,"post_id":null,{AT}}}', {"index": 5, "label": None}),
    ("text", "Some text", "Some text", '"Some text"', {}),
    ("text", None, "", '""', {}),
    ("long_text", "a\nb", "a\nb", f'{{"text":"a\\nb",{AT}}}', {}),
    ("numbers", "4.50", "4.50", '"4.50"', {"number": 4.5}),
    ("numbers", None, "", '""', {"number": None}),
    (
        "date",
        datetime(2026, 6, 15, 9, tzinfo=UTC),
        "2026-06-15 11:00",
        f'{{"date":"2026-06-15","time":"09:00:00",{AT}}}',
        {"date": "2026-06-15", "time": "11:00"},
    ),
    (
        "date",
        date(2026, 6, 15),
        "2026-06-15",
        f'{{"date":"2026-06-15","icon":null,"time":null,{AT}}}',
        {"time": None},
    ),
    ("date", None, "", f"{{{AT}}}", {"date": None}),
    (
        "timeline",
        Span(date(2026, 3, 1), date(2026, 3, 15)),
        "2026-03-01 - 2026-03-15",
        f'{{"to":"2026-03-15","from":"2026-03-01",{AT}}}',
        {"from": "2026-03-01T00:00:00+00:00"},
    ),
    (
        "week",
        Span(date(2026, 3, 16), date(2026, 3, 22)),
        "2026-03-16 - 2026-03-22",
        f'{{"week":{{"startDate":"2026-03-16","endDate":"2026-03-22"}},{AT}}}',
        {"start_date": "2026-03-16"},
    ),
    ("hour", time(14, 30), "02:30 PM", f'{{"hour":14,"minute":30,{AT}}}', {"hour": 14}),
    ("hour", time(0, 5), "12:05 AM", f'{{"hour":0,"minute":5,{AT}}}', {"minute": 5}),
    ("checkbox", True, "v", f'{{"checked":true,{AT}}}', {"checked": True}),
    ("checkbox", False, "", f'{{"checked":false,{AT}}}', {"checked": False}),
    ("rating", 4, "4", f'{{"rating":4,{AT}}}', {"rating": 4}),
    ("vote", (7, 8), "2", f'{{"voter_ids":[7,8],{AT}}}', {"vote_count": 2}),
    ("vote", None, "0", f"{{{AT}}}", {"vote_count": 0, "voter_ids": []}),
    (
        "people",
        (Who(7), Who(9, "team")),
        "Ada Lovelace, Team X",
        f'{{{AT},"personsAndTeams":[{{"id":7,"kind":"person"}},{{"id":9,"kind":"team"}}]}}',
        {},
    ),
    ("dropdown", (3, 1), "Wool, merino, Done", f'{{"ids":[3,1],{AT}}}', {}),
    ("dropdown", None, None, f"{{{AT}}}", {"values": []}),
    ("tags", (11, 99), "alpha", f'{{"tag_ids":[11,99],{AT}}}', {"tag_ids": [11, 99]}),
    (
        "email",
        Email("test@example.com", "Test Contact"),
        "Test Contact - test@example.com",
        f'{{"email":"test@example.com","text":"Test Contact",{AT}}}',
        {"label": "Test Contact"},
    ),
    (
        "link",
        Link("https://monday.com"),
        " - https://monday.com",
        f'{{"url":"https://monday.com","text":"",{AT}}}',
        {"url": "https://monday.com"},
    ),
    (
        "phone",
        Phone("+12025550169", "US"),
        "+12025550169",
        f'{{"phone":"+12025550169","countryShortName":"US",{AT}}}',
        {"phone": "+12025550169"},
    ),
    (
        "country",
        Country("US", "United States"),
        "United States",
        f'{{"countryCode":"US","countryName":"United States",{AT}}}',
        {},
    ),
    (
        "location",
        Location("29.9773", "31.1325", "Giza"),
        "Giza",
        f'{{"lat":"29.9773","lng":"31.1325","address":"Giza",{AT}}}',
        {"lat": 29.9773, "city": None},
    ),
    (
        "world_clock",
        "Europe/London",
        "Europe/London",
        f'{{"timezone":"Europe/London",{AT}}}',
        {"timezone": "Europe/London"},
    ),
    ("color_picker", "#FF5733", "#FF5733", f'{{"color":{{"hex":"#FF5733"}},{AT}}}', {}),
    ("color_picker", None, None, f"{{{AT}}}", {"color": None}),
    (
        "file",
        (File(123456, "screenshot.png", created_at=MADE, created_by=9876543, is_image=True),),
        "screenshot.png",
        '{"files":[{"assetId":123456,"name":"screenshot.png","fileType":"ASSET",'
        '"isImage":"true","createdAt":"1711036800000","createdBy":"9876543"}]}',
        {},
    ),
    ("file", None, "", '{"files":[]}', {"files": []}),
    (
        "doc",
        (File(5, "Doc", "doc", created_at=MADE, url="https://x"),),
        "",
        '{"files":[{"name":"Doc","fileType":"MONDAY_DOC","isImage":"false",'
        '"createdAt":"1711036800000","createdBy":"","fileId":"5","linkToFile":"https://x",'
        '"objectId":6}]}',
        {},
    ),
    ("time_tracking", None, "", f"{{{AT}}}", {"duration": None, "history": []}),
    ("board_relation", (102, 101), None, None, {"display_value": "Two, One"}),
    ("board_relation", None, None, None, {"display_value": "", "linked_item_ids": []}),
    ("dependency", (101,), None, None, {"linked_item_ids": ["101"]}),
    ("mirror", None, None, None, {"display_value": "Done"}),
    ("subtasks", None, None, None, {"display_value": "Child", "subitems_ids": ["102"]}),
    ("formula", None, "", None, {"display_value": "= 101"}),
    ("button", None, "Go", None, {"label": "Go"}),
    ("progress", None, "", None, {}),
    ("item_id", None, "101", '{"item_id":"101"}', {"item_id": "101"}),
    ("group", None, "All", f"{{{AT}}}", {"group_id": "topics"}),
    (
        "creation_log",
        None,
        "2026-01-05 08:30:00 UTC",
        '{"created_at":"2026-01-05T08:30:00Z","creator_id":"7"}',
        {"creator_id": "7"},
    ),
    (
        "last_updated",
        None,
        "2026-01-05 08:30:00 UTC",
        '{"updated_at":"2026-01-05T08:30:00Z","updater_id":"7"}',
        {"updater_id": "7"},
    ),
    ("unsupported", Raw(None, '{"a":1}'), None, '{"a":1}', {}),
    ("checkbox", Raw("v", '{"checked":"true"}', {"checked": True}), "v", None, {"checked": True}),
]


def answer_of(kind: str, cell: Cell | None) -> dict[str, Any]:
    """Return the answer for one cell of type `kind` in a small account in Berlin."""
    column = Column(
        "c",
        "C",
        kind,
        labels=LABELS,
        boards=(1,),
        button="Go",
        mirror=Mirror("rel", "done"),
        formula=lambda item: f"= {item.id}",
    )
    done = Column("done", "Done", "status", labels=LABELS)
    columns = [column, Column("rel", "Rel", "board_relation", boards=(1,)), done]
    cells = {"rel": Cell((102,))} | ({"c": cell} if cell else {})
    one = Item(101, "One", "topics", cells, creator_id=7, updater_id=7)
    two = Item(102, "Two" if kind != "subtasks" else "Child", "topics", {"done": Cell(1)})
    two.parent_id = 101
    board = Board(1, "B", columns, [Group("topics", "All")], {101: one, 102: two})
    account = Account(
        [board],
        users=[User(7, "Ada Lovelace", time_zone="Europe/Berlin"), User(8, "Bob")],
        teams=[Team(9, "Team X")],
        tags=[Tag(11, "alpha")],
    )
    return cell_answer(account, board, one, column, column_answer(column))


@pytest.mark.parametrize(
    ("kind", "value", "text", "raw", "fields"),
    CASES,
    ids=[f"{kind}-{'empty' if value is None else 'set'}" for kind, value, *_ in CASES],
)
def test_edited_cell(
    kind: str, value: Any, text: str | None, raw: str | None, fields: dict[str, Any]
) -> None:
    answer = answer_of(kind, Cell(value, EDITED))
    if raw is None and isinstance(value, Raw):
        raw = value.value
    assert (answer["text"], answer["value"]) == (text, raw)
    assert {name: answer[name] for name in fields} == fields


@pytest.mark.parametrize("kind", sorted({kind for kind, *_ in CASES} - {"unsupported"}))
def test_untouched_cell_has_no_value(kind: str) -> None:
    answer = answer_of(kind, None)
    derived = {"item_id", "creation_log", "last_updated"}
    assert (answer["value"] is None) == (kind not in derived)


@pytest.mark.parametrize("kind", ["status", "date", "people", "checkbox", "text", "numbers"])
def test_cell_set_at_creation_has_no_changed_at(kind: str) -> None:
    made = {"status": 1, "date": date(2026, 1, 1), "people": (Who(7),), "checkbox": True}
    answer = answer_of(kind, Cell(made.get(kind, "1")))
    assert "changed_at" not in answer["value"]


def test_running_clock_tells_since_when() -> None:
    running = Tracking(9000, running=True, sessions=(Session(1, EDITED, None, 7),))
    answer = answer_of("time_tracking", Cell(running))
    assert (answer["text"], answer["duration"], answer["running"]) == ("02:30:00", 9000, True)
    assert answer["started_at"] == "2026-06-15T10:00:00Z"


def test_label_position_is_not_its_id() -> None:
    """`index` in the settings is the position; cells hold ids."""
    settings = column_answer(Column("c", "C", "status", labels=LABELS))["settings"]
    places = {entry["id"]: entry["index"] for entry in settings["labels"]}
    assert places == {1: 0, 3: 1, 5: 2}
