"""Renders a profile's values as dbt does, if they use no Jinja or only the simplest. Pure.

dbt renders each text of a target as a native Jinja template, which keeps the type of a value. This
module supports only the forms in profiles.yml.example, with the same results as dbt-core 1.11 and
1.12 (dbt/config/renderer.py, dbt_common/clients/jinja.py); everything else is left to dbt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


class NotPlain(Exception):
    """Only dbt's own code can evaluate this setting. Holds the reason, never a value."""


_CALL = (
    r"env_var\( *(?P<quote>['\"])(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?P=quote) *"
    r"(?:, *(?P<mark>['\"])(?P<default>[^'\"\\{}\x00-\x1f]*)(?P=mark) *)?\)"
)
_VARIABLE = re.compile(rf"\{{\{{ *{_CALL} *(?:\| *(?P<filter>[a-z_]+) *)?\}}\}}")
_SWITCH = re.compile(rf"\{{\{{ *\( *{_CALL} *\| *lower *== *'true' *\) *\| *as_bool *\}}\}}")
_NOT_TEXT = re.compile(r"[{}\r\n]")
"""Jinja has no other delimiters, and otherwise changes only line endings."""
_WHOLE_NUMBER = re.compile("0|[1-9][0-9]{0,8}")
SECRET = "DBT_ENV_SECRET"  # noqa: S105  a prefix of names
"""Prefix of variables whose values dbt inserts after all other rendering."""
HIDDEN = "DBT_ENV_PRIVATE"
"""Prefix of variables that no profile can read."""


def rendered(value: object, environ: Mapping[str, str], *, depth: int = 2) -> Any:
    """Return a value of a target as dbt passes it to the adapter. Raises NotPlain."""
    if isinstance(value, str):
        return _text(value, environ)
    if isinstance(value, bool | int):
        return value
    if isinstance(value, dict) and depth and all(isinstance(key, str) for key in value):
        return {key: rendered(one, environ, depth=depth - 1) for key, one in value.items()}
    if isinstance(value, list) and depth:
        return [rendered(one, environ, depth=depth - 1) for one in value]
    raise NotPlain(f"a value of kind {type(value).__name__}")


def name_of(value: object, environ: Mapping[str, str]) -> str:
    """Return the name of a profile or target. Raises NotPlain unless it is a non-empty text."""
    found = rendered(value, environ)
    if not isinstance(found, str) or not found:
        raise NotPlain("a name that is no text")
    return found


def checked(values: Mapping[str, object], kinds: Mapping[str, type]) -> None:
    """Raise NotPlain for a key that is not in `kinds`, or a value of another type: dbt would
    refuse it, convert it, or do something that this module does not know."""
    for key, value in values.items():
        if type(value) is not kinds.get(key):
            raise NotPlain(f"{key} of kind {type(value).__name__}")


def _text(text: str, environ: Mapping[str, str]) -> str | int | bool:
    found: str | int | bool = text
    if called := _VARIABLE.fullmatch(text):
        found = _filtered(called["name"], called["filter"], _variable(called, environ))
    elif called := _SWITCH.fullmatch(text):
        found = _filtered(called["name"], "lower", _variable(called, environ)) == "true"
    elif _NOT_TEXT.search(text):
        raise NotPlain("Jinja other than env_var")
    if SECRET in str(found):
        raise NotPlain("a value that looks like the name of a secret")
    return found


def _variable(called: re.Match[str], environ: Mapping[str, str]) -> str:
    if called["name"].startswith(HIDDEN):
        raise NotPlain("a variable that dbt keeps to itself")
    found = environ.get(called["name"], called["default"])
    if found is None:
        raise NotPlain(f"the variable {called['name']}, which is not set")
    return found


def _filtered(name: str, kind: str | None, value: str) -> str | int | bool:
    """Apply one of dbt's filters to a value, in the cases where the result is obvious."""
    if kind is None:
        return value
    if name.startswith(SECRET):
        raise NotPlain(f"the secret {name} with a filter")
    if kind in ("int", "as_number", "as_native") and _WHOLE_NUMBER.fullmatch(value):
        return int(value)
    if kind in ("as_bool", "as_native") and value in ("True", "False"):
        return value == "True"
    if kind == "as_text":
        return value
    if kind == "lower":
        return value.lower()
    raise NotPlain(f"the filter {kind} on the variable {name}")
