"""Asks monday about a board while the warehouse is opened.

The first load of a process imports dbt, which takes longer than most answers of monday. Its first
request needs nothing of the warehouse, so it is sent meanwhile.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future

from loader.board.model import Board
from loader.monday.api import Monday
from loader.monday.budget.observer import LogObserver
from loader.session import Session


class EarlyDiscovery:
    """A load's connection and its board, asked for in a thread.

    The answer is older than the board's lock: another load, or a person's `update`, may have met
    a newer board since. So it is good only where it agrees with what is known under the lock.
    """

    def __init__(self, session: Session, board_id: int, load_id: str) -> None:
        self._monday: Future[Monday] = Future()
        self._board: Future[Board] = Future()
        asked = (session, board_id, load_id)
        # A daemon: a command that cannot open its warehouse ends without waiting for monday.
        threading.Thread(target=self._ask, args=asked, name="discovery", daemon=True).start()

    def _ask(self, session: Session, board_id: int, load_id: str) -> None:
        try:
            self._monday.set_result(session.monday.share(LogObserver(load_id)))
        except BaseException as exc:
            self._monday.set_exception(exc)
            return
        try:
            self._board.set_result(self._monday.result().board(board_id))
        except BaseException as exc:
            self._board.set_exception(exc)

    def monday(self) -> Monday:
        """The load's connection. Raises AuthenticationError without a token."""
        return self._monday.result()

    def board(self) -> Board:
        """What monday said of the board. Raises as `Monday.board` does."""
        return self._board.result()
