"""Writes hostile text into generated files: as Jinja literals, and as inert Markdown.

A title is written so that neither Jinja, YAML, an editor nor a browser can read it as anything but
text. The Jinja literal renders to the title, character by character.
"""

from __future__ import annotations

import ast
import html

_PLAIN = frozenset(" -_.,:;()/%&+*=>!?@$^~|'`")
"""Without `<`, because the search of dbt's documentation site shows a model's code as HTML."""
_MARKDOWN_PLAIN = frozenset(" -.,:;()/%+=?@$'!>#^")
"""Characters without a meaning inside a line; some views show a description undecoded."""


def jinja_literal(text: str) -> str:
    """Return `text` as one Jinja string literal, including its quotes."""
    return '"' + "".join(_escaped(ch) for ch in text) + '"'


def yaml_text(text: str) -> str:
    """Return `text` as a YAML value that dbt renders back to it.

    The text is plain if it has no brace, as dbt leaves it alone; otherwise it is a Jinja literal.
    """
    plain = all(ch.isalnum() or ch in _PLAIN for ch in text) and text == text.strip()
    return text if plain else "{{ " + jinja_literal(text) + " }}"


def argument_text(text: str) -> str:
    """Return `text` as an argument of a generic test that dbt renders back to it.

    dbt parses what it renders there as Python if possible: 1_000 becomes a number, 'a' loses its
    quotes. Only dbt's filter `as_text` keeps it a text.
    """
    try:
        ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        if yaml_text(text) == text:
            return text
    return "{{ " + jinja_literal(text) + " | as_text }}"


def markdown_text(text: str) -> str:
    """Return `text` as one line of Markdown and HTML that shows it and does nothing else."""
    return "".join(
        ch if ch.isalnum() or ch in _MARKDOWN_PLAIN or _is_plain_symbol(ch) else _entity(ch)
        for ch in " ".join(text.split())
    )


def markdown_id(ident: str) -> str:
    """Return a monday id as inline code, or as inert text if it does not have the form of an id."""
    plain = ident.isascii() and ident.replace("_", "").isalnum()
    return f"`{ident}`" if plain else markdown_text(ident)


def _is_plain_symbol(ch: str) -> bool:
    """True for printable characters with no meaning in Markdown: emoji, accents, other scripts."""
    return ch > "\x7f" and ch.isprintable()


def _entity(ch: str) -> str:
    return html.escape(ch) if ch in '<>&"' else f"&#{ord(ch)};"


def _escaped(ch: str) -> str:
    if ch.isalnum() or ch in _PLAIN:
        return ch
    code = ord(ch)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
