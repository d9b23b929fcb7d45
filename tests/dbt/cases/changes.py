"""The part `changed at` of each type that has it."""

from __future__ import annotations

from datetime import datetime

from .case import MOMENT, Case

CHANGED = '"changed_at":"2026-02-27T12:11:30.987Z"'
"""As monday writes it, with milliseconds."""
CHANGEABLE = {
    "checkbox": ("v", '{"checked":true,%s}'),
    "color_picker": ("#FF5733", '{"color":{"hex":"#FF5733"},%s}'),
    "country": ("France", '{"countryCode":"FR","countryName":"France",%s}'),
    "date": ("2026-06-15", '{"date":"2026-06-15","icon":null,"time":null,%s}'),
    "dropdown": ("A", '{"ids":[1],%s}'),
    "email": ("a@b.c", '{"email":"a@b.c","text":"a@b.c",%s}'),
    "hour": ("02:30 PM", '{"hour":14,"minute":30,%s}'),
    "link": ("Go - https://x.y", '{"url":"https://x.y","text":"Go",%s}'),
    "location": ("Giza", '{"lat":"29.9","lng":"31.1","address":"Giza",%s}'),
    "long_text": ("Long", '{"text":"Long",%s}'),
    "people": ("Ada", '{"personsAndTeams":[{"id":1,"kind":"person"}],%s}'),
    "phone": ("+1202", '{"phone":"+1202","countryShortName":"US",%s}'),
    "rating": ("4", '{"rating":4,%s}'),
    "status": ("Done", '{"index":1,"post_id":null,%s}'),
    "time_tracking": ("02:30:00", '{"running":"false","duration":9000,%s}'),
    "timeline": ("2026-03-01 - 2026-03-15", '{"to":"2026-03-15","from":"2026-03-01",%s}'),
    "vote": ("1", '{"voter_ids":[1],%s}'),
    "world_clock": ("Europe/London", '{"timezone":"Europe/London",%s}'),
}
"""Text and value of a cell that a person changed, by column type."""
AT = datetime(2026, 2, 27, 12, 11, 30)

CHANGES = [
    Case(f"{kind} changed at", kind, AT, MOMENT, text=text, json=value % CHANGED, part="changed at")
    for kind, (text, value) in CHANGEABLE.items()
] + [
    Case("emptied, changed at", "status", AT, MOMENT, json="{" + CHANGED + "}", part="changed at"),
    Case("made so, changed at", "status", None, MOMENT, "Done", '{"index":1}', part="changed at"),
    Case("never filled, changed at", "date", None, MOMENT, "", part="changed at"),
    Case(
        "changed at, unreadable",
        "rating",
        None,
        MOMENT,
        text="4",
        json='{"rating":4,"changed_at":"yesterday"}',
        part="changed at",
        lost=True,
    ),
]
