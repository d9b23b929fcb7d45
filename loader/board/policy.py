"""The policy for undecided columns, by their type. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from loader.board.board_file import RESERVED_IDS, ColumnEntry
from loader.board.column_types import Rule, column_type

UNREADABLE_REASON = "not readable through the API"
RESERVED_REASON = "its id is one that this product uses itself; duplicate it on monday for another"


def rule_for(type_name: str, policy: Mapping[str, Rule]) -> Rule:
    """Return the rule for an undecided column of this type."""
    kind = column_type(type_name)
    return (policy.get(type_name) or kind.policy) if kind.readable else "reject"


def is_complex(type_name: str, policy: Mapping[str, Rule]) -> bool:
    """Return whether the type is readable and the policy does not simply approve it."""
    return column_type(type_name).readable and rule_for(type_name, policy) != "approve"


def decide(entry: ColumnEntry, policy: Mapping[str, Rule], today: str) -> ColumnEntry:
    """Return `entry` with the policy's decision; a rejection has an author, date and reason."""
    reserved = entry.id in RESERVED_IDS
    rule = "reject" if reserved else rule_for(entry.type, policy)
    if rule != "reject":
        decision: Literal["approved", "pending"] = "approved" if rule == "approve" else "pending"
        return replace(entry, decision=decision, decided_by=None, decided_at=None, reason=None)
    kind = column_type(entry.type)
    reason = f"{kind.plural or f'{entry.type} columns'} are rejected by default"
    if reserved:
        reason = RESERVED_REASON
    elif not kind.readable:
        reason = UNREADABLE_REASON
    return replace(entry, decision="rejected", decided_by="policy", decided_at=today, reason=reason)
