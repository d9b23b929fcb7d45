"""The plain text of an update or reply, from monday's own and its HTML. Pure.

Whatever stands in the HTML, the work grows with its length: Python's own HTML parser looks through
the rest of a body again for each tag that is not closed, and its reading of `&#` fails for
thousands of digits.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

NO_BREAK_SPACE = "\u00a0"
"""monday's editor writes `&nbsp;` for blanks side by side; a reader searches for blanks."""
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")
_NAME = re.compile(r"<(/?)([a-zA-Z]\w*)", re.ASCII)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_SILENT = ("script", "style")
_NEW_LINE = ("br", "p", "li", "div")


def plain_text(body: str, text: str | None) -> str:
    """What a post says, without HTML: monday's own text, or that of the body where it gives none.

    monday makes its text by taking the tags out. Whether it reads character references such as
    `&amp;` is documented nowhere: they are read here where it left them as they are in the body.
    """
    if text is None:
        return text_of(body)
    untagged = _TAG.sub("", body)
    return _read(text) if _letters(text) == _letters(untagged) else text


def text_of(body: str) -> str:
    """The text of a body of HTML, without scripts and styles; a `<` that begins no tag stays."""
    return "".join(_pieces(body)).strip()


def _pieces(body: str) -> Iterator[str]:
    silent, at = "", 0  # the name of the script or style that is open
    for tag in _TAG.finditer(body):
        if not silent:
            yield _read(body[at : tag.start()])
        at = tag.end()
        named = _NAME.match(tag[0])
        closing, name = (named[1], named[2].lower()) if named else ("", "")
        if silent:
            silent = "" if closing and name == silent else silent
        elif name in _SILENT and not closing:
            silent = name
        elif name in _NEW_LINE and not closing:
            yield "\n"
    if not silent:
        yield _read(body[at:])


def _read(text: str) -> str:
    """With the characters that references stand for."""
    read = _REFERENCE.sub(lambda found: html.unescape(found[0]), text)
    return read.replace(NO_BREAK_SPACE, " ")


def _letters(text: str) -> str:
    """Without any white space, which is laid out anew where tags go."""
    return "".join(text.split())
