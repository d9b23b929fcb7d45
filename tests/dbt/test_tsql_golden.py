"""Every T-SQL statement of the dbt project, rendered by dbt without a server: compared, parsed.

People review tests/golden/tsql line by line; after an intended change, regenerate it with
`python -m tests.dbt.test_tsql_golden`. A statement that differs from another in only a few lines
is kept as a diff.
"""

from __future__ import annotations

import difflib
import re
import shutil
import tempfile
from pathlib import Path

import pytest
import sqlglot
import yaml
from sqlglot import exp

from tests.dbt.cases import CASES
from tests.dbt.project import ROOT, Project, make_project
from tests.dbt.warehouse import Cell, Warehouse

GOLDEN = ROOT / "tests/golden/tsql"
VARIANTS = {
    "05_make_the_stage_anew": "04_make_the_stage",
    "16_exchange_for_a_first_build": "15_exchange",
    "17_exchange_for_a_view": "15_exchange",
    "18_exchange_and_keep_previous": "15_exchange",
    "19_exchange_before_hooks": "15_exchange",
}
"""Statements kept as diffs from another one."""
TITLES = {"it's [x]": "text", "Name": "name", "\U0001f680 שלום": "status"}
"""Columns in addition to one of each type and part."""
BESIDE: dict[str, object] = {"to": "ref('orders')", "key": "Item ID"}
RAW: dict[str, object] = {"raw": "source('raw_monday', 'orders')"}
MODELS = (
    "events", "stays", "sums", "posts", "lost_activity", "lost_updates", "links", "entries",
    "levels",
)  # fmt: skip
LINKED = (
    "board_relation", "dependency", "dropdown", "file", "mirror", "people", "subtasks", "tags",
)  # fmt: skip
"""Types with their own link SQL; the SQL of other types is like that of people and files."""
LOG = "source('raw_monday', 'orders__activity')"
FOLLOWED = [
    ["status_1", "It's [x]", "status"], ["people_1", "Who", "people"], ["date_1", "Due", "date"],
    ["dropdown_1", "Kinds", "dropdown"], ["__group__", "Group", "group"],
]  # fmt: skip
SEAMS: dict[str, object] = {
    "cell": ["Item ID", "Name"], "position": "Item ID", "started": "Item ID", "ended": "Item ID",
    "ends_with": "Name",
}  # fmt: skip
DATA_TESTS: dict[str, dict[str, object]] = {
    "unique": {"column_name": "[Name]"},
    "not_null": {"column_name": "[Name]"},
    "accepted_values": {"column_name": "[Name]", "values": ["ש", "b"]},
    "relationships": {"column_name": "[Name]", "to": "ref('orders')", "field": "[Item ID]"},
    "unique_together": {"columns": ["Name", "Item ID"]},
    "rows_match_raw": RAW,
    "nothing_lost": RAW | {"built": "things"},
    "links_match_raw": RAW | {"item": "Item ID", "column": "Column", "column_ids": ["link_1"]},
    "linked_items_exist": BESIDE | {"link": "Linked ID"},
    "stays_are_seamless": SEAMS,
}
"""Each generic test that this project adds or overrides, with its arguments."""


class NoServer:
    """A SQL Server profile for a host that does not exist."""

    engine = "sqlserver"
    schema = "monday"

    def output(self) -> dict[str, object]:
        return {
            "type": "sqlserver", "driver": "none", "server": "nowhere.invalid", "user": "none",
            "password": "none", "database": "Reporting", "schema": self.schema,
        }  # fmt: skip

    def write_raw(self, board: str, cells: list[Cell]) -> None:
        raise NotImplementedError


