"""Groups and orders test files for the workers of `pytest -n auto --dist loadfile`."""

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
"""Test files -> the slow session fixture that they share; one worker makes it once for them."""


class WorkUnits(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    """Schedules files in the order of their folders.

    xdist would begin with the files that have most tests and end with those that have one, which
    take longest; with the short files of tests/unit at the end, no worker is idle.
    """

    def schedule(self) -> None:
        self.config.option.loadscopereorder = False
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return TOGETHER.get(file, file)
