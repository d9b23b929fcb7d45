"""Updates on a board: created, edited, answered and deleted ones, landed and as a table."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

from loader.errors import PermissionDenied
from loader.load.post_text import text_of
from tests.load.changed.lab import BOARD, Case, Lab, duckdb_lab
from tests.load.changed.test_event_logs import WHOLE, recent
from tests.load.changed.world import ADA, BOARD_ID, FIRST, clock_of, world
from tests.monday_server import Account, Fault, MondayServer, Strike
from tests.monday_server.conversations import Post
from tests.monday_server.replies import Reply
from tests.monday_server.values import File
from tests.project import UserProject

HOSTILE = (
    "<p>{{ 7*7 }} \u05e9 \U0001f680 </p><script>alert('x')</script><b>it's; drop table x --</b>"
    '<a class="user_mention_editor router" data-mention-id="7">@Ada</a><br>{% raw %}'
)
LANDED = (
    "select kind, monday_id, parent_id, item_id, creator_id, body, "
    "case when gone_at is null then 0 else 1 end"
    f" from raw_monday.{BOARD}__updates"
)


def asking(lab: Lab) -> Lab:
    lab.settings("board_id:", "updates: true\nboard_id:")
    return lab


@pytest.fixture
def talked(case: Case) -> Case:
    """Return a case whose board file requests updates."""
    recent(case.account)
    asking(case.lab)
    return case


def landed(lab: Lab) -> set[tuple[Any, ...]]:
    return {(*row[:-1], bool(row[-1])) for row in lab.query(LANDED)}


def said(account: Account) -> set[tuple[Any, ...]]:
    """Return the board's updates, as they are landed."""
    found = set()
    for update in account.talk.updates.get(BOARD_ID, ()):
        found.add(_row("update", update, None, update.item_id))
        found |= {_row("reply", reply, update.id, update.item_id) for reply in update.replies}
    return found


def _row(kind: str, post: Post, parent: int | None, item_id: int | None) -> tuple[Any, ...]:
    creator = None if post.creator_id is None else str(post.creator_id)
    return kind, post.id, parent, item_id, creator, post.body, False


@pytest.mark.parametrize("reply", [False, True])
def test_a_null_among_updates_lands_nothing_at_all(talked: Case, reply: bool) -> None:
    """A full page with a null was once taken for the last page."""
    account, lab = talked.account, talked.lab
    for n in range(120):
        account.talk.reply(
            account.talk.write(BOARD_ID, f"<p>{n}</p>", FIRST, ADA), "<p>yes</p>", ADA
        )

    def nulled(scene: Any) -> Reply:
        body = scene.true_body()
        updates = body["data"]["boards"][0]["updates"]
        (updates[0]["replies"] if reply else updates)[0] = None
        answer: Reply = scene.json(body)
        return answer

    lost = Strike(Fault("a null update", nulled), when=lambda r: r.operation == "Updates")
    talked.api.strikes.append(lost)
    with pytest.raises(PermissionDenied, match=r"null for one of the (replies|updates)"):
        lab.load()
    lab.load()
    assert landed(lab) == said(account)


def test_updates_and_replies_land_and_follow_edits_and_deletions(talked: Case) -> None:
    account, lab = talked.account, talked.lab
    talk = account.talk
    first = talk.write(BOARD_ID, HOSTILE, FIRST, ADA)
    board = talk.write(BOARD_ID, "<p>of the board</p>", None, None)
    talk.reply(first, "<p>yes</p>", -4)
    first.files.append(File(7, "a.png"))
    lab.load()
    assert landed(lab) == said(account)

    clock_of(account).move(3_600)
    talk.edit(first, "<p>edited</p>")
    talk.reply(board, "<p>an answer</p>", ADA)
    assert lab.load(changed=True).news == 2
    assert landed(lab) == said(account)

    clock_of(account).move(3_600)
    before = said(account)
    talk.delete(BOARD_ID, board)
    assert lab.load(changed=True).news == 0
    assert landed(lab) == before, "a deletion shows with the next full load"
    lab.load()
    gone = {(*row[:-1], True) for row in before - said(account)}
    assert len(gone) == 2
    assert landed(lab) == said(account) | gone
    lab.load()
    assert landed(lab) == said(account) | gone


