"""The tasks of a flow's `errors` branch, which notify people of a failure. Pure.

Messages consist of board names, ids and fixed texts, so no text from monday gets into them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from loader.generate.kestra.settings import Mail, Notify
from loader.generate.kestra.tasks import secret

_PATIENT: dict[str, Any] = {
    "retry": {
        "type": "exponential", "interval": "PT30S", "maxInterval": "PT10M", "maxAttempts": 4,
    },
    "allowFailure": True,
}  # fmt: skip
"""A board is reported only once, so an outage of three minutes must not lose the message."""


def errors(message: str, notify: Notify | None) -> list[dict[str, Any]]:
    """Return the tasks that send people `message`, which may contain Kestra expressions."""
    log = {
        "id": "report_failure",
        "type": "io.kestra.plugin.core.log.Log",
        "level": "ERROR",
        "message": message,
    }
    return [log, *(_told(message, notify) if notify else ())]


def _told(message: str, notify: Notify) -> Iterator[dict[str, Any]]:
    """Yield one task for each recipient, so that a failing one does not stop the others."""
    if notify.slack:
        yield {
            "id": "tell_slack",
            "type": "io.kestra.plugin.slack.notifications.SlackIncomingWebhook",
            "url": secret(notify.slack),
            "payload": json.dumps({"text": message}),
            **_PATIENT,
        }
    if notify.teams:
        yield {
            "id": "tell_teams",
            "type": "io.kestra.plugin.microsoft365.teams.TeamsIncomingWebhook",
            "url": secret(notify.teams),
            "payload": json.dumps(_card(message)),
            **_PATIENT,
        }
    if notify.webhook:
        yield {
            "id": "tell_webhook",
            "type": "io.kestra.plugin.core.http.Request",
            "uri": secret(notify.webhook),
            "method": "POST",
            "contentType": "application/json",
            "body": json.dumps({"text": message}),
            **_PATIENT,
        }
    if notify.mail:
        yield _mail(message, notify.mail)


def _card(message: str) -> dict[str, Any]:
    """Return an adaptive card, which Teams' workflows accept.

    No two braces of its JSON are adjacent, because Pebble would take them for its own.
    """
    text = {"type": "TextBlock", "text": message, "wrap": True}
    content = {"body": [text], "type": "AdaptiveCard", "version": "1.4"}
    card = {"content": content, "contentType": "application/vnd.microsoft.card.adaptive"}
    return {"attachments": [card], "type": "message"}


def _mail(message: str, mail: Mail) -> dict[str, Any]:
    login = (
        {"username": mail.user, "password": secret(mail.secret)}
        if mail.user and mail.secret
        else {}
    )
    return {
        "id": "tell_by_mail",
        "type": "io.kestra.plugin.email.MailSend",
        "host": mail.host,
        "port": mail.port,
        **login,
        "from": mail.sender,
        "to": ";".join(mail.to),
        "subject": message.partition(" in execution")[0],
        "plainTextContent": message,
        **_PATIENT,
    }
