"""The next page's cursor is known before the items of a page are parsed."""

from __future__ import annotations

import pytest

from loader.errors import NotGraphQL
from loader.monday.graphql.cells import CellReader
from loader.monday.graphql.pages import find_page, read_items
from loader.monday.graphql.selection import Shape

NAMED = Shape()


def answer(*items: object) -> dict[str, object]:
    page = {"cursor": "c2", "items": list(items)}
    return {"boards": [{"id": "12", "items_count": 3}], "next_items_page": page}


@pytest.mark.parametrize("item", [{"id": "one"}, {"id": "1", "name": None}, None, 7])
def test_the_cursor_does_not_wait_for_items_that_cannot_be_read(item: object) -> None:
    page = find_page(answer({"id": "1", "name": "a"}, item), 12)

    assert (page.cursor, page.counted, len(page.items)) == ("c2", 3, 2)
    with pytest.raises(NotGraphQL):
        read_items(page, CellReader(()), NAMED)


def test_the_items_come_with_what_the_page_told() -> None:
    page = read_items(find_page(answer({"id": "1", "name": "a"}), 12), CellReader(()), NAMED)

    assert [(item.id, item.name) for item in page.items] == [(1, "a")]
    assert (page.cursor, page.counted) == ("c2", 3)
