"""`python -m tests.monday_server --port 8089 --token T`: serve the demo boards until SIGTERM."""

from __future__ import annotations

import argparse
import signal
import sys

from .demo import demo_account
from .server import TOKEN, MondayServer


def main() -> None:
    """Print the URL on one line, then serve until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="tests.monday_server", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--board", default="demo", choices=["demo"])
    parser.add_argument("--items", type=int, default=2000, help="items on the board")
    given = parser.parse_args()
    server = MondayServer(demo_account(given.items), token=given.token, port=given.port)

    def stop(*_: object) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    print(server.url, flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)
    finally:
        server.close()


if __name__ == "__main__":
    main()
