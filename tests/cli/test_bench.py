"""`make bench` on boards of a few items: what it prints, and that it compares the results."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from benchmarks import bench, plan
from benchmarks.beside import BOARD, differing
from benchmarks.replay import items_in
from tests.load.faults.outcomes import WHOLE
from tests.project import UserProject
from tests.sqlserver import connection as server

SMALL = ["--items", "40", "--columns", "20", "--delay", "0", "--rows", "1000", "--workers", "1"]


def printed(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> list[str]:
    """Return the lines that a run prints, after checking that its JSON has the same figures."""
    file = folder / "figures.json"
    bench.main([*SMALL, "--json", str(file), *words])
    lines = capsys.readouterr().out.splitlines()
    [document] = json.loads(file.read_text(encoding="utf-8"))
    names = [figure["what"] for figure in document["figures"]]
    assert [name for name in names if not any(line.startswith(name) for line in lines)] == []
    assert all(figure["seconds"] > 0 for figure in document["figures"])
    return names


def test_landing_is_measured(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert printed(capsys, tmp_path, "--only", "land") == ["landing 1,000 rows"]


@pytest.mark.skipif(not WHOLE, reason="MONDAY_TEST_ALL=1 runs the other parts too")
def test_the_plain_extractor_and_the_product_make_the_same_table(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(server.VARIABLE, raising=False)
    assert printed(capsys, tmp_path, "--only", "plain") == [
        "DuckDB: plain extractor",
        "DuckDB: monday-load, 1 worker",
        "DuckDB: dbt build",
        "DuckDB: load + build, 1 worker",
    ]


@pytest.mark.skipif(not WHOLE, reason="MONDAY_TEST_ALL=1 runs the other parts too")
@pytest.mark.parametrize("part", ["start", "load", "build", "changes", "whole"])
def test_each_part_runs(
    part: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(server.VARIABLE, raising=False)
    assert len(printed(capsys, tmp_path, "--only", part)) > 1


@pytest.mark.sqlserver
@pytest.mark.timeout(900)
@pytest.mark.skipif(not WHOLE, reason="MONDAY_TEST_ALL=1 runs the other parts too")
def test_the_server_tells_what_it_spends(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    server.require()
    names = printed(capsys, tmp_path, "--only", "plain", "--columns", "6")
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))[0]["figures"]
    assert names[4:] == [name.replace("DuckDB", "T-SQL") for name in names[:4]]
    assert all(figure["server"] > 0 for figure in figures[4:])


def test_items_of_an_answer_are_those_of_its_pages() -> None:
    page: dict[str, object] = {
        "cursor": None,
        "items": [{"column_values": []}, {"column_values": []}],
    }
    assert items_in({"data": {"b0": [{"items_page": page}], "next": page, "complexity": None}}) == 4
    assert items_in({"data": {"boards": [{"items_count": 9, "items": []}]}}) == 0


def test_a_plan_is_each_board_times_how_many_there_are() -> None:
    head, small, large, total, *minutes = plan.lines([(3, 10, 5), (2, 40, 8)])
    rows, calls = head.index("raw rows") + len("raw rows"), head.index("calls") + len("calls")
    found = [
        [int(line[:end].split()[-1].replace(",", "")) for end in (rows, calls)]
        for line in (small, large, total)
    ]
    assert [row for row, _ in found] == [3 * 10 * 8, 2 * 40 * 11, 3 * 10 * 8 + 2 * 40 * 11]
    assert found[0][1] % 3 == found[1][1] % 2 == 0
    assert found[2][1] == found[0][1] + found[1][1]
    assert [line.partition(":")[0] for line in minutes] == [
        "all of them in full",
        "all of them at rest",
    ]


@pytest.mark.parametrize(
    ("own", "count"),
    [
        ([("1", 5), ("2", None)], 0),
        ([("1", 5), ("2", 0)], 1),
        ([("1", 6), ("3", None)], 2),
    ],
)
def test_each_row_that_differs_counts(
    own: list[tuple[str, int | None]], count: int, tmp_path: Path
) -> None:
    assert differing(tables(tmp_path, own, [("1", 5), ("2", None)])) == count


def test_a_row_too_many_ends_the_comparison(tmp_path: Path) -> None:
    project = tables(tmp_path, [("1", 5), ("2", 5)], [("1", 5)])
    with pytest.raises(SystemExit, match=r"main\.bench_beside has 2 rows, main\.by_hand 1"):
        differing(project)


def tables(
    folder: Path, own: list[tuple[str, int | None]], hand: list[tuple[str, int | None]]
) -> UserProject:
    """Create a database with these rows in the product's table and in the extractor's."""
    project = UserProject(folder, {})
    with duckdb.connect(str(project.database)) as connection:
        for name, rows in ((BOARD, own), ("by_hand", hand)):
            connection.execute(f'create table {name} ("Item ID" varchar, "Qty" integer)')
            connection.executemany(f"insert into {name} values (?, ?)", rows)
    return project
