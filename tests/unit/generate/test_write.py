"""Only files that differ are written, and only generated files are deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from loader.errors import ProjectError
from loader.generate.write import differing, write


def test_a_file_that_is_not_wanted_goes_only_if_it_was_generated(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "a.sql", tmp_path / "b.sql"
    ours.write_text("-- Generated from boards/a.yml: edit that file\n")
    theirs.write_text("select 1\n")
    changes = differing({ours: None, theirs: None, tmp_path / "none.sql": None})
    assert [(c.path, c.after) for c in changes] == [(ours, None)]
    write(changes)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.sql"]


def test_only_differences_are_written(tmp_path: Path) -> None:
    wanted = {tmp_path / "a" / "x.sql": "one\n", tmp_path / "a" / "y.sql": "two\n"}
    write(differing(wanted))
    assert differing(wanted) == ()
    (tmp_path / "a" / "y.sql").write_text("edited")
    (change,) = differing(wanted)
    assert (change.path.name, change.before, change.after) == ("y.sql", "edited", "two\n")
    write((change,))
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == ["x.sql", "y.sql"]


def test_what_somebody_wrote_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    board, model = tmp_path / "orders.yml", tmp_path / "orders.sql"
    board.write_text("title: Orders\n")
    model.write_text("-- Generated from boards/orders.yml\n")
    new = tmp_path / "new.yml"
    changes = differing({board: "title: New\n", model: "-- Generated from it anew\n"})
    board.write_text("title: Edited\n")
    with pytest.raises(ProjectError, match=r"orders\.yml was changed .* Run the command again"):
        write(changes)
    assert model.read_text() == "-- Generated from boards/orders.yml\n"
    (made,) = differing({new: "title: New\n"})
    new.write_text("title: Another\n")
    with pytest.raises(ProjectError, match=r"new\.yml was changed"):
        write((made,))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["new.yml", "orders.sql", "orders.yml"]


def test_a_link_stays_one_and_what_it_names_is_written(tmp_path: Path) -> None:
    elsewhere, link = tmp_path / "elsewhere" / "orders.yml", tmp_path / "orders.yml"
    elsewhere.parent.mkdir()
    elsewhere.write_text("title: Orders\n")
    link.symlink_to(elsewhere)
    write(differing({link: "title: New\n"}))
    assert link.is_symlink()
    assert elsewhere.read_text() == "title: New\n"
    assert [p.name for p in elsewhere.parent.iterdir()] == ["orders.yml"]
