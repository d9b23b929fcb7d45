"""`value` and typed fields of the types that refer to items, people, files or the item itself."""

from __future__ import annotations

from typing import Any

from .data import GroupRow
from .place import Place, Typed, Typer
from .texts import display, linked_items, mirrored, subitems
from .values import File, Session, iso


def people(place: Place) -> Typed:
    crowd = place.cell.value
    if not crowd:
        return None, {"persons_and_teams": [] if place.cell.changed_at else None}
    entities = [
        {"__typename": "PeopleEntity", "id": str(who.id), "kind": who.kind} for who in crowd
    ]
    stored = [{"id": who.id, "kind": who.kind} for who in crowd]
    return {**place.changed, "personsAndTeams": stored}, {"persons_and_teams": entities}


def person(place: Place) -> Typed:
    value = place.cell.value
    stored = None if value is None else {"id": value, **place.changed}
    return stored, {"person_id": None if value is None else str(value)}


def team(place: Place) -> Typed:
    value = place.cell.value
    return (None if value is None else {"id": value, **place.changed}), {"team_id": value}


def tags(place: Place) -> Typed:
    ids = list(place.cell.value or ())
    known = [place.account.tags[tag] for tag in ids if tag in place.account.tags]
    stored = {"tag_ids": ids, **place.changed} if ids else None
    return stored, {"tag_ids": ids, "tags": known}


def vote(place: Place) -> Typed:
    voters = place.cell.value or ()
    users = place.account.users
    fields = {
        "vote_count": len(voters),
        "voter_ids": [str(user) for user in voters],
        "voters": [users[user] for user in voters if user in users],
    }
    return ({"voter_ids": list(voters), **place.changed} if voters else None), fields


def relation(place: Place) -> Typed:
    """`text` has been null since 2023-10, `value` since 2025-04; ids keep the stored order."""
    linked = linked_items(place.account, place.item, place.column)
    return None, {
        "display_value": ", ".join(item.name for _, item in linked),
        "linked_item_ids": [str(item.id) for _, item in linked],
        "linked_items": linked,
    }


def dependency(place: Place) -> Typed:
    _, fields = relation(place)
    told = place.account.dependencies
    fields["dependency_links"] = [
        {
            "__typename": "DependencyLink",
            "linked_item_id": linked,
            "dependency_type": kind,
            "lag": lag,
        }
        for linked in fields["linked_item_ids"]
        for kind, lag in [told.get((place.item.id, place.column.id, int(linked)), (0, 0))]
    ]
    return None, fields


def subtasks(place: Place) -> Typed:
    children = subitems(place.account, place.board, place.item, place.column)
    return None, {
        "display_value": ", ".join(child.item.name for child in children),
        "subitems_ids": [str(child.item.id) for child in children],
        "subitems": children,
    }


def mirror(place: Place) -> Typed:
    """A resolver makes `mirrored_items` on request, because it has whole cells of other boards."""
    shown = display(place.account, place.board, place.item, place.column)
    there = mirrored(place.account, place.board, place.item, place.column)
    return None, {"display_value": shown, "mirrored_items": there}


def formula(place: Place) -> Typed:
    shown = display(place.account, place.board, place.item, place.column)
    return None, {"display_value": shown}


def creation_log(place: Place) -> Typed:
    item = place.item
    fields = {
        "created_at": iso(item.created_at),
        "creator_id": str(item.creator_id),
        "creator": place.account.users.get(item.creator_id),
    }
    return {"created_at": fields["created_at"], "creator_id": fields["creator_id"]}, fields


def last_updated(place: Place) -> Typed:
    item = place.item
    fields = {
        "updated_at": iso(item.updated_at),
        "updater_id": str(item.updater_id),
        "updater": place.account.users.get(item.updater_id),
    }
    return {"updated_at": fields["updated_at"], "updater_id": fields["updater_id"]}, fields


def item_id(place: Place) -> Typed:
    own = str(place.item.id)
    return {"item_id": own}, {"item_id": own}


def group(place: Place) -> Typed:
    """Its raw value is not documented."""
    own = place.board.group(place.item.group_id)
    return None, {"group_id": own.id, "group": GroupRow(place.board, own)}


def file(place: Place) -> Typed:
    """Return names, ids and links; `isImage` and `createdAt` are strings in `value`."""
    files: tuple[File, ...] = place.cell.value or ()
    answers = [_file_answer(place, one) for one in files]
    if not files:
        return None, {"files": answers}
    return {"files": [_file_stored(one) for one in files]}, {"files": answers}