def test_what_is_deleted_while_pages_are_read_takes_nothing_else_along(
    deployed: UserProject, tmp_path: Path
) -> None:
    with MondayServer(recent(world())) as api:
        account, talk = api.account, api.account.talk
        for n in range(330):
            clock_of(account).move(1)
            talk.write(BOARD_ID, f"<p>{n}</p>", FIRST + n % 12, ADA)
        lab = asking(duckdb_lab(deployed, tmp_path / "home", api))
        lab.load()
        assert landed(lab) == said(account)
        rng = Random(4)
        asked: list[int] = []

        def meanwhile(request: Any) -> None:
            if request.operation == "Updates":
                asked.append(request.number)
                if len(asked) % 5 in (2, 3):
                    talk.delete(BOARD_ID, rng.choice(talk.updates[BOARD_ID][-90:]))

        api.before = meanwhile
        lab.load()
        lab.load()
        api.before = None
        lab.load()
        there = {row for row in landed(lab) if not row[-1]}
        assert there == said(account)
        assert len(landed(lab)) == 330


def say_something(account: Account, rng: Random) -> None:
    """Write, reply, edit or delete as a random user; sometimes attach a file."""
    talk = account.talk
    updates = talk.updates.setdefault(BOARD_ID, [])
    kind = rng.choice(["write", "write", "reply", "edit", "delete", "take back"])
    one = rng.choice(updates) if updates else None
    if one is None or kind == "write":
        place = rng.choice([FIRST + rng.randrange(12), None])
        one = talk.write(BOARD_ID, f"<p>{rng.random()}</p>{HOSTILE}", place, rng.choice([ADA, -4]))
        one.files += [File(rng.randrange(99), "a.png")] * rng.randrange(2)
    elif kind == "reply":
        talk.reply(one, f"<p>{rng.random()}</p>", rng.choice([ADA, None]))
    elif kind == "edit":
        talk.edit(rng.choice([one, *one.replies]), f"<p>{rng.random()} &amp; more</p>")
    elif kind == "delete":
        talk.delete(BOARD_ID, one)
    elif one.replies:
        one.replies.remove(rng.choice(one.replies))


EVERYTHING = (
    "select kind, monday_id, parent_id, item_id, creator_id, created_at, edited_at, body,"
    f" text_body, files, ticks, gone_at is null from raw_monday.{BOARD}__updates"
)


@pytest.mark.parametrize("seed", range(10) if WHOLE else (7,))
def test_any_days_talk_ends_as_one_load_does(
    deployed: UserProject, tmp_path: Path, seed: int
) -> None:
    rng = Random(seed)
    with MondayServer(recent(world())) as api:
        account = api.account
        follower = asking(duckdb_lab(deployed, tmp_path / "follower", api))
        witness = asking(duckdb_lab(deployed, tmp_path / "witness", api))
        follower.load()

        def meanwhile(request: Any) -> None:
            if request.operation == "Updates" and rng.random() < 0.5:
                say_something(account, rng)

        for _ in range(6):
            for _ in range(40):
                say_something(account, rng)
                clock_of(account).move(rng.choice([0, 1, 600]))
            api.before = meanwhile
            follower.load(changed=rng.random() < 0.6)
            api.before = None
            follower.load(changed=True)
            assert said(account) <= landed(follower)
        seen = {row[:2] for row in landed(follower)}
        follower.load()
        witness.load()
        found, wanted = set(follower.query(EVERYTHING)), set(witness.query(EVERYTHING))
        assert {row for row in found if row[-1]} == wanted
        assert landed(witness) == said(account)
        gone = {row[:2] for row in landed(follower) if row[-1]}
        assert gone == seen - {row[:2] for row in said(account)}
        assert len(gone) > 20


def test_a_changed_load_reads_what_was_written_lately(talked: Case) -> None:
    account, talk = talked.account, talked.account.talk
    clock_of(account).now = datetime.now(UTC) - timedelta(days=90)
    for n in range(150):
        talk.write(BOARD_ID, f"<p>{n}</p>", FIRST, ADA)
    clock_of(account).move(80 * 86_400)
    talk.write(BOARD_ID, "<p>lately</p>", FIRST, ADA)
    talked.lab.load()
    talk.write(BOARD_ID, "<p>new</p>", FIRST, ADA)
    operations = talked.changed()
    assert operations.count("Updates") == 1
    assert landed(talked.lab) == said(account)
    assert talked.last()["posts_read"] == 2


