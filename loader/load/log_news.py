"""Interpret monday's activity log: which items were added, removed or changed. Pure.

It tells what the dates of items may not. monday adds new event names without notice. So an unknown
event, or one that names no item though it may concern many, is a doubt, and every item is swept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from loader.board.column_settings import id_number
from loader.board.json_text import json_or_none
from loader.monday.api import LoggedEvent
from loader.monday.read.activity import moment_of

LEFT = frozenset({
    "archive_group_pulse", "archive_pulse", "batch_archive_pulses", "batch_delete_pulses",
    "batch_move_pulses_from_board", "delete_group_pulse", "delete_pulse", "move_pulse_from_board",
})  # fmt: skip
"""Events whose items are no longer on the board."""
CAME = frozenset({
    "batch_create_pulses", "batch_duplicate_pulses", "batch_move_pulses_into_board", "create_pulse",
    "move_pulse_into_board", "restore_pulse",
})  # fmt: skip
"""Events whose items are on the board."""
CHANGED = frozenset({
    "batch_change_pulses_column_value", "batch_move_pulses_from_group",
    "batch_move_pulses_into_group", "move_pulse_from_group", "move_pulse_into_group",
    "update_column_value", "update_name",
})  # fmt: skip
"""Events whose items are still on the board and changed."""
HARMLESS = frozenset({
    "add_owner", "board_view_added", "board_view_changed", "board_view_deleted",
    "board_view_disabled", "board_view_enabled", "board_workspace_id_changed", "create_group",
    "remove_owner", "set_entity_board_role", "subscribe", "unsubscribe", "update_board_name",
    "update_board_nickname", "update_board_permissions", "update_group_color",
})  # fmt: skip
"""Events about things that no row contains."""
POSTS = frozenset({"create_update", "delete_update"})
"""Just as harmless, but they may change the date of the item that they name."""
POSTED_WITHIN = timedelta(seconds=2)
"""A post explains a date that is at most this much older; otherwise something else changed it."""
GROUPS = frozenset({"archive_group", "delete_group"})
"""Each item of such a group has an event of its own."""


@dataclass(slots=True)
class LogNews:
    """The items that a part of the log names, by the last thing it says of them."""

    left: set[int] = field(default_factory=set)
    came: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    posts: set[tuple[int, datetime]] = field(default_factory=set)
    """Items with posts, and the times of these."""
    doubt: str | None = None
    """A reason in the log to sweep every item."""

    @property
    def named(self) -> set[int]:
        """All items named, apart from posts."""
        return self.left | self.came | self.changed

    def posted_on(self, dates: Mapping[int, datetime]) -> set[int]:
        """Return the items in `dates` whose date a post explains.

        An older post explains nothing: the event that changed the date may not be in the log yet.
        """
        posts = [(item_id, at) for item_id, at in self.posts if item_id in dates]
        return {i for i, at in posts if timedelta() <= at - dates[i] < POSTED_WITHIN}


def news_of(events: Iterable[LoggedEvent]) -> LogNews:
    """Return what events say together, in whatever order they come."""
    news = LogNews()
    for event in sorted(events, key=lambda one: (one.ticks, one.id)):
        name = event.event
        if name in HARMLESS or name in GROUPS:
            continue
        if name in POSTS:
            news.posts |= {(item_id, moment_of(event.ticks)) for item_id in _items_of(event)}
            continue
        if name not in LEFT | CAME | CHANGED:
            news.doubt = f"the activity log tells of {name!r}"
            continue
        items = _items_of(event)
        if not items:
            news.doubt = f"the activity log names no item of {name!r}"
        if name in LEFT:
            news.left |= items
            news.came -= items
        elif name in CAME:
            news.came |= items
            news.left -= items
        else:
            news.changed |= items
    return news


def _items_of(event: LoggedEvent) -> set[int]:
    """Return the item that an event names, or all of a batch; none if any of them is unreadable."""
    data = json_or_none(event.data)
    if not isinstance(data, Mapping):
        return set()
    pulse = data.get("pulse")
    listed = data.get("pulse_ids")
    named = [data.get("pulse_id"), pulse.get("id") if isinstance(pulse, Mapping) else None]
    named += listed if isinstance(listed, list) else []
    numbers = [id_number(one) for one in named if one is not None]
    items = {number for number in numbers if number is not None}
    return set() if None in numbers else items
