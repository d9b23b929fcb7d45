"""One fingerprint in a model's SQL and in its YAML, of what both say of the table. Pure.

The SQL casts values by what it says itself; the staging table, the counted losses and the checks
go by the YAML. dbt can hold the two of different times: one of them was put back alone, or dbt
took the YAML from its partial parse because the file's time of change is the one it had before.
So each names what it was written with, and a build compares: see the macro monday_of_one_writing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from loader.generate.jinja import VERSION

IN_SQL, IN_YAML = "monday_sql", "monday_yaml"
"""The keys in the model's `meta`. dbt merges what SQL and YAML say there, so each has its own."""


def with_fingerprint(config: Mapping[str, Any], *said: object) -> dict[str, Any]:
    """The config() of a model, with the fingerprint of itself and of what else is `said`."""
    text = json.dumps([VERSION, config, said], sort_keys=True)
    # No YAML reader takes it for a number, whatever its digits are.
    found = "sha256:" + hashlib.sha256(text.encode()).hexdigest()[:12]
    return {**config, "meta": {**config["meta"], IN_SQL: found}}


def put_fingerprints(
    models: Sequence[Mapping[str, Any]], configs: Mapping[str, Mapping[str, Any]]
) -> None:
    """Into each entry under `models:` what the config() of its SQL says."""
    for model in models:
        model["config"]["meta"][IN_YAML] = configs[model["name"]]["meta"][IN_SQL]
