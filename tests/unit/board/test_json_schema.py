"""The schemas themselves are valid and have a message for everything that they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from loader.board import file_reader
from loader.board.json_schema import Schema
from loader.generate.kestra import settings

SCHEMAS = [file_reader.SCHEMA, settings.SCHEMA]
WORDED = {
    "pattern": "patternErrorMessage", "minItems": "errorMessage", "contains": "errorMessage",
    "not": "errorMessage",
}  # fmt: skip
"""Keywords whose message is in the schema, and the key that holds it."""
WORDLESS = {
    "$schema", "$defs", "$ref", "title", "description", "default", "examples", "writeOnly",
    "errorMessage", "patternErrorMessage", "type", "properties", "additionalProperties",
    "propertyNames", "required", "enum", "minimum", "maximum", "items", "format", *WORDED,
}  # fmt: skip
"""All keywords that have a message of their own or need none."""


def rules_of(rules: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a schema and every schema within it."""
    yield rules
    for key in ("properties", "$defs"):
        for inner in rules.get(key, {}).values():
            yield from rules_of(inner)
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(rules.get(key), dict):
            yield from rules_of(rules[key])


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_schema_is_one(schema: Schema) -> None:
    Draft202012Validator.check_schema(schema.rules)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_refusal_has_its_sentence(schema: Schema) -> None:
    for rules in rules_of(schema.rules):
        assert rules.keys() <= WORDLESS
        for keyword in WORDED.keys() & rules.keys():
            assert WORDED[keyword] in rules
        assert ("minimum" in rules) == ("maximum" in rules)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_key_tells_an_editor_what_it_means(schema: Schema) -> None:
    for key, rule in schema.rules["properties"].items():
        assert rule.get("description"), key
