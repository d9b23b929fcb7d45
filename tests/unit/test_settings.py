"""The environment: what counts as unset, which name wins, and that the token stays hidden."""

from __future__ import annotations

import pytest

from loader.errors import UsageError
from loader.settings import (
    DEFAULT_API_URL,
    DEFAULT_API_VERSION,
    DEFAULT_RETRY_SECONDS,
    read_settings,
)


def test_an_empty_variable_is_unset() -> None:
    blank = {"MONDAY_API_TOKEN": " ", "MONDAY_API_URL": "", "MONDAY_RETRY_SECONDS": ""}
    for environ in ({}, blank):
        settings = read_settings(environ)
        assert (settings.api_token, settings.target, settings.under_kestra) == (None, None, False)
        assert (settings.api_url, settings.api_version) == (DEFAULT_API_URL, DEFAULT_API_VERSION)
        assert settings.retry_seconds == DEFAULT_RETRY_SECONDS


def test_the_newer_names_of_dbts_variables_win() -> None:
    older = {
        f"DBT_{name}": "older" for name in ("PROJECT_DIR", "PROFILES_DIR", "PROFILE", "TARGET")
    }
    newer = {name.replace("DBT_", "DBT_ENGINE_"): "newer" for name in older}
    for environ, wins in ((older, "older"), (newer, "newer"), (older | newer, "newer")):
        settings = read_settings(environ)
        found = {settings.project_dir, settings.profiles_dir, settings.profile, settings.target}
        assert found == {wins}


def test_the_token_is_in_no_repr() -> None:
    settings = read_settings({"MONDAY_API_TOKEN": " t0p-s3cret\n"})
    assert settings.api_token == "t0p-s3cret"
    assert "t0p-s3cret" not in repr(settings)


@pytest.mark.parametrize("given", ["soon", "-1", "inf", "nan", "1h"])
def test_seconds_that_are_none(given: str) -> None:
    with pytest.raises(UsageError, match=f"MONDAY_RETRY_SECONDS is '{given}'"):
        read_settings({"MONDAY_RETRY_SECONDS": given})
