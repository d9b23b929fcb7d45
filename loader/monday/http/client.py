"""One POST to monday: decoded data, or one exception. No retry, no pacing, no paging.

The token is sent only in the Authorization header, and removed from anything that monday or the
network might repeat.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError

from loader import errors
from loader.board.json_text import TooDeep, parse_json
from loader.errors import ApiError
from loader.monday.graphql.queries import Query
from loader.monday.http.deadline import DeadlineAdapter, within
from loader.monday.http.error_answers import Context, entries_of, printable, refusal
from loader.monday.http.error_codes import Entry
from loader.monday.http.rate_headers import (
    Complexity,
    Rates,
    clock_difference,
    complexity_of,
    rates_of,
    retry_after,
)
from loader.monday.limits import REQUEST_SECONDS

Variable = str | int | Sequence[str]
Variables = Mapping[str, Variable]

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 1.5 * REQUEST_SECONDS
"""One and a half times as long as monday allows a request, to include the transfer."""

LARGEST_ANSWER = 256 << 20
"""Maximum bytes of a decompressed answer; far more than the largest page of items has."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer. `data` is decoded JSON, for the parsers in `graphql/` only."""

    data: object
    complexity: Complexity | None
    rates: Rates
    version: str | None
    """The API version that served the request, if given."""
    seconds: float
    refused: frozenset[str] = frozenset()
    """Parts of a shared query that monday refused: indexes in `boards`, or aliases."""


class _Token(AuthBase):
    """Sets the header itself, so that a ~/.netrc entry for the host cannot replace it."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self._token
        return request

    def __repr__(self) -> str:
        return "<token>"


class Client:
    """Sends queries to one address with one token. Safe to use from several threads.

    `answer_seconds` limits a whole request, however slowly its bytes come. The constructor raises
    AuthenticationError or UsageError if the token or the address is unusable.
    """

    def __init__(
        self, url: str, token: str | None, version: str, *, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        self._url = url
        self._token = _usable(token)
        self._seconds = answer_seconds
        if not version.isascii() or not version.isprintable():
            raise errors.UsageError(
                f"MONDAY_API_VERSION is {printable(version)!r}; give a version such as 2026-10."
            )
        self.version = version
        self.ahead = timedelta()
        """How far monday's clock is ahead of this machine's, according to its last answer."""
        self.place = printable(_place(url), self._token)
        self._session = requests.Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = DeadlineAdapter(pool_maxsize=64)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        self._session.auth = _Token(self._token)
        self._session.headers.update(
            {"API-Version": version, "Accept": "application/json", "User-Agent": "monday-load"}
        )

    def __repr__(self) -> str:
        return f"Client({self.place!r}, version={self.version!r})"

    def close(self) -> None:
        """Close idle connections."""
        self._session.close()

    def post(self, query: Query, variables: Variables, about: str) -> Answer:
        """Send one query. `about` says what it is for, in messages: "reading board 12".

        Raise the fitting ApiError for anything but a complete answer without errors. Errors in
        `query.optional` root fields are ignored: their data is null. If only parts of a shared
        query fail, they are listed in `refused`.
        """
        begun = time.monotonic()
        status, headers, body = self._send(query, variables, about, begun)
        self.ahead = clock_difference(headers.get("Date"), datetime.now(UTC)) or self.ahead
        rates = rates_of(headers)
        asked = retry_after(headers.get("Retry-After"), headers.get("Date"))
        context = Context(about, status, asked, _reset(status, rates), self._token)
        decoded = self._decode(headers, body, context)
        entries = tuple(e for e in entries_of(decoded) if not _harmless(e, query.optional))
        refused = {part for e in entries if (part := _part(e, query)) is not None}
        whole = [e for e in entries if _part(e, query) is None]
        if whole or status != 200:
            raise refusal(entries, context)
        data = decoded.get("data") if isinstance(decoded, Mapping) else None
        if not isinstance(data, Mapping):
            raise errors.NotGraphQL(
                f"{self.place} answered {about} with JSON that holds no data. Check MONDAY_API_URL."
            )
        return Answer(
            data,
            complexity_of(data.get("complexity")),
            rates,
            printable(headers.get("API-Version", ""), self._token) or None,
            time.monotonic() - begun,
            frozenset(refused),
        )

    def _send(
        self, query: Query, variables: Variables, about: str, begun: float
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Return status, headers and whole body. Raise NetworkError for network failures."""
        payload = {"query": query.text, "variables": dict(variables), "operationName": query.name}
        timeout = (min(CONNECT_SECONDS, self._seconds), self._seconds)
        deadline = begun + self._seconds
        try:
            with (
                within(self._seconds),
                self._session.post(
                    self._url, json=payload, timeout=timeout, allow_redirects=False, stream=True
                ) as response,
            ):
                body = self._body(response, deadline, about)
                return response.status_code, response.headers, body
        except ApiError:
            raise
        except (requests.RequestException, HTTPError, OSError) as exc:
            if isinstance(exc, requests.Timeout) or time.monotonic() > deadline:
                raise self._late(about) from exc
            by_proxy = requests.utils.get_environ_proxies(self._url)
            proxy = ", the proxy that HTTPS_PROXY or HTTP_PROXY names," if by_proxy else ""
            raise errors.NetworkError(
                f"{self.place} gave no whole answer for {about}"
                f" ({_reason(exc)}). Check the network{proxy} and MONDAY_API_URL."
            ) from exc

    def _body(self, response: requests.Response, deadline: float, about: str) -> bytes:
        """Read to the end, byte by byte if need be, but not past the deadline."""
        chunks: list[bytes] = []
        size = 0
        try:
            while time.monotonic() <= deadline and size <= LARGEST_ANSWER:
                chunk = response.raw.read1(1 << 20, decode_content=True)
                if not chunk:
                    return b"".join(chunks)
                chunks.append(chunk)
                size += len(chunk)
        except Exception as exc:  # urllib3's own errors, which requests does not map on this path
            if "timed out" in str(exc).lower() or time.monotonic() > deadline:
                raise self._late(about) from exc
            raise errors.NetworkError(
                f"the answer of {self.place} for {about} was cut off ({_reason(exc)})."
            ) from exc
        if size > LARGEST_ANSWER:
            raise errors.QueryTooComplex(
                f"the answer of {self.place} for {about} is over {LARGEST_ANSWER >> 20} MB."
                " Use a smaller --batch-size."
            )
        raise self._late(about)

    def _late(self, about: str) -> errors.TimedOut:
        return errors.TimedOut(
            f"{self.place} gave no whole answer for {about} in {self._seconds:.0f} seconds."
        )

    def _decode(self, headers: Mapping[str, str], body: bytes, context: Context) -> object:
        """Return the body as JSON. If it is empty or unreadable, raise by its status."""
        status = context.status
        try:
            return parse_json(body, longest=LARGEST_ANSWER)
        except TooDeep as exc:
            raise errors.NotGraphQL(
                f"the answer of {self.place} for {context.about} is {exc}, which none of monday's"
                " is. Check MONDAY_API_URL and any proxy on the way."
            ) from exc
        except ValueError as exc:
            if status in (401, 408, 423, 429) or status >= 500:
                raise refusal((), context) from exc
            start = body[:200].decode("utf-8", "replace").lstrip()
            kind = printable(headers.get("Content-Type", "no content type"), self._token)
            is_json = not start or (start[0] in "{[" and "html" not in kind.lower())
            if status == 200 and is_json:
                raise errors.NetworkError(
                    f"the answer of {self.place} for {context.about} was cut off"
                    f" after {len(body)} bytes."
                ) from exc
            # JSON may contain what people wrote, which no message repeats.
            shown = "" if is_json else f" (it starts {printable(start, self._token)[:80]!r})"
            raise errors.NotGraphQL(
                f"{self.place} answered {context.about} with HTTP {status} and {kind},"
                f" not monday's JSON{shown}."
                " Check MONDAY_API_URL and any proxy on the way."
            ) from exc


