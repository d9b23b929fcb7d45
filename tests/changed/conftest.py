"""The deployed project that every lab copies."""

from __future__ import annotations

import pytest

from tests.changed.lab import deploy
from tests.changed.world import world
from tests.monday_server import MondayServer
from tests.project import UserProject


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> UserProject:
    with MondayServer(world()) as api:
        return deploy(tmp_path_factory.mktemp("changing"), api)