def write_models(project: Project) -> None:
    """Write `orders`, with each type and part once, and `statements`: same columns, other SQL."""
    wanted = {(case.type, case.part): (case.type, case.part, None) for case in CASES}
    columns: list[tuple[str, str | None, str | None, str | None]] = [("Item ID", None, None, None)]
    columns += [(title, kind, None, None) for title, kind in TITLES.items()]
    columns += [
        (" ".join(filter(None, (kind, part))), kind, part, data_type)
        for kind, part, data_type in sorted(wanted.values(), key=str)
    ]
    columns.append(("date and time", "date", None, "datetime2(0)"))
    columns.append(("narrow text", "text", None, "varchar(20)"))
    lines: list[str] = []
    listed: list[dict[str, object]] = []
    for number, (title, kind, part, data_type) in enumerate(columns):
        column_id = "name" if kind == "name" else f"{kind}_{number}"
        escaped = "".join(c if c.isalnum() and c.isascii() else f"\\U{ord(c):08x}" for c in title)
        given = {"data_type": data_type, "part": part}
        words = "".join(f", {key}='{value}'" for key, value in given.items() if value)
        call = f"monday_{kind}('{column_id}'{words})" if kind else "monday_key('nvarchar(100)')"
        lines.append(f'    {{{{ {call} }}}} as {{{{ column_name("{escaped}") }}}}')
        facts: dict[str, object] = {"monday_id": column_id, "monday_type": kind}
        facts = facts if kind else {"monday_key": True}
        facts |= {key: value for key, value in given.items() if value}
        listed.append({"name": f'{{{{ "{escaped}" }}}}', "config": {"meta": facts}})
    meta: dict[str, object] = {
        "swap_rows_from": ["raw_monday", "orders"],
        "monday_sql": "sha256:0",
        "monday_yaml": "sha256:0",
        "swap_indexes": [{"columns": ["Name"], "unique": True, "include": ["it's [x]"]}],
    }
    config: dict[str, object] = {"unique_key": ["Item ID"], "meta": meta, "schema": "monday"}
    config |= {"query_options": {"MAXDOP": 1, "MAX_GRANT_PERCENT": 10}}
    source = "\nfrom {{ monday_rows(source('raw_monday', 'orders')) }}"
    source += "\nwhere {{ staged_swap_changed('item_id') }}\ngroup by item_id\n"
    project.source("orders", "orders__activity", "orders__updates")
    project.model("orders", "select\n" + ",\n".join(lines) + source, listed, **config)
    sql = "{% if execute %}{{ golden_statements() }}{% endif %}"
    project.model("statements", sql, listed, alias="orders2", **config)
    project.model("events", "select * from ({{ monday_activity(" + LOG + ") }}) as found")
    called = f"source('raw_monday', 'orders'), {LOG}, 'orders', {FOLLOWED}"
    stays = "select * from ({{ monday_status_times(" + called + ") }}) as found"
    project.model("stays", stays)
    posts = "select * from ({{ monday_updates(source('raw_monday', 'orders__updates')) }}) as found"
    project.model("posts", posts)
    for log in ("activity", "updates"):
        counted = f"monday_log_losses_sql(source('raw_monday', 'orders__{log}'), '{log}')"
        project.model(f"lost_{log}", "{{ " + counted + " }}")
    links = [
        "select * from ({{ monday_links_" + f"{kind}('{kind}_1', \"It's [x]\", {RAW['raw']})"
        "}}) as rows_of_" + kind
        for kind in LINKED
    ]
    project.model("links", "\nunion all\n".join(links))
    entries = "{{ monday_time_entries('time_1', 'Spent', source('raw_monday', 'orders')) }}"
    project.model("entries", entries)
    project.model("levels", "select * from {{ monday_levels(" + str(RAW["raw"]) + ") }} as levels")
    project.model("sums", "select {{ monday_time_in('Stage', 'ש') }} as seconds from [stays]")
    shutil.copy(Path(__file__).parent / "golden_statements.sql", project.folder / "macros")
    write_tests(project)


def write_tests(project: Project) -> None:
    """Write a table with each test, on all of its rows and on some."""
    project.write("models/things.sql", "select 1 as [Item ID]")
    tests = [
        {kind: {"name": kind + suffix, "arguments": arguments, "config": config}}
        for kind, arguments in DATA_TESTS.items()
        for suffix, config in (("", {}), ("_where", {"where": "[Name] <> N'ש'"}))
    ]
    described = {"name": "things", "data_tests": tests}
    project.write(
        "models/things.yml", yaml.safe_dump({"version": 2, "models": [described]}, width=1000)
    )


def compiled_tests(project: Project, *words: str) -> str:
    """Return the SQL of all tests of `things`, each under its name."""
    run = project.dbt(
        "--no-populate-cache", "compile", "--no-introspect", "-s", "test_type:generic", *words
    )
    assert run.success, run.text
    compiled = project.folder / "target/compiled/monday/models/things.yml"
    files = sorted(compiled.glob("*.sql"))
    assert len(files) == 2 * len(DATA_TESTS)
    return "\n".join(
        f"-- {path.stem}\n{path.read_text(encoding='utf-8').strip()};" for path in files
    )


