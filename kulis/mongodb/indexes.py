"""The indexes that the queries need, made on the server and checked."""

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import IndexModel
from pymongo.errors import OperationFailure

from kulis.indexes import IndexSpec
from kulis.mongodb.connection import Connection
from kulis.store import StoreError

Keys = tuple[tuple[str, int], ...]


def ensure_indexes(connection: Connection, indexes: Mapping[str, Sequence[IndexSpec]]) -> None:
    """Make every collection and index that is missing; raises StoreError where one is in the way."""
    for name, specs in indexes.items():
        wanted = [index_keys(spec) for spec in specs]
        try:
            if wanted:
                connection.database[name].create_indexes([IndexModel(list(keys)) for keys in wanted])
            else:
                _create(connection, name)
        except OperationFailure as problem:
            raise StoreError(
                f"an index of collection {name} in {connection.address} cannot be made: "
                f"{(problem.details or {}).get('errmsg', problem)}"
            ) from None
        _check(connection, name, wanted)


def index_keys(spec: IndexSpec) -> Keys:
    """The keys of the compound index that answers what an IndexSpec does."""
    fixed = (name for name, _ in spec.where)
    return (*((field, 1) for field in (*spec.equal, *fixed)), *spec.order)


def _create(connection: Connection, name: str) -> None:
    # Servers before 4.4 make no collection inside a transaction, so all are there from the start.
    if name not in connection.database.list_collection_names(filter={"name": name}):
        connection.database.create_collection(name, check_exists=False)


def _check(connection: Connection, name: str, wanted: Sequence[Keys]) -> None:
    there: list[Mapping[str, Any]] = list(connection.database[name].index_information().values())
    for keys in wanted:
        sound = [
            index
            for index in there
            if tuple(map(tuple, index["key"])) == keys
            and not {"partialFilterExpression", "sparse", "collation"} & index.keys()
        ]
        if not sound:
            shown = ", ".join(f"{field} {way}" for field, way in keys)
            raise StoreError(
                f"collection {name} in {connection.address} has an index on ({shown}) that is partial, "
                "sparse or of another collation; drop it and start again"
            )
