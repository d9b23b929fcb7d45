"""Validates plain values against a JSON Schema, with messages that a person can act on.

The schema, which editors also use, holds the rules; this module makes the messages. Besides the
keywords of JSON Schema (2020-12) it may have `patternErrorMessage` and `errorMessage`, which
editors also show: what is wrong, as the end of a sentence. `writeOnly: true` marks values that can
contain a password: no message repeats them. `format` names one of our own checks.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from typing import Any, cast

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from loader.board.json_text import parse_json

Path = tuple[str | int, ...]
Formats = Mapping[str, Callable[[str], str | None]]
"""Checks by name: what is wrong, as the end of a sentence that starts with the text, or None."""
_Faults = Iterator[ValidationError]

_MAX_FAULTS = 100
_MAX_SHOWN = 80
_MAX_BITS = 64
"""Python accepts integers of any size; no setting needs them, and nothing else can store them."""
_TYPES: dict[str, tuple[type | tuple[type, ...], str]] = {
    "string": (str, "text"),
    "integer": (int, "a whole number"),
    "number": ((int, float), "a number"),
    "boolean": (bool, "true or false"),
    "array": (list, "a list"),
    "object": (dict, "a mapping"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: `path` has the keys and positions to the value, `text` is a sentence naming it."""

    path: Path
    text: str


class Schema:
    """A schema stored in a package, with its `format` checks."""

    def __init__(self, package: str, file: str, formats: Formats) -> None:
        self.rules = cast("dict[str, Any]", parse_json(files(package).joinpath(file).read_bytes()))

        def _format(_: Any, name: str, value: Any, __: Any) -> _Faults:
            fault = formats[name](value) if isinstance(value, str) else None
            if fault:
                yield ValidationError(f"{shown(value)} {fault}")

        keywords = {**_KEYWORDS, "format": _format}
        self._validator = extend(Draft202012Validator, keywords)(self.rules)  # type: ignore[no-untyped-call]

    def faults(self, values: Any) -> list[Fault]:
        """Return the faults of `values`, at most a hundred."""
        found = []
        for error in self._validator.iter_errors(values):
            path = tuple(error.absolute_path)
            known = error.validator in _KEYWORDS or error.validator == "format"
            text = error.message if known else error.schema["errorMessage"]
            where = words(path, values)
            if error.validator == "additionalProperties":
                found.append(Fault(path, ": ".join([*where[:-1], text])))
            else:
                found.append(Fault(path, f"{': '.join(where)} {text}"))
            if len(found) == _MAX_FAULTS:
                break
        return found


def words(path: Path, values: Any) -> list[str]:
    """Return the keys on a path; a list entry is named by the list's key and its id or number."""
    found: list[str] = []
    for step in path:
        within = values
        values = within[int(step)] if isinstance(within, list) else within.get(step)
        if isinstance(within, list):
            ident = values.get("id") if isinstance(values, dict) else None
            short = isinstance(ident, str) and len(ident) <= _MAX_SHOWN and ident.isprintable()
            found[-1] += f" {ident if short else int(step) + 1}"
        else:
            found.append(step if isinstance(step, str) else shown(step))
    return found


def _is(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        return False
    return isinstance(value, _TYPES[kind][0])


def _not(value: Any, schema: Mapping[str, Any]) -> str:
    return "" if schema.get("writeOnly") else f", not {shown(value)}"


def shown(value: Any) -> str:
    """Return a value for use in a sentence: short, and on one line."""
    if isinstance(value, (dict, list)):
        return "a mapping" if isinstance(value, dict) else "a list"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        return "a number of so many digits"
    text = value.isoformat() if isinstance(value, datetime.date) else repr(value)
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}..."


def _type(_: Any, kinds: Any, value: Any, schema: Mapping[str, Any]) -> _Faults:
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not any(_is(kind, value) for kind in kinds):
        wanted = " or ".join(_TYPES[kind][1] for kind in kinds)
        quotes = "; put it in quotes" if kinds == ["string"] else ""
        yield ValidationError(f"must be {wanted}{quotes}{_not(value, schema)}")


def _properties(validator: Any, rules: Mapping[str, Any], value: Any, _: Any) -> _Faults:
    """Check the values of known keys; a key without a value counts as left out."""
    for key in rules if isinstance(value, dict) else ():
        if value.get(key) is not None:
            yield from validator.descend(value[key], rules[key], path=key)


def _required(_: Any, keys: list[str], value: Any, __: Any) -> _Faults:
    for key in keys if isinstance(value, dict) else ():
        if value.get(key) is None:
            yield ValidationError("is missing", path=(key,))


def _additional(validator: Any, rule: Any, value: Any, schema: Mapping[str, Any]) -> _Faults:
    """Check keys not in `properties`: refuse them, or apply `propertyNames` and the rule."""
    known = schema.get("properties", {})
    for key in value if isinstance(value, dict) else ():
        if key in known:
            continue
        if rule is False:
            yield ValidationError(_unknown(key, tuple(known), schema), path=(key,))
            continue
        name = key if isinstance(key, str) else ""
        misnamed = next(validator.descend(name, schema["propertyNames"]), None)
        if misnamed:
            yield ValidationError(misnamed.message, path=(key,))
        else:
            yield from validator.descend(value[key], rule, path=key)


def _unknown(key: object, known: tuple[str, ...], schema: Mapping[str, Any]) -> str:
    word = key if isinstance(key, str) and re.fullmatch(r"[\w-]{1,40}", key) else ""
    listed = f"known are {', '.join(known)}"
    if schema.get("writeOnly") and not word:  # possibly a key joined with its value
        return f"a key that is no word is unknown; {listed}"
    near = get_close_matches(word, known, n=1)
    return f"unknown key {shown(key)}; {f'did you mean {near[0]}?' if near else listed}"


def _enum(_: Any, allowed: list[str], value: Any, schema: Mapping[str, Any]) -> _Faults:
    if value not in allowed:
        yield ValidationError(f"must be one of {', '.join(allowed)}{_not(value, schema)}")


def _range(_: Any, __: Any, value: Any, schema: Mapping[str, Any]) -> _Faults:
    if _is("integer", value) and not schema["minimum"] <= value <= schema["maximum"]:
        low, high = schema["minimum"], schema["maximum"]
        yield ValidationError(f"must be from {low} to {high}{_not(value, schema)}")


def _pattern(_: Any, pattern: str, value: Any, schema: Mapping[str, Any]) -> _Faults:
    if isinstance(value, str) and not re.fullmatch(pattern, value):
        repeated = "" if schema.get("writeOnly") else f"{shown(value)} "
        yield ValidationError(f"{repeated}{schema['patternErrorMessage']}")


def _nothing(*_: Any) -> tuple[()]:
    """For keywords that another keyword's check covers."""
    return ()


_KEYWORDS: dict[str, Any] = {
    "type": _type,
    "properties": _properties,
    "required": _required,
    "additionalProperties": _additional,
    "propertyNames": _nothing,
    "enum": _enum,
    "minimum": _range,
    "maximum": _nothing,
    "pattern": _pattern,
}
