"""Any text and any JSON into any type: one value or one loss on both engines, and no error.

The macros are rendered by dbt for both engines, and their SQL is run over rows that Hypothesis
makes up: on DuckDB against what Python works out from the grammar, on a server against DuckDB.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from loader.board.spellings import MOMENT, NUMBER
from tests.sqlserver import connection as server

from .cases import CASES
from .cases.case import BABELFISH_READS
from .expected import expected
from .project import Project, make_project
from .test_tsql_golden import NoServer
from .warehouse import DuckDB

pytestmark = pytest.mark.timeout(1800)
"""A server is asked for thousands of rows, and Babelfish is slow at that."""

DATA_TYPES = (
    "nvarchar(max)", "nvarchar(5)", "tinyint", "smallint", "int", "bigint", "decimal(18,2)",
    "decimal(38,10)", "decimal(38,38)", "decimal(5,0)", "money", "smallmoney", "float", "real",
    "date", "datetime2(0)", "datetime2(3)", "datetime2(6)", "datetime", "smalldatetime", "time(0)",
    "time(6)", "bit",
)  # fmt: skip
PARTS = sorted({(c.type, c.part or "") for c in CASES if c.type not in ("name", "text")})
"""Every type and part, for cells of JSON."""
TIME = r"(?:[01][0-9]|2[0-9]):[0-6][0-9](?::[0-6][0-9](?:[.][0-9]{1,8})?)?"
HARD = sorted({c.text for c in CASES if c.text and c.type == "text"})

BLANKS = " " * 4001

Row = tuple[str | None, str | None, str | None]
"""text, value, fields."""
Answers = dict[tuple[int, str], tuple[Any, bool]]
"""Value and loss by number of the row and name of the subject."""


class Subject:
    """A call of a type macro, as SQL of an engine. No dataclass: Hypothesis would print the SQL."""

    def __init__(self, name: str, expression: str, loss: str) -> None:
        self.name, self.expression, self.loss = name, expression, loss

    def __repr__(self) -> str:
        return self.name


def plain(characters: str = "") -> st.SearchStrategy[str]:
    return st.text(
        st.characters(
            codec="utf-8", exclude_characters="\0", include_characters=characters or None
        ),
        max_size=30,
    )


def written(pattern: str) -> st.SearchStrategy[str]:
    return st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="ascii"))


@st.composite
def nearly(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A text of the grammar with a piece put in, taken out or doubled."""
    text = draw(texts)
    place = draw(st.integers(0, len(text)))
    piece = draw(st.sampled_from([*" +-.,:0179EeTZz/$%\t\n", "\uff11", "\u00b2", BLANKS, text]))
    return text[:place] + str(piece) + text[place + draw(st.integers(0, 2)) :]


HARD_ONES = st.integers(0, len(HARD) - 1).map(lambda number: HARD[number])
SPELLED = st.one_of(written(NUMBER), written(MOMENT), written(TIME))
TEXTS = st.one_of(SPELLED, nearly(SPELLED), nearly(SPELLED), HARD_ONES, plain())
KEYS = (
    "date", "time", "hour", "minute", "from", "to", "lat", "lng", "city", "country", "url", "text",
    "index", "checked", "rating", "duration", "running", "created_at", "creator_id", "updated_at",
    "week", "ids", "is_done", "is_leaf", "vote_count", "item_id", "startDate", "long_name",
)  # fmt: skip
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.integers(0, 60), TEXTS
)
OBJECTS = st.recursive(
    st.dictionaries(st.sampled_from(KEYS), SCALARS, max_size=4),
    lambda inner: st.dictionaries(
        st.sampled_from(KEYS), st.one_of(inner, st.lists(SCALARS, max_size=2)), max_size=3
    ),
    max_leaves=6,
).map(json.dumps)
DOCUMENTS = st.one_of(st.none(), OBJECTS, TEXTS.map(json.dumps), TEXTS)


pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")


def subjects(folder: Path, engine: str) -> list[Subject]:
    """Every conversion of a text (`text int`) and every type and part (`date has time`)."""
    texts = [(f"text {kind}", f"monday_text('c', data_type='{kind}'") for kind in DATA_TYPES]
    parts = [
        (f"{kind} {part}".strip(), f"monday_{kind}('c', part='{part}'") for kind, part in PARTS
    ]
    return rendered(folder, engine, [*texts, *parts])


def rendered(folder: Path, engine: str, calls: Sequence[tuple[str, str]]) -> list[Subject]:
    """Calls of type macros by their names, each without its closing bracket."""
    project = _project(folder / engine, engine)
    lines = [f"-- ==== {n}\n{{{{ {c}) }}}}\n-- loss\n{{{{ {c}, get='loss') }}}}" for n, c in calls]
    project.write("models/asked.sql", "\n".join(lines) + "\n")
    run = project.dbt("--quiet", "--no-populate-cache", "compile", "--no-introspect", "-s", "asked")
    assert run.success, run.text
    text = (project.folder / "target/compiled/monday/models/asked.sql").read_text("utf-8")
    parts = re.split(r"^-- (?:==== (.+)|loss)$", text, flags=re.M)[1:]
    pairs = zip(parts[::4], parts[1::4], parts[3::4], strict=True)
    return [Subject(name, value.strip(), loss.strip()) for name, value, loss in pairs]


def _project(folder: Path, engine: str) -> Project:
    warehouse: Any = DuckDB(folder.with_suffix(".duckdb")) if engine == "duckdb" else NoServer()
    return make_project(folder, warehouse)


