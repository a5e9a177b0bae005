"""How much a block computes, which says more than how long it takes: a busy machine computes no more."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def computes_within(seconds: float) -> Iterator[None]:
    """Fails if this thread computes for longer in the block. Waiting does not count, nor what other programs do."""
    before = time.thread_time()
    yield
    spent = time.thread_time() - before
    assert spent < seconds, f"computed for {spent:.2f} s, {seconds} s are allowed"
