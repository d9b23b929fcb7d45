"""make simulate: seeds on all cores; prints each that fails with the few steps that it takes.

python -m tests.simulator --seeds 100 [--first 1]
python -m tests.simulator --seed 123456
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from tests import made_once
from tests.simulator.seeds import CORES, Failure, run_seed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--workers", type=int, default=CORES)
    given = parser.parse_args()
    seeds = (
        [given.seed] if given.seed is not None else range(given.first, given.first + given.seeds)
    )
    made_once.begin()  # for all workers
    began = time.monotonic()
    failed = 0
    for done, failure in enumerate(_outcomes(seeds, min(given.workers, len(seeds))), 1):
        if failure is not None:
            failed += 1
            print(failure, flush=True)
        if done % 20 == 0:
            print(f"{done} seeds, {failed} failed, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{len(seeds)} seeds, {failed} failed, {time.monotonic() - began:.0f} s")
    return 1 if failed else 0


def _outcomes(seeds: range | list[int], workers: int) -> Iterator[Failure | None]:
    if workers <= 1:
        yield from map(run_seed, seeds)
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        for done in as_completed([pool.submit(run_seed, seed) for seed in seeds]):
            yield done.result()


if __name__ == "__main__":
    sys.exit(main())
