"""Which models are exchanged together."""

from __future__ import annotations

from dataclasses import replace

from loader.generate.render import render_files
from loader.generate.together import leaders, refer
from tests.board_files import deployed


def test_subitems_go_with_the_board_of_their_parents() -> None:
    board = deployed(("name", "Name", "name"))
    subitems = replace(board, name="lots")
    parent = replace(board, name="orders", subitems="lots")
    assert leaders(subitems, (parent,)) == ("orders",)
    assert leaders(subitems, (replace(parent, removed=True),)) == ()
    assert leaders(subitems, (replace(parent, database="Other"),)) == ()
    assert leaders(parent, (subitems,)) == ()


def test_a_model_refers_to_what_it_is_exchanged_with_in_parsing_alone() -> None:
    wanted = "{% if not execute %}{{ ref('orders') }}{{ ref('lots') }}{% endif %}\n"
    assert refer(("orders", "lots")) == wanted
    assert refer(()) == ""


def test_tables_beside_those_of_subitems_go_with_either_board() -> None:
    board = deployed(("name", "Name", "name"), ("people", "Who", "people"))
    entries = tuple(replace(c, links=c.type == "people") for c in board.columns)
    subitems = replace(board, name="lots", table="lots", columns=entries)
    parent = replace(board, name="orders", subitems="lots")
    links = render_files(subitems, (parent,))["models/boards/lots__links.sql"]
    assert '"swap_with": ["orders", "lots"]' in links
