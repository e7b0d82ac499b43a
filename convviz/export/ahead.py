"""Work on what comes next while what is there is used, over the cores."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def ahead(items: Iterable[Item], most: int = 3) -> Iterator[Item]:
    """Yield items that a thread makes a few ahead of when they are wanted.

    Parameters
    ----------
    items
        Made one after the other, in the thread.
    most
        How many are made before the first of them is taken: as many are in memory.
    """
    source = iter(items)
    with ThreadPoolExecutor(1) as pool:
        coming = deque(pool.submit(_next, source) for _ in range(most))
        while True:
            here = coming.popleft().result()
            if not here:
                return
            coming.append(pool.submit(_next, source))
            yield here[0]


def side_by_side(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int = 2
) -> Iterator[Result]:
    """Yield what some work makes of items, in their order, worked on by several threads.

    Parameters
    ----------
    work
        Done in the threads.
    items
        Made in the caller's thread, few ahead of the results.
    workers
        How many threads.
    """
    source = iter(items)
    with ThreadPoolExecutor(workers) as pool:
        coming: deque[Future[Result]] = deque(
            pool.submit(work, item) for item in islice(source, workers + 1)
        )
        while coming:
            done = coming.popleft().result()
            coming.extend(pool.submit(work, item) for item in islice(source, 1))
            yield done


def _next(source: Iterator[Item]) -> tuple[Item] | tuple[()]:
    """Return the next item; nothing at the end."""
    for item in source:
        return (item,)
    return ()