def ask(
    asked: Sequence[Subject], run: Callable[[str], list[tuple[Any, ...]]], at_once: int
) -> Answers:
    """The answers of every subject for every row of a table `asked_rows`."""
    answers: Answers = {}
    for start in range(0, len(asked), at_once):
        some = asked[start : start + at_once]
        columns = [
            f"{one.expression}, max(case when {one.loss} then 1 else 0 end)"
            if one.loss != "None"
            else f"{one.expression}, 0"
            for one in some
        ]
        for item, *found in run(
            f"select item_id, {', '.join(columns)} from asked_rows group by item_id"
        ):
            for number, one in enumerate(some):
                answers[item, one.name] = (found[2 * number], bool(found[2 * number + 1]))
    return answers


def ask_duckdb(asked: Sequence[Subject], rows: Sequence[Row]) -> Answers:
    with duckdb.connect() as connection:
        connection.execute(
            "create table asked_rows (item_id bigint, column_id varchar, text varchar,"
            " value varchar, fields varchar)"
        )
        listed = [(number, "c", *row) for number, row in enumerate(rows)]
        connection.executemany("insert into asked_rows values (?, ?, ?, ?, ?)", listed)
        return ask(asked, lambda sql: connection.execute(sql).fetchall(), 40)


def ask_server(asked: Sequence[Subject], rows: Sequence[Row]) -> Answers:
    with closing(server.connect("tempdb")) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(
            "create table #asked_rows (item_id bigint, column_id varchar(10), text nvarchar(max),"
            " value nvarchar(max), fields nvarchar(max))"
        )
        for number, row in enumerate(rows):
            cursor.execute("insert into #asked_rows values (?, 'c', ?, ?, ?)", number, *row)

        def run(sql: str) -> list[tuple[Any, ...]]:
            found = cursor.execute(sql.replace("from asked_rows", "from #asked_rows"))
            return [tuple(row) for row in found.fetchall()]

        return ask(asked, run, 8)


def same(left: Any, right: Any) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return math.isclose(left, right, rel_tol=1e-15) or left == right
    if isinstance(left, str) and isinstance(right, str) and left[:1] in "[{" and left != right:
        return bool(json.loads(left) == json.loads(right))
    return bool(left == right) and type(left) is type(right)


def differences(left: Answers, right: Answers, rows: Sequence[Row]) -> list[str]:
    return [
        f"{key[1]} of {str(rows[key[0]])[:200]}: {answer!r}, not {right[key]!r}"
        for key, answer in left.items()
        if not same(answer[0], right[key][0]) or answer[1] != right[key][1]
    ]


@pytest.fixture(scope="module")
def on_duckdb(tmp_path_factory: pytest.TempPathFactory) -> list[Subject]:
    return subjects(tmp_path_factory.mktemp("agree"), "duckdb")


@pytest.fixture(scope="module")
def on_server(tmp_path_factory: pytest.TempPathFactory) -> list[Subject]:
    server.require()
    return subjects(tmp_path_factory.mktemp("agree"), "sqlserver")


def told_apart_by_babelfish(text: str) -> bool:
    return bool(re.search(BABELFISH_READS, text))


def on_both(one: Subject) -> bool:
    """Whether the server can be asked: Babelfish refuses to cut a text."""
    return not (server.is_babelfish() and one.name == "text nvarchar(5)")


def texts_of(rows: Iterable[str]) -> list[Row]:
    return [(text, None, None) for text in rows]


def many(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )


@given(texts=st.lists(TEXTS, min_size=50, max_size=200))
@many(15)
def test_duckdb_reads_a_text_as_the_grammar_says(
    on_duckdb: list[Subject], texts: list[str]
) -> None:
    asked = [one for one in on_duckdb if one.name.startswith("text ")]
    rows = texts_of([*texts, *HARD])
    wanted = {
        (number, one.name): expected(row[0] or "", one.name.removeprefix("text "))
        for number, row in enumerate(rows)
        for one in asked
    }
    assert differences(ask_duckdb(asked, rows), wanted, rows) == []


@given(rows=st.lists(st.tuples(TEXTS, DOCUMENTS, DOCUMENTS), min_size=50, max_size=200))
@many(15)
def test_duckdb_reads_any_cell_without_an_error(on_duckdb: list[Subject], rows: list[Row]) -> None:
    assert len(ask_duckdb(on_duckdb, rows)) == len(rows) * len(on_duckdb)


@pytest.mark.sqlserver
@given(texts=st.lists(TEXTS, min_size=50, max_size=200))
@many(4)
def test_engines_agree_on_a_text(
    on_duckdb: list[Subject], on_server: list[Subject], texts: list[str]
) -> None:
    asked, there = (
        [one for one in engine if one.name.startswith("text ") and on_both(one)]
        for engine in (on_duckdb, on_server)
    )
    fair = (
        t for t in [*texts, *HARD] if not (server.is_babelfish() and told_apart_by_babelfish(t))
    )
    rows = texts_of(fair)
    assert differences(ask_server(there, rows), ask_duckdb(asked, rows), rows) == []


@pytest.mark.sqlserver
@given(rows=st.lists(st.tuples(TEXTS, DOCUMENTS, DOCUMENTS), min_size=50, max_size=200))
@many(4)
def test_engines_agree_on_a_cell(
    on_duckdb: list[Subject], on_server: list[Subject], rows: list[Row]
) -> None:
    server.needs_sql_server("its JSON is PostgreSQL's: numbers written anew, texts refused")
    assert differences(ask_server(on_server, rows), ask_duckdb(on_duckdb, rows), rows) == []
