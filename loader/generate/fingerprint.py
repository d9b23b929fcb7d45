"""A fingerprint of the table's definition, in both a model's SQL and its YAML. Pure.

The SQL contains the casts of the values; the staging table, the counted losses and the checks
follow the YAML. dbt can have the two from different times: one of them was restored alone, or dbt
took the YAML from its partial parse because the file's modification time had not changed. So each
has the fingerprint, and a build compares the two: see the macro monday_of_one_writing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from loader.generate.jinja import VERSION

IN_SQL, IN_YAML = "monday_sql", "monday_yaml"
"""The keys in the model's `meta`. dbt merges the meta of SQL and YAML, so each has its own key."""


def with_fingerprint(config: Mapping[str, Any], *said: object) -> dict[str, Any]:
    """Return a model's config() with a fingerprint of that config and of `said`."""
    text = json.dumps([VERSION, config, said], sort_keys=True)
    # With the prefix no YAML reader takes it for a number, whatever its digits are.
    found = "sha256:" + hashlib.sha256(text.encode()).hexdigest()[:12]
    return {**config, "meta": {**config["meta"], IN_SQL: found}}


def put_fingerprints(
    models: Sequence[Mapping[str, Any]], configs: Mapping[str, Mapping[str, Any]]
) -> None:
    """Copy the fingerprint from each model's config() in its SQL to its entry under `models:`."""
    for model in models:
        model["config"]["meta"][IN_YAML] = configs[model["name"]]["meta"][IN_SQL]
