"""Which tests a worker of `pytest -n auto --dist loadfile` takes together, and in which order."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling

TOGETHER = {
    f"tests/{file}.py": fixture
    for fixture, files in {
        "demo": ("cli/test_demo_board", "cli/test_registry_commands"),
        "hostile": ("cli/test_docs_site", "cli/test_hostile_board", "cli/test_report"),
        "begun": ("load/changed/test_builds_side_by_side", "load/changed/test_partial_builds"),
        "landed": ("load/links/test_links", "load/links/test_parts"),
    }.items()
    for file in files
}
"""Files that use one fixture of a session which takes long, by the fixture: it is made once."""


class WorkUnits(LoadFileScheduling):  # type: ignore[misc]  # xdist tells no types
    """Files in the order of their folders.

    xdist would begin with the files of most tests and end with those of one, which are the
    longest; the short ones of tests/unit leave no worker without work.
    """

    def schedule(self) -> None:
        self.config.option.loadscopereorder = False
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return TOGETHER.get(file, file)
