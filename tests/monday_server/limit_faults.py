"""Refusals by monday's limits, in every observed form of the body."""

from __future__ import annotations

from typing import Any

from .engine import too_complex
from .faults import Fault, Scene
from .problems import entry, seconds
from .replies import Reply

MAXIMUM = 5_000_000


def _refused(scene: Scene, status: int, message: str, code: str, **more: Any) -> Reply:
    """Answer in the newer form: `errors` with extensions, the wait in body and header."""
    wait = seconds(scene.wait)
    problem = entry(message, code, 429, **more, retry_in_seconds=wait)
    headers = {"Retry_After": str(wait)} if status == 429 else {}
    return scene.json({"errors": [problem]}, status, **headers)


def _complexity(scene: Scene, status: int, code: str) -> Reply:
    message = f"Complexity budget exhausted, reset in {seconds(scene.wait)} seconds"
    figures = {
        "complexity": 6182,
        "complexity_budget_left": 5120,
        "complexity_budget_limit": 10_000_000,
    }
    return _refused(scene, status, message, code, **figures)


def _complexity_oldest(scene: Scene) -> Reply:
    """Answer HTTP 200 without `errors`; only the sentence contains the wait."""
    return scene.json(
        {
            "error_code": "ComplexityException",
            "status_code": 429,
            "error_message": "Complexity budget exhausted, query cost 30001 budget remaining "
            f"19986 out of 1000000 reset in {seconds(scene.wait)} seconds",
            "error_data": {},
            "account_id": scene.account.id,
        }
    )


def _too_complex(scene: Scene) -> Reply:
    return scene.json(too_complex(MAXIMUM + scene.request.cost + 1, MAXIMUM))


def _too_complex_old(scene: Scene) -> Reply:
    return scene.json(
        {
            "error_code": "ComplexityException",
            "status_code": 200,
            "error_message": f"Query has complexity of {MAXIMUM + 1}, which exceeds max "
            f"complexity of {MAXIMUM}",
            "error_data": {},
        }
    )


def _concurrency_200(scene: Scene) -> Reply:
    problem = entry("Concurrency limit exceeded", "maxConcurrencyExceeded", 429)
    return scene.json({"errors": [problem]})


def _rate_429_body_only(scene: Scene) -> Reply:
    problem = {
        "message": "Minute limit rate exceeded",
        "extensions": {"code": "RATE_LIMIT_EXCEEDED", "retry_in_seconds": seconds(scene.wait)},
    }
    return scene.json({"errors": [problem]}, 429)


def _daily(status: int) -> Any:
    def act(scene: Scene) -> Reply:
        problem = entry("Daily limit exceeded", "DAILY_LIMIT_EXCEEDED", 429)
        return scene.json({"errors": [problem]}, status)

    return act


def _ip(scene: Scene) -> Reply:
    return _refused(scene, 429, "IP rate limit exceeded", "IP_RATE_LIMIT_EXCEEDED")


def _blocked(scene: Scene) -> Reply:
    problem = entry("API access temporarily blocked", "API_TEMPORARILY_BLOCKED", 429)
    return scene.json({"errors": [problem]})


LIMIT_FAULTS = (
    Fault("rate_429_empty", lambda scene: Reply(429), cause="rate"),
    Fault(
        "rate_429_header",
        lambda scene: Reply(429, b"", {"Retry-After": str(seconds(scene.wait))}),
        cause="rate",
        retry_in=1,
    ),
    Fault("rate_429_body", _rate_429_body_only, cause="rate", retry_in=1),
    Fault(
        "complexity_429",
        lambda scene: _complexity(scene, 429, "COMPLEXITY_BUDGET_EXHAUSTED"),
        cause="rate",
        retry_in=1,
    ),
    Fault(
        "complexity_429_old_code",
        lambda scene: _complexity(scene, 429, "complexityBudgetExhausted"),
        cause="rate",
        retry_in=1,
    ),
    Fault(
        "complexity_200",
        lambda scene: _complexity(scene, 200, "COMPLEXITY_BUDGET_EXHAUSTED"),
        cause="rate",
        retry_in=1,
    ),
    Fault("complexity_200_oldest", _complexity_oldest, cause="rate", retry_in=1),
    Fault("query_too_complex", _too_complex, cause="complexity", where="pages"),
    Fault("query_too_complex_old", _too_complex_old, cause="complexity", where="pages"),
    Fault(
        "minute_429",
        lambda scene: _refused(
            scene, 429, "Minute rate limit exceeded", "MINUTE_RATE_LIMIT_EXCEEDED"
        ),
        cause="rate",
        retry_in=1,
    ),
    Fault(
        "concurrency_429",
        lambda scene: _refused(scene, 429, "Concurrency limit exceeded", "maxConcurrencyExceeded"),
        cause="rate",
        retry_in=1,
    ),
    Fault("concurrency_200", _concurrency_200, cause="rate"),
    Fault("ip_429", _ip, cause="rate", retry_in=1),
    Fault("daily_429", _daily(429), outcome="fails", cause="daily", lasting=True),
    Fault("daily_200", _daily(200), outcome="fails", cause="daily", lasting=True),
    Fault("blocked_200", _blocked, outcome="either", cause="rate"),
)
