"""A relay between a client and the test server that can cut connections and refuse logins.

It is a separate process, because the driver blocks this process's threads while it waits.
Packets follow [MS-TDS], Microsoft's description of the protocol; the relay can read them only on
unencrypted connections.
"""

from __future__ import annotations

import json
import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from tests.sqlserver import connection as server

GATHERED = "SELECT @CN = COALESCE(@CN + N'', '', N'''') + QUOTENAME([name]) FROM "
ONE_BY_ONE = " ORDER BY [column_id] ASC';"
REWORDED = (
    (GATHERED, "SELECT @CN = string_agg(QUOTENAME([name]), N'','') FROM "),
    (ONE_BY_ONE, "';"),
)
"""mssql-python's bulk copy gathers a table's column names row by row in one variable, of which
Babelfish keeps only the last; the second form is one that it supports."""
PACKET = 8_192
"""Bytes; bulk copy panics with the smaller packets that Babelfish chooses itself."""


class Line:
    """Listens on a local port and forwards everything to the test server."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.sqlserver.line"],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port: int = self._ask("port")

    def refuse(self, number: int, message: str, times: int) -> None:
        """Answer the next logins with this SQL Server error."""
        self._ask("refuse", number, message, times)

    def cut_at(self, statement: str, *, arrives: bool) -> None:
        """Cut the connection that sends this text next, before or after the server runs it."""
        self._ask("cut_at", statement, arrives)

    def reword(self) -> None:
        """Rewrite bulk copy's statements into forms that Babelfish supports."""
        self._ask("reword")

    @property
    def is_cut(self) -> bool:
        """Whether the statement has been sent and its connection cut."""
        return bool(self._ask("is_cut"))

    @property
    def connections(self) -> int:
        """Return the number of connections so far, including refused ones."""
        return int(self._ask("connections"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def _ask(self, *words: object) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


class _Relay:
    """The process of a Line, with the methods that it calls."""

    def __init__(self) -> None:
        host, _, port = server.parts()["server"].removeprefix("tcp:").partition(",")
        self._server = (host, int(port or 1433))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._connections = 0
        self._refusals: list[tuple[int, str]] = []
        self._cut_at: bytes | None = None
        self._arrives = False
        self._rewords = False
        threading.Thread(target=self._accept, daemon=True).start()

    def port(self) -> int:
        found: int = self._listener.getsockname()[1]
        return found

    def connections(self) -> int:
        return self._connections

    def is_cut(self) -> bool:
        return self._cut_at is None

    def refuse(self, number: int, message: str, times: int) -> None:
        self._refusals = [(number, message)] * times

    def cut_at(self, statement: str, arrives: bool) -> None:
        self._cut_at, self._arrives = statement.encode("utf-16-le"), arrives

    def reword(self) -> None:
        self._rewords = True

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._connections += 1
            handler = self._refuse if self._refusals else self._hand_on
            threading.Thread(target=handler, args=(client,), daemon=True).start()

    def _hand_on(self, client: socket.socket) -> None:
        upstream = socket.create_connection(self._server)
        doomed = threading.Event()
        threading.Thread(target=self._answers, args=(upstream, client, doomed), daemon=True).start()
        sent = b""
        with suppress(OSError):
            while data := client.recv(65_536):
                sent = (sent + data)[-100_000:]
                if self._cut_at is not None and self._cut_at in sent:
                    self._cut_at = None
                    if not self._arrives:
                        break
                    doomed.set()
                upstream.sendall(reworded(data) if self._rewords else data)
        _close(client, upstream)

    def _answers(
        self, upstream: socket.socket, client: socket.socket, doomed: threading.Event
    ) -> None:
        with suppress(OSError):
            while data := upstream.recv(65_536):
                if doomed.is_set():
                    break
                client.sendall(data)
        _close(client, upstream)

    def _refuse(self, client: socket.socket) -> None:
        number, message = self._refusals.pop()
        with suppress(OSError):
            _read_packet(client)
            client.sendall(_packet(prelogin_answer()))
            _read_packet(client)
            client.sendall(_packet(error_answer(number, message)))
            client.recv(1)
        client.close()


def reworded(data: bytes) -> bytes:
    """Replace statements by equally long ones for Babelfish; request PACKET in logins."""
    if data[:1] == b"\x10":  # LOGIN7: after the packet's header, its length and the version
        return data[:16] + struct.pack("<I", PACKET) + data[20:]
    for theirs, ours in REWORDED:
        padded = ours.ljust(len(theirs))
        data = data.replace(theirs.encode("utf-16-le"), padded.encode("utf-16-le"))
    return data


def prelogin_answer() -> bytes:
    """Return version 16 and `encryption is not supported`, so that the login is unencrypted."""
    version, encryption = struct.pack(">BBHH", 16, 0, 1000, 0), b"\x02"
    first = 2 * 5 + 1
    options = struct.pack(">BHH", 0, first, len(version))
    options += struct.pack(">BHH", 1, first + len(version), len(encryption))
    return options + b"\xff" + version + encryption


def error_answer(number: int, message: str) -> bytes:
    """Return the tokens ERROR and DONE."""
    text = message.encode("utf-16-le")
    body = struct.pack("<iBBH", number, 1, 14, len(message)) + text + b"\x00\x00" + b"\x00" * 4
    return b"\xaa" + struct.pack("<H", len(body)) + body + b"\xfd" + struct.pack("<HHQ", 2, 0, 0)


def _packet(body: bytes) -> bytes:
    return struct.pack(">BBHHBB", 4, 1, len(body) + 8, 0, 1, 0) + body


def _read_packet(client: socket.socket) -> None:
    header = client.recv(8, socket.MSG_WAITALL)
    client.recv(struct.unpack(">H", header[2:4])[0] - 8, socket.MSG_WAITALL)


def _close(*sockets: socket.socket) -> None:
    for one in sockets:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()


def main() -> None:
    relay = _Relay()
    for asked in sys.stdin:
        name, *words = json.loads(asked)
        print(json.dumps(getattr(relay, name)(*words)), flush=True)


if __name__ == "__main__":
    main()
