"""Python's garbage collector, kept from looking over and over through what stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MADE_BEFORE_LOOKING = 10_000
"""Objects; looking through so many takes less than a millisecond."""


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


@contextmanager
def grown_old() -> Iterator[None]:
    """The same, and it is old at once; else whatever is made next would have all of it looked through."""
    with made_to_stay():
        yield
        if gc.get_freeze_count() == 0:
            gc.freeze()
            gc.unfreeze()


@contextmanager
def put_in_place() -> Iterator[None]:
    """Let much be put in the place of what there was; where that was left out, the new is left out too."""
    are_left_out = gc.get_freeze_count() > 0
    if are_left_out:
        # What is left out is never looked through again, so no garbage may be among it.
        gc.collect()
    with made_to_stay():
        yield
        if are_left_out:
            gc.freeze()


def leave_out_what_there_is() -> None:
    """From now on look only through what is made later, so that no request waits for more than that.

    And not before there is more of it: pages of a hundred would else have it look every few requests.
    """
    gc.freeze()
    gc.set_threshold(_MADE_BEFORE_LOOKING, *gc.get_threshold()[1:])
