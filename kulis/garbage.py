"""Python's garbage collector, kept from looking over and over through what stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def made_to_stay() -> Iterator[None]:
    """Let the collector rest while much is made that stays; its looking there can take half of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def leave_out_what_there_is() -> None:
    """From now on look only through what is made later, so that no request waits for more than that."""
    gc.freeze()
