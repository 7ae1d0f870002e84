"""Importing with little work: the collector rests, and what is seldom used waits until it is."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from kulis.garbage import made_to_stay

_SELDOM_USED = ("httpx", "requests")
"""What Connexion imports to ask other servers for keys and schemas."""


@contextmanager
def imported_quickly() -> Iterator[None]:
    """Import modules with little work; those that are seldom used are imported when first touched."""
    with made_to_stay():
        for name in _SELDOM_USED:
            if name not in sys.modules and find_spec(name) is not None:
                sys.modules[name] = _PutOff(name)
        yield


class _PutOff(ModuleType):
    """Stands for a module until somebody asks it for something.

    importlib's LazyLoader loads it as soon as it is imported a second time.
    """

    def __getattr__(self, attribute: str) -> Any:
        name = self.__name__
        if sys.modules.get(name) is self:
            del sys.modules[name]
        return getattr(import_module(name), attribute)