def _place(url: str) -> str:
    """Return the address without secrets. Raise UsageError if it is not an address."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        requests.Request("POST", url).prepare()
        (parts.hostname or "").encode("idna")
    except ValueError:  # a port that is not a number, an unbalanced bracket, a label too long
        parts = urlsplit("")
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host or " " in host:
        shown = printable(re.sub("(?<=//)[^/]*(?=@)", "***", url))  # without name and password
        raise errors.UsageError(
            f"MONDAY_API_URL is {shown!r}, which is no address; give one such as"
            " https://api.monday.com/v2, or unset it."
        )
    return f"{parts.scheme}://{host}{port}{parts.path}"


def _usable(token: str | None) -> str:
    """Return the token if a header can hold it. It is never shown."""
    if not token:
        raise errors.AuthenticationError(
            "MONDAY_API_TOKEN is not set. Make a token in monday under"
            " Developers > API access tokens and export it."
        )
    if not token.isascii() or not token.isprintable() or " " in token:
        raise errors.AuthenticationError(
            "MONDAY_API_TOKEN holds characters that no token has (blanks, line ends or"
            " non-ASCII). Copy it again."
        )
    return token


def _harmless(entry: Entry, optional: frozenset[str]) -> bool:
    """Whether an error only removed an optional root field."""
    return bool(entry.path) and entry.path[0] in optional


def _part(entry: Entry, query: Query) -> str | None:
    """Return the part of a shared query that an error concerns; None for all of it."""
    if query.shared == "boards" and entry.path[:1] == ("boards",) and len(entry.path) > 1:
        return entry.path[1]
    if query.shared == "parts" and entry.path[:1]:
        return entry.path[0]
    return None


def _reset(status: int, rates: Rates) -> float | None:
    """Return seconds until exhausted limits in the headers refill, for a 429 without a wait."""
    if status != 429:
        return None
    used_up = [r.resets_in for r in (rates.minute, rates.complexity) if r.left == 0]
    return max((r for r in used_up if r is not None), default=None)


def _reason(exc: BaseException) -> str:
    """Return the innermost cause in a few words, without addresses or headers."""
    while (inner := exc.__cause__ or exc.__context__) is not None:
        exc = inner
    if isinstance(exc, OSError) and exc.strerror:
        return printable(exc.strerror)
    if type(exc) is OSError:  # from requests: a certificate file that does not exist
        return printable(str(exc))
    return type(exc).__name__
