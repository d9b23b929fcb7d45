"""Remove the API token from text that leaves the program: logs, terminal, markers and records.

A server can echo the token: in a header, in an error text, as a column's title. No message contains
the token itself, but many repeat what a server says. So the token is removed here, where text
leaves, and not in each place that creates a message.
"""

from __future__ import annotations

import json

from loader.settings import api_token

HIDDEN = "***"


def redacted(text: str) -> str:
    """Return `text` without the API token, neither as it is nor as escaped in JSON."""
    token = api_token()
    if not token:
        return text
    return text.replace(token, HIDDEN).replace(json.dumps(token)[1:-1], HIDDEN)
