"""Loads several boards in parallel, in threads that Ctrl-C and SIGTERM stop together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol, TypeVar

from loader.session import Session

_T = TypeVar("_T")


class Run(Protocol):
    """Calls a function with each name and returns the results in order, as `map` does."""

    def __call__(self, call: Callable[[str], _T], names: Sequence[str], /) -> Iterable[_T]: ...


@contextmanager
def side_by_side(session: Session, threads: int) -> Iterator[Run]:
    """Yield a `map` that runs loads in `threads` threads; with 1, in the caller's own thread.

    Signals interrupt only the caller's thread; the others are stopped through their requests.
    """
    if threads == 1:
        yield map
        return
    session.open()
    with ThreadPoolExecutor(threads, "board") as pool:
        try:
            yield pool.map
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            session.monday.end()
            raise
