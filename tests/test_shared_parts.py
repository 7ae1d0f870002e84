"""Documents that are found share what they hold within with the store, so nobody may change it."""

import asyncio
from copy import deepcopy
from typing import Any, NoReturn

import pytest

from tests.staging import Stage
from tests.touring import answers
from tests.tours import TOURS


def refuse(*_: Any, **__: Any) -> NoReturn:
    raise TypeError("what a document holds within was changed in place")


class SealedMapping(dict[str, Any]):
    __setitem__ = __delitem__ = update = pop = popitem = clear = setdefault = __ior__ = refuse

    def __deepcopy__(self, memo: Any) -> dict[str, Any]:
        return {name: deepcopy(part) for name, part in self.items()}


class SealedList(list[Any]):
    __setitem__ = __delitem__ = __iadd__ = append = extend = insert = pop = remove = refuse
    clear = sort = reverse = refuse

    def __deepcopy__(self, memo: Any) -> list[Any]:
        return [deepcopy(part) for part in self]


def sealed(value: Any) -> Any:
    if isinstance(value, dict):
        return SealedMapping({name: sealed(part) for name, part in value.items()})
    return SealedList([sealed(part) for part in value]) if isinstance(value, list) else value


@pytest.mark.parametrize("tour", TOURS)
def test_no_request_changes_what_a_document_holds(stage: Stage, tour: str) -> None:
    store: Any = stage.mock.store
    for name, rows in store.documents().items():
        store[name].refill([{field: sealed(part) for field, part in row.items()} for row in rows])

    found = asyncio.run(answers(stage.mock.app, stage.mock, TOURS[tour]))

    assert [answer.status_code for answer in found if answer.status_code >= 500] == []
