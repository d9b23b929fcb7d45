"""Make the plain text of an update or reply from monday's text and its HTML. Pure.

The work is linear in the length of any HTML. Python's own parser is not used: for each unclosed tag
it scans the rest of the body again, and it fails on `&#` with thousands of digits.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

NO_BREAK_SPACE = "\u00a0"
"""monday's editor writes `&nbsp;` for adjacent blanks; a reader searches for blanks."""
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")
_NAME = re.compile(r"<(/?)([a-zA-Z]\w*)", re.ASCII)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,31});?")
_SILENT = ("script", "style")
_NEW_LINE = ("br", "p", "li", "div")


def plain_text(body: str, text: str | None) -> str:
    """Return a post without HTML: monday's own text, or that of the body if monday gives none.

    monday makes its text by removing tags. Whether it decodes character references such as `&amp;`
    is undocumented: if its text has them as in the body, they are decoded here.
    """
    if text is None:
        return text_of(body)
    untagged = _TAG.sub("", body)
    return _read(text) if _letters(text) == _letters(untagged) else text


def text_of(body: str) -> str:
    """Return the text of HTML, without scripts and styles; keep a `<` that begins no tag."""
    return "".join(_pieces(body)).strip()


def _pieces(body: str) -> Iterator[str]:
    silent, at = "", 0  # the name of the open script or style element
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
    """Decode character references."""
    read = _REFERENCE.sub(lambda found: html.unescape(found[0]), text)
    return read.replace(NO_BREAK_SPACE, " ")


def _letters(text: str) -> str:
    """Return the text without white space, which changes where tags are removed."""
    return "".join(text.split())
