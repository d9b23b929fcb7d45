"""Chains of pages fetched in background threads, a few pages ahead of their reader.

The threads do nothing but ask: the reader reads the items, while the next pages are on their way.
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
"""Gives the pages of one chain until its event is set."""

JOIN_SECONDS = 1.0
"""Seconds to wait for threads of an abandoned read; a request under way ends by itself."""


@dataclass(frozen=True, slots=True)
class Lane:
    """Jobs that share `threads` threads, taken in order."""

    jobs: Sequence[Job]
    threads: int


class _Failed(Exception):
    def __init__(self, cause: BaseException) -> None:
        self.cause = cause


def side_by_side(lanes: Sequence[Lane], ahead: int) -> Pages:
    """The pages of all jobs as they arrive; at most `ahead` wait to be taken.

    The first exception of a thread is raised here and ends the others. Closing the generator
    ends them as well.
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
    """One thread: jobs until there are none, every page handed over, then None."""
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
