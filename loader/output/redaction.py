"""Takes the API token out of text that leaves the program: logs, terminal, markers and records.

A server can send back what it was sent: in a header, in an error's text, as a column's title.
No message is built with the token, but what such a server says is repeated in many; so it is
taken out here, where text leaves, and not in each place that says something.
"""

from __future__ import annotations

import json

from loader.settings import api_token

HIDDEN = "***"


def redacted(text: str) -> str:
    """`text` without the API token, as it is and as it stands in a JSON text."""
    token = api_token()
    if not token:
        return text
    return text.replace(token, HIDDEN).replace(json.dumps(token)[1:-1], HIDDEN)
