"""Failures below the API: gateways, cut connections, bodies that are not JSON."""

from __future__ import annotations

from collections.abc import Callable

from .faults import Fault, Scene
from .problems import entry, seconds
from .replies import Reply

GATEWAY_PAGE = (
    b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head>"
    b"<body><center><h1>502 Bad Gateway</h1></center><hr>cloudflare</body></html>"
)
LOGIN_PAGE = (
    b"<!DOCTYPE html><html><head><title>Sign in</title></head>"
    b"<body><form action='/login'>Corporate proxy sign-in</form></body></html>"
)
HTML = "text/html; charset=utf-8"


def _internal(status: int) -> Callable[[Scene], Reply]:
    def act(scene: Scene) -> Reply:
        problem = entry("Internal server error", "INTERNAL_SERVER_ERROR", status)
        return scene.json({"errors": [problem]}, status)

    return act


def _page(status: int, body: bytes) -> Callable[[Scene], Reply]:
    return lambda scene: Reply(status, body, content_type=HTML)


def _retry_after(status: int, body: bytes, content_type: str = HTML) -> Callable[[Scene], Reply]:
    def act(scene: Scene) -> Reply:
        wait = {"Retry-After": str(seconds(scene.wait))}
        return Reply(status, body, wait, content_type=content_type)

    return act


def _locked(scene: Scene) -> Reply:
    problem = entry("Resource is locked", "ResourceLocked", 423)
    return scene.json({"errors": [problem]}, 423, Retry_After=str(seconds(scene.wait)))


def _dropped_in_body(scene: Scene) -> Reply:
    """Announce the length of the whole body, but close the connection half-way."""
    reply = scene.truth()
    reply.cut = len(reply.body) // 2
    return reply


def _truncated(scene: Scene) -> Reply:
    """Send half of the JSON with a length that matches it."""
    reply = scene.truth()
    reply.body = reply.body[: len(reply.body) // 2]
    return reply


def _slow(scene: Scene) -> Reply:
    reply = scene.truth()
    reply.delay = scene.wait
    return reply


def _dropped_after_work(scene: Scene) -> Reply:
    """Do and charge the work as monday would, but send not a byte of the answer."""
    scene.truth()
    return Reply(silent=True)


TRANSPORT_FAULTS = (
    Fault("http_500", _internal(500)),
    Fault("http_500_empty", lambda scene: Reply(500)),
    Fault("http_502_html", _page(502, GATEWAY_PAGE)),
    Fault("http_503", _retry_after(503, b"Service Unavailable", "text/plain"), retry_in=1),
    Fault("http_503_plain", lambda scene: Reply(503, b"upstream connect error", {}, "text/plain")),
    Fault("http_504_html", _page(504, GATEWAY_PAGE.replace(b"502 Bad", b"504 Bad"))),
    Fault("locked_423", _locked, retry_in=1),
    Fault("dropped_before", lambda scene: Reply(silent=True), cause="network"),
    Fault("dropped_after_work", _dropped_after_work, cause="network"),
    Fault("dropped_in_body", _dropped_in_body, cause="network"),
    Fault("truncated_json", _truncated, cause="network"),
    Fault("slow", _slow, cause="network"),
    Fault("empty_200", lambda scene: Reply(200), outcome="either", cause="not_graphql"),
    Fault("html_200", _page(200, LOGIN_PAGE), outcome="either", cause="not_graphql"),
    Fault(
        "html_200_always",
        _page(200, LOGIN_PAGE),
        outcome="fails",
        cause="not_graphql",
        lasting=True,
    ),
    Fault("http_500_always", _internal(500), outcome="fails", lasting=True),
)
