"""Tests that only some operating systems can run, each with its reason."""

from __future__ import annotations

import os

import pytest


def needs_posix(reason: str) -> pytest.MarkDecorator:
    """Skip the test on Windows; `reason` is what Windows lacks."""
    return pytest.mark.skipif(os.name == "nt", reason=f"only on POSIX systems: {reason}")
