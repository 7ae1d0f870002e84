"""Importing with little work: the collector rests, and what is seldom used waits until it is."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType, ModuleType
from typing import Any

from kulis.garbage import grown_old

_SELDOM_USED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "httpx": (),
        "jinja2": (),
        "requests": (),
        "starlette.templating": ("Jinja2Templates",),
        "starlette.testclient": ("TestClient",),
    }
)
"""What Connexion imports to ask other servers, to fill in templates and to be tested.

Named beside each are those of its classes that are imported only to be called one day.
"""


@contextmanager
def imported_quickly() -> Iterator[None]:
    """Import modules with little work; those that are seldom used are imported when first touched."""
    with grown_old():
        for name, classes in _SELDOM_USED.items():
            package, _, within = name.partition(".")
            spec = find_spec(package) if name not in sys.modules else None
            if spec is not None:
                places = spec.submodule_search_locations if not within else None
                sys.modules[name] = _put_off(name, list(places or ()), classes)
        yield


def _put_off(name: str, places: list[str], classes: tuple[str, ...]) -> ModuleType:
    module = _PutOff(name)
    # The import system asks for it, which is no use of the module.
    module.__path__ = places
    for own_name in classes:
        setattr(module, own_name, _class_put_off(module, own_name))
    return module


class _PutOff(ModuleType):
    """Stands for a module until somebody asks it for something.

    importlib's LazyLoader loads it as soon as it is imported a second time.
    """

    def __getattr__(self, attribute: str) -> Any:
        return getattr(_loaded(self), attribute)


def _class_put_off(module: ModuleType, own_name: str) -> type:
    """Stands for a class until somebody calls it, which makes one of the class itself."""

    def make(_: type, *arguments: Any, **options: Any) -> Any:
        return getattr(_loaded(module), own_name)(*arguments, **options)

    return type(own_name, (), {"__new__": make})


def _loaded(module: ModuleType) -> ModuleType:
    name = module.__name__
    if sys.modules.get(name) is module:
        del sys.modules[name]
    return import_module(name)