def render(folder: Path) -> dict[str, str]:
    """Return each statement by name."""
    warehouse: Warehouse = NoServer()  # type: ignore[assignment]
    project = make_project(folder / "dbt_project", warehouse)
    write_models(project)
    run = project.dbt(
        "--no-populate-cache", "compile", "--no-introspect", "-s", "orders", "statements", *MODELS
    )
    assert run.success, run.text
    compiled = project.folder / "target/compiled/monday/models"
    text = (compiled / "statements.sql").read_text(encoding="utf-8")
    parts = re.split(r"^-- ==== (\w+)\n", text, flags=re.M)[1:]
    found = dict(zip(parts[::2], parts[1::2], strict=True))
    for number, name in enumerate(MODELS, 70):
        found[f"{number}_{name}"] = (compiled / f"{name}.sql").read_text(encoding="utf-8")
    found["00_pivot"] = (compiled / "orders.sql").read_text(encoding="utf-8")
    found["29_tests"] = compiled_tests(project)
    found["30_tests_when_empty"] = compiled_tests(project, "--empty")
    return {name: stable(sql) for name, sql in found.items()}


def stable(sql: str) -> str:
    """Remove trailing blanks, run ids, timestamps and numbers in test views' names; put database
    names in brackets, as dbt-sqlserver 1.11 does, while 1.12 uses double quotes.
    """
    sql = re.sub(r'USE "(\w+)"', r"USE [\1]", sql)
    sql = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\.model)", "<run>", sql)
    sql = re.sub(r"convert\(datetime2\(3\), '[0-9T:.-]+', 126\)", "<moment>", sql)
    sql = re.sub(r"((?:testview|expectedview)_[0-9a-f]{32})_\d+", r"\1_0000", sql)
    return "\n".join(line.rstrip() for line in sql.strip().splitlines()) + "\n"


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return render(tmp_path_factory.mktemp("golden"))


def golden_text(rendered: dict[str, str], name: str) -> str:
    """Return the statement, or its diff from the one that it is a variant of."""
    if name not in VARIANTS:
        return rendered[name]
    first, other = (rendered[key].splitlines(keepends=True) for key in (VARIANTS[name], name))
    return "".join(difflib.unified_diff(first, other, VARIANTS[name], name, n=1))


def golden_file(name: str) -> Path:
    return GOLDEN / f"{name}.{'diff' if name in VARIANTS else 'sql'}"


def test_the_golden_files_are_these(rendered: dict[str, str]) -> None:
    assert {golden_file(name) for name in rendered} == set(GOLDEN.iterdir())


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.iterdir()))
def test_statement_is_as_read(rendered: dict[str, str], name: str) -> None:
    assert golden_text(rendered, name) == golden_file(name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "00_pivot",
        "02",
        "04",
        "09",
        "10",
        "11",
        "13",
        "29",
        "30",
        "56",
        "58",
        "63",
        "70",
        "71",
        "72",
        "73",
        "76",
        "77",
        "78",
    ],
)
def test_statement_parses_as_tsql(rendered: dict[str, str], name: str) -> None:
    """Procedural batches are left out, because sqlglot's lenient parser does not know them."""
    [sql] = [text for key, text in rendered.items() if key.startswith(name)]
    sql = sql.split("exec sys.sp_addextendedproperty")[0]
    parsed = sqlglot.parse(sql, dialect="tsql")
    assert parsed
    assert not [tree for tree in parsed if isinstance(tree, exp.Command) and name != "04"]


def test_each_column_of_an_answer_has_a_name(rendered: dict[str, str]) -> None:
    """SQL Server leaves expressions unnamed, and dbt warns about each column without a name."""
    asked = ("02", "09", "10", "11", "25", "28", "44", "45", "48", "51", "52", "53", "56")
    answers = [sql for key, sql in rendered.items() if key[:2] in asked]
    assert len(answers) == len(asked)
    for sql in answers:
        tree = sqlglot.parse_one(sql.replace("<moment>", "getdate()"), dialect="tsql")
        assert isinstance(tree, exp.Select)
        assert all(column.alias_or_name for column in tree.expressions), sql


def test_nothing_newer_than_2017_and_nothing_that_hangs_on_the_session(
    rendered: dict[str, str],
) -> None:
    everything = "\n".join(rendered.values()).lower()
    for newer in ("is distinct from", "json_object(", "json_array", " greatest(", "||"):
        assert newer not in everything
    assert "float" not in everything
    conversions = re.findall(r"try_convert\((?:date|datetime2|time)[^\n]*", everything)
    assert conversions
    for conversion in conversions:
        assert re.search(r", (23|108|121|126)\)", conversion), conversion


def write_anew() -> None:
    for path in GOLDEN.iterdir():
        path.unlink()
    with tempfile.TemporaryDirectory() as folder:
        rendered = render(Path(folder))
    for name in rendered:
        golden_file(name).write_text(golden_text(rendered, name), encoding="utf-8")


if __name__ == "__main__":
    write_anew()
