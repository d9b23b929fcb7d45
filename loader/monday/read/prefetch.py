"""Fetch chains of pages in background threads, a few pages ahead of their reader.

The threads only send requests: the reader parses items while the next pages arrive.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from loader.monday.budget.limiter import CANCEL_POLL_SECONDS, Cancelled
from loader.monday.graphql.pages import UnreadPage

Pages = Generator[tuple[int, UnreadPage]]
"""(number of the column set, page)."""

Job = Callable[[threading.Event], Pages]
"""Yields the pages of one chain until its event is set."""

JOIN_SECONDS = 1.0
"""How long to wait for threads of an abandoned read; a request in progress ends by itself."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Jobs that share `threads` threads, started in order."""

    jobs: Sequence[Job]
    threads: int


class _Failed(Exception):
    def __init__(self, cause: BaseException) -> None:
        self.cause = cause


def side_by_side(lanes: Sequence[Lane], ahead: int) -> Pages:
    """Yield the pages of all jobs as they arrive; at most `ahead` wait to be taken.

    The first exception in a thread is raised here and ends the others, as does closing the
    generator.
    """
    cancel = threading.Event()
    arrived: queue.Queue[tuple[int, UnreadPage] | _Failed | None] = queue.Queue(max(1, ahead))
    threads = [
        threading.Thread(
            target=_work, args=(jobs, cancel, arrived), daemon=True, name="monday-read"
        )
        for lane in lanes
        for jobs in [deque(lane.jobs)]
        for _ in range(min(lane.threads, len(lane.jobs)))
    ]
    for thread in threads:
        thread.start()
    try:
        working = len(threads)
        while working:
            page = arrived.get()
            if page is None:
                working -= 1
            elif isinstance(page, _Failed):
                raise page.cause
            else:
                yield page
    finally:
        cancel.set()
        deadline = time.monotonic() + JOIN_SECONDS
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))


def _work(
    jobs: deque[Job],
    cancel: threading.Event,
    arrived: queue.Queue[tuple[int, UnreadPage] | _Failed | None],
) -> None:
    """Run jobs in one thread until none are left; hand over every page, then None."""
    last: _Failed | None = None
    try:
        while True:
            try:
                job = jobs.popleft()
            except IndexError:
                break
            for page in job(cancel):
                _hand_over(page, cancel, arrived)
    except Cancelled:
        pass
    except BaseException as exc:
        last = _Failed(exc)
    try:
        _hand_over(last, cancel, arrived)
    except Cancelled:
        return


def _hand_over(
    page: tuple[int, UnreadPage] | _Failed | None,
    cancel: threading.Event,
    arrived: queue.Queue[tuple[int, UnreadPage] | _Failed | None],
) -> None:
    while not cancel.is_set():
        try:
            arrived.put(page, timeout=CANCEL_POLL_SECONDS)
        except queue.Full:
            continue
        return
    raise Cancelled
