"""Loads of several boards at a time, in threads that Ctrl-C and SIGTERM end together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol, TypeVar

from loader.session import Session

_T = TypeVar("_T")


class Run(Protocol):
    """Calls a function with each of these names and gives the results in order, as `map` does."""

    def __call__(self, call: Callable[[str], _T], names: Sequence[str], /) -> Iterable[_T]: ...


@contextmanager
def side_by_side(session: Session, threads: int) -> Iterator[Run]:
    """What runs loads in so many threads. One is the caller's own, which is interrupted by itself.

    Of the others nothing but their own requests knows that the process was told to end.
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