def test_the_table_says_who_wrote_what_to_what(deployed: UserProject, tmp_path: Path) -> None:
    with MondayServer(recent(world())) as api:
        account, talk = api.account, api.account.talk
        lab = asking(duckdb_lab(deployed, tmp_path / "home", api))
        first = talk.write(BOARD_ID, HOSTILE, FIRST, ADA)
        first.text = False
        first.files.append(File(7, "a.png"))
        clock_of(account).move(60)
        reply = talk.reply(first, "<p>yes</p>", None)
        clock_of(account).move(60)
        talk.edit(reply, "<p>no</p>")
        lab.project.ok("monday-board", "update", BOARD)
        lab.load()
        built = lab.project.dbt("build", "-s", f"tag:monday_{BOARD}")
        assert built.success, built.errors
        assert built.warnings == []
        found = lab.query(
            'select "Kind", "Update ID", "Reply To", "Item ID", "Creator ID", "Created At",'
            f' "Edited At", "Gone At", "Text", "HTML", "Files" from {BOARD}__updates order by 2'
        )
        wrote = [p.created_at.replace(microsecond=0, tzinfo=None) for p in (first, reply)]
        text = text_of(HOSTILE)
        assert "alert" not in text
        files = '[{"id":"7","name":"a.png","file_extension":".png","file_size":1024}]'
        item = str(FIRST)
        assert found == [
            ("update", first.id, None, item, ADA, wrote[0], None, None, text, HOSTILE, files),
            ("reply", reply.id, first.id, item, None, wrote[1], wrote[1] + timedelta(seconds=60),
             None, "no", "<p>no</p>", None),
        ]  # fmt: skip
        assert dict(lab.query(LOSSES)) == {}
        lab.query_and_commit(
            f"update raw_monday.{BOARD}__updates set created_at = 'soon', creator_id = '1x' "
            f"where monday_id = {reply.id}"
        )
        built = lab.project.dbt("build", "-s", f"tag:monday_{BOARD}")
        assert built.success, built.errors
        assert any("2 conversion losses: Creator ID 1, Created At 1" in w for w in built.warnings)
        assert dict(lab.query(LOSSES)) == {"Creator ID": "1", "Created At": "1"}
        lab.settings("min_rows: 0", "min_rows: 0, max_losses: 1")
        lab.project.ok("monday-board", "update", BOARD)
        built = lab.project.dbt("build", "-s", f"tag:monday_{BOARD}")
        assert not built.success
        assert "conversion losses: expected at most 1; found 2" in built.errors
        assert lab.project.dbt("docs", "generate", "-s", f"{BOARD}__updates").success
        assert repeated(lab, [str(built.events)]) == []


SECRET = "drop table x"
"""A part of the hostile body."""


def repeated(lab: Lab, said: list[str]) -> list[str]:
    """Return where the body of an update appears outside the tables of updates."""
    with duckdb.connect(str(lab.project.database)) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables()"
            " where table_name not like '%updates'"
        ).fetchall()
        rows = {
            f"{schema}.{name}": str(connection.sql(f'select * from "{schema}"."{name}"').fetchall())
            for schema, name in tables
        }
    files = {
        str(path): path.read_text(encoding="utf-8", errors="replace")
        for path in lab.project.home.rglob("*")
        if path.is_file() and path != lab.project.database
    }
    texts = {**rows, **files, **{f"output {n}": text for n, text in enumerate(said)}}
    return [place for place, text in texts.items() if SECRET in text]


@pytest.mark.parametrize(
    "spoiled", ["truncated", None, *(["created_at", "replies", "id", "html"] if WHOLE else [])]
)
def test_no_output_or_record_repeats_what_people_wrote(
    deployed: UserProject, tmp_path: Path, spoiled: str | None
) -> None:
    def act(scene: Any) -> Any:
        text = json.dumps(scene.true_body())
        if spoiled in ("truncated", "html"):
            status, kind = (
                (400, "application/json") if spoiled == "truncated" else (200, "text/html")
            )
            return Reply(status, text[:-20].encode(), {}, kind)
        body = json.loads(text)
        body["data"]["boards"][0]["updates"][0] |= {
            spoiled: "?",
            "updated_at": "?",
            "edited_at": "?",
        }
        return scene.json(body)

    fault = Fault("spoiled", act, outcome="fails", lasting=True)
    with MondayServer(recent(world())) as api:
        lab = asking(duckdb_lab(deployed, tmp_path / "home", api))
        api.account.talk.write(BOARD_ID, HOSTILE, FIRST, ADA)
        if spoiled is not None:
            api.strikes.append(Strike(fault, when=lambda r: r.operation == "Updates"))
        outcomes = [
            lab.project.run("monday-load", BOARD, "-v", "--log-format", kind)
            for kind in ("text", "json")
        ]
        outcomes += [
            lab.project.run("monday-board", *words)
            for words in (
                ("loads", BOARD), ("status", BOARD, "--json"), ("report", "--output", "all.html"),
            )
        ]  # fmt: skip
    assert spoiled or SECRET in str(lab.query(LANDED))
    assert [one.code for one in outcomes[:2]] == [0 if spoiled is None else 1] * 2
    assert repeated(lab, [one.out + one.err for one in outcomes]) == []


LOSSES = f"""
    select lost.key, lost.value from raw_monday._builds as builds, json_each(builds.losses) as lost
    where model = '{BOARD}__updates' and status = 'complete' and started_at = (
        select max(started_at) from raw_monday._builds
        where model = '{BOARD}__updates' and status = 'complete'
    )
"""