def doc(place: Place) -> Typed:
    files: tuple[File, ...] = place.cell.value or ()
    answer = _file_answer(place, files[0]) if files else None
    return ({"files": [_file_stored(one) for one in files]} if files else None), {"file": answer}


def direct_doc(place: Place) -> Typed:
    files: tuple[File, ...] = place.cell.value or ()
    return ({"files": [_file_stored(one) for one in files]} if files else None), {"file": None}


def time_tracking(place: Place) -> Typed:
    value = place.cell.value
    if value is None:
        empty: dict[str, Any] = {
            "duration": None,
            "running": None,
            "started_at": None,
            "history": [],
        }
        return None, empty
    started = value.sessions[-1].started_at if value.running and value.sessions else None
    stored: dict[str, Any] = {
        "running": "true" if value.running else "false",
        "startDate": int(started.timestamp()) if started else None,
        "duration": value.duration,
        **place.changed,
        "additional_value": [
            {"id": s.id, "startedAt": iso(s.started_at), "startedUserId": s.user_id}
            for s in value.sessions
        ],
    }
    return stored, {
        "duration": value.duration,
        "running": value.running,
        "started_at": iso(started) if started else None,
        "history": [_session(one) for one in value.sessions],
    }


def _session(one: Session) -> dict[str, Any]:
    ended = iso(one.ended_at) if one.ended_at else None
    return {
        "__typename": "TimeTrackingHistoryItem",
        "id": str(one.id),
        "status": "active",
        "created_at": iso(one.started_at),
        "started_at": iso(one.started_at),
        "started_user_id": str(one.user_id),
        "ended_at": ended,
        "ended_user_id": str(one.user_id) if ended else None,
        "updated_at": ended,
        "manually_entered_start_date": False,
        "manually_entered_start_time": False,
        "manually_entered_end_date": False,
        "manually_entered_end_time": False,
    }


FILE_TYPES = {"asset": "ASSET", "doc": "MONDAY_DOC", "link": "LINK", "invalid": "ASSET"}
FILE_TYPENAMES = {
    "asset": "FileAssetValue",
    "doc": "FileDocValue",
    "link": "FileLinkValue",
    "invalid": "FileAssetInvalidValue",
}


def _file_stored(one: File) -> dict[str, Any]:
    stored: dict[str, Any] = {
        "name": one.name,
        "fileType": FILE_TYPES[one.kind],
        "isImage": "true" if one.is_image else "false",
        "createdAt": str(int(one.created_at.timestamp() * 1000)),
        "createdBy": str(one.created_by or ""),
    }
    if one.kind in ("asset", "invalid"):
        return {"assetId": one.id, **stored}
    stored.update(fileId=str(one.id), linkToFile=one.url)
    if one.kind == "doc":
        stored["objectId"] = one.id + 1
    return stored


def _file_answer(place: Place, one: File) -> dict[str, Any]:
    users = place.account.users
    common: dict[str, Any] = {
        "__typename": FILE_TYPENAMES[one.kind],
        "created_at": iso(one.created_at),
        "creator": users.get(one.created_by) if one.created_by else None,
        "creator_id": str(one.created_by) if one.created_by else None,
    }
    asset = {"asset_id": str(one.id), "name": one.name}
    if one.kind == "invalid":
        return {**common, **asset, "error": "Asset not found"}
    if one.kind == "asset":
        return {**common, **asset, "is_image": one.is_image, "asset": one}
    held = {"file_id": str(one.id), "url": one.url}
    if one.kind == "link":
        return {**common, **held, "name": one.name, "kind": "link"}
    return {**common, **held, "object_id": str(one.id + 1), "doc": one}


LINKED: dict[str, Typer] = {
    "people": people,
    "item_assignees": people,
    "person": person,
    "team": team,
    "tags": tags,
    "vote": vote,
    "board_relation": relation,
    "dependency": dependency,
    "subtasks": subtasks,
    "mirror": mirror,
    "formula": formula,
    "creation_log": creation_log,
    "last_updated": last_updated,
    "item_id": item_id,
    "group": group,
    "file": file,
    "doc": doc,
    "direct_doc": direct_doc,
    "time_tracking": time_tracking,
}
