"""`value` and typed fields of the types whose cells refer to nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any

from .data import Label
from .place import Place, Typed, Typer
from .texts import day, label_text, local


def text(place: Place) -> Typed:
    return place.cell.value, {}


def long_text(place: Place) -> Typed:
    value = place.cell.value
    return (None if value is None else {"text": value, **place.changed}), {}


def numbers(place: Place) -> Typed:
    """Return the typed `number` as a float, which loses digits, as monday's does."""
    value, unit = place.cell.value, place.column.unit
    fields: dict[str, Any] = {
        "number": None,
        "symbol": unit[0] if unit else None,
        "direction": unit[1] if unit else None,
    }
    if value is None or value == "":
        return value, fields
    try:
        number = float(Decimal(str(value)))
        fields["number"] = number if isfinite(number) else None
    except InvalidOperation:
        fields["number"] = None
    return str(value), fields


def status(place: Place) -> Typed:
    """Return the label's id as `index`; the index in the settings is only its position."""
    value = place.cell.value
    fields: dict[str, Any] = dict.fromkeys(
        ("index", "label", "is_done", "label_style", "update_id")
    )
    if value is None:
        return None, fields
    label = next((x for x in place.column.labels if x.id == value), Label(value, ""))
    fields.update(
        index=value,
        label=label.text or None,
        is_done=label.done,
        label_style={
            "__typename": "StatusLabelStyle",
            "color": label.color,
            "border": label.color,
        },
    )
    if place.cell.changed_at is None:
        return {"index": value}, fields
    return {"index": value, "post_id": None, **place.changed}, fields


def dropdown(place: Place) -> Typed:
    ids = place.cell.value or ()
    options = [
        {"__typename": "DropdownValueOption", "id": str(i), "label": label_text(place.column, i)}
        for i in ids
    ]
    return ({"ids": list(ids), **place.changed} if ids else None), {"values": options}


def date(place: Place) -> Typed:
    """Return `value` in UTC; the typed `date` and `time` are in the token owner's time zone."""
    value = place.cell.value
    fields: dict[str, Any] = {"date": None, "time": None, "icon": None}
    if value is None:
        return None, fields
    if not isinstance(value, datetime):
        fields["date"] = day(value)
        return {"date": day(value), "icon": None, "time": None, **place.changed}, fields
    utc, shown = value.astimezone(UTC), local(place.account, value)
    fields.update(date=day(shown), time=f"{shown.hour:02d}:{shown.minute:02d}")
    stored = {"date": day(utc), "time": utc.strftime("%H:%M:%S")}
    return {**stored, **place.changed}, fields


def timeline(place: Place) -> Typed:
    span = place.cell.value
    if span is None:
        return None, {"from": None, "to": None, "visualization_type": None}
    kind = "milestone" if span.milestone else None
    value = {"to": day(span.end), "from": day(span.start), **place.changed}
    if kind:
        value["visualization_type"] = kind
    ends = {"from": f"{day(span.start)}T00:00:00+00:00", "to": f"{day(span.end)}T00:00:00+00:00"}
    return value, {**ends, "visualization_type": kind}


def week(place: Place) -> Typed:
    span = place.cell.value
    if span is None:
        return None, {"start_date": None, "end_date": None}
    days = {"startDate": day(span.start), "endDate": day(span.end)}
    fields = {"start_date": day(span.start), "end_date": day(span.end)}
    return {"week": days, **place.changed}, fields


def hour(place: Place) -> Typed:
    value = place.cell.value
    if value is None:
        return None, {"hour": None, "minute": None}
    parts = {"hour": value.hour, "minute": value.minute}
    return {**parts, **place.changed}, parts


def checkbox(place: Place) -> Typed:
    value = place.cell.value
    if value is None:
        return None, {"checked": None}
    return {"checked": value, **place.changed}, {"checked": value}


def email(place: Place) -> Typed:
    value = place.cell.value
    if value is None:
        return None, {"email": None, "label": None}
    label = value.label or value.address
    stored = {"email": value.address, "text": label, **place.changed}
    return stored, {"email": value.address, "label": label}


def link(place: Place) -> Typed:
    value = place.cell.value
    if value is None:
        return None, {"url": None, "url_text": None}
    stored = {"url": value.url, "text": value.text, **place.changed}
    return stored, {"url": value.url, "url_text": value.text}


def phone(place: Place) -> Typed:
    value = place.cell.value
    if value is None:
        return None, {"phone": None, "country_short_name": None}
    stored = {"phone": value.number, "countryShortName": value.country, **place.changed}
    return stored, {"phone": value.number, "country_short_name": value.country or None}


def country(place: Place) -> Typed:
    value = place.cell.value
    if value is None:
        return None, {"country": None}
    stored = {"countryCode": value.code, "countryName": value.name, **place.changed}
    return stored, {"country": {"__typename": "Country", "code": value.code, "name": value.name}}


def location(place: Place) -> Typed:
    """Return lat and lng as strings in `value`, as floats in the typed fields."""
    names = "lat lng address city city_short country country_short place_id street"
    names += " street_short street_number street_number_short"
    fields: dict[str, Any] = dict.fromkeys(names.split())
    value = place.cell.value
    if value is None:
        return None, fields
    fields.update(
        lat=float(value.lat),
        lng=float(value.lng),
        address=value.address,
        city=value.city,
        country=value.country,
        place_id=value.place_id,
    )
    stored = {"lat": value.lat, "lng": value.lng, "address": value.address, **place.changed}
    return stored, fields


def rating(place: Place) -> Typed:
    value = place.cell.value
    if value is None:
        return None, {"rating": None}
    return {"rating": value, **place.changed}, {"rating": value}


def world_clock(place: Place) -> Typed:
    value = place.cell.value
    if value is None:
        return None, {"timezone": None}
    return {"timezone": value, **place.changed}, {"timezone": value}


def color_picker(place: Place) -> Typed:
    value = place.cell.value
    if value is None:
        return None, {"color": None}
    return {"color": {"hex": value}, **place.changed}, {"color": value}


def integration(place: Place) -> Typed:
    value = place.cell.value
    if value is None:
        return None, {"entity_id": None, "issue_id": None, "issue_api_url": None}
    fields = {
        "entity_id": str(value.entity_id),
        "issue_id": value.issue_id,
        "issue_api_url": value.url or None,
    }
    return {"entity_id": value.entity_id, "issue_id": value.issue_id, **place.changed}, fields


def button(place: Place) -> Typed:
    return None, {"label": place.column.button, "color": "#0073ea"}


def nothing(_place: Place) -> Typed:
    return None, {}


PLAIN: dict[str, Typer] = {
    "text": text,
    "long_text": long_text,
    "numbers": numbers,
    "status": status,
    "dropdown": dropdown,
    "date": date,
    "timeline": timeline,
    "week": week,
    "hour": hour,
    "checkbox": checkbox,
    "email": email,
    "link": link,
    "phone": phone,
    "country": country,
    "location": location,
    "rating": rating,
    "world_clock": world_clock,
    "color_picker": color_picker,
    "integration": integration,
    "button": button,
    "progress": nothing,
    "unsupported": nothing,
}
