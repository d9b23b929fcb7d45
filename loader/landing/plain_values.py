"""What dbt makes of a profile's values where that needs no Jinja, or the simplest. Pure.

dbt renders each text of a target as a Jinja template that keeps the kind of a value. The few forms
that are read here are those of profiles.yml.example, and come out as from dbt-core 1.11 and 1.12
(dbt/config/renderer.py, dbt_common/clients/jinja.py); everything else is left to dbt.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


class NotPlain(Exception):
    """Only dbt's own code can say what stands here. Holds the reason, and no value."""


_CALL = (
    r"env_var\( *(?P<quote>['\"])(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?P=quote) *"
    r"(?:, *(?P<mark>['\"])(?P<default>[^'\"\\{}\x00-\x1f]*)(?P=mark) *)?\)"
)
_VARIABLE = re.compile(rf"\{{\{{ *{_CALL} *(?:\| *(?P<filter>[a-z_]+) *)?\}}\}}")
_SWITCH = re.compile(rf"\{{\{{ *\( *{_CALL} *\| *lower *== *'true' *\) *\| *as_bool *\}}\}}")
_NOT_TEXT = re.compile(r"[{}\r\n]")
"""Jinja has no other marks, and changes nothing else than the ends of lines."""
_WHOLE_NUMBER = re.compile("0|[1-9][0-9]{0,8}")
SECRET = "DBT_ENV_SECRET"  # noqa: S105  the beginning of a name
"""Variables of this prefix: dbt puts their values in after everything else."""
HIDDEN = "DBT_ENV_PRIVATE"
"""Those of this one no profile can see."""


def rendered(value: object, environ: Mapping[str, str], *, depth: int = 2) -> Any:
    """A value of a target as dbt hands it to the adapter. Raises NotPlain."""
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
    """A name of a profile or target. Raises NotPlain for what is no text, or empty."""
    found = rendered(value, environ)
    if not isinstance(found, str) or not found:
        raise NotPlain("a name that is no text")
    return found


def checked(values: Mapping[str, object], kinds: Mapping[str, type]) -> None:
    """Raises NotPlain for a key that is not among `kinds`, or a value of another kind: dbt would
    refuse it, convert it, or do something of which nothing is known here."""
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
    """The value behind one of dbt's filters, where all of them give the obvious."""
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
