"""Importing with little work: the collector rests, and what is seldom used waits until it is."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
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
        if not any(isinstance(finder, _WithinPutOff) for finder in sys.meta_path):
            sys.meta_path.insert(0, _WithinPutOff())
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


class _WithinPutOff(MetaPathFinder):
    """Imports a package that was put off when a module within it is, which else would stand without it."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:
        package = sys.modules.get(name.rpartition(".")[0])
        if not isinstance(package, _PutOff):
            return None
        _loaded(package)
        known = sys.modules.get(name)
        if known is None:
            return None
        # The import system goes by what the module itself says, and would make another of its file.
        known.__spec__ = ModuleSpec(name, _Known(known))
        return known.__spec__


class _Known(Loader):
    """Gives the module that its package has imported already."""

    def __init__(self, module: ModuleType) -> None:
        self.module, self.spec = module, module.__spec__

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self.module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self.spec


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
