"""The peers, from the npm registry, in a cache outside the source."""

import copy
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.servers import BenchError, Server
from contract_tests.contract import CONTRACT_PATH, load_contract

PACKAGES = ("@stoplight/prism-cli@5", "@mockoon/cli@9", "@scalar/mock-server@0.3", "@hono/node-server@1")

_SCALAR = """\
import { serve } from "@hono/node-server";
import { createMockServer } from "@scalar/mock-server";
import { readFile } from "node:fs/promises";
const [, , file, port] = process.argv;
const app = await createMockServer({ specification: await readFile(file, "utf8") });
serve({ fetch: app.fetch, port: Number(port), hostname: "127.0.0.1" });
"""


def peers(base_path: str, page: bytes, own_folder: Path) -> tuple[Server, ...]:
    """Prism, silent and as it starts by default, Mockoon and Scalar; installed first where they are not.

    One more Prism has the mock's `page` of viewers as its example, in a copy of the contract.
    """
    folder = _installed()
    with_page = own_folder / "openapi.json"
    with_page.write_text(json.dumps(_with_example(page)), encoding="utf-8")
    contract = str(CONTRACT_PATH)
    prism = (str(folder / "node_modules/.bin/prism"), "mock", "-h", "127.0.0.1", "-p", "{port}")
    mockoon = (str(folder / "node_modules/.bin/mockoon-cli"), "start", "--data", contract, "--port", "{port}")
    scalar = ("node", str(folder / "scalar.mjs"), contract, "{port}")
    version = _version(folder, "@stoplight/prism-cli")
    return (
        Server("Prism, silent", version, (*prism, "-v", "silent", contract), ""),
        Server("Prism, silent, same page", version, (*prism, "-v", "silent", str(with_page)), ""),
        Server("Prism, by default", version, (*prism, contract), ""),
        Server("Mockoon", _version(folder, "@mockoon/cli"), mockoon, base_path),
        Server("Scalar", _version(folder, "@scalar/mock-server"), scalar, ""),
    )


def _with_example(page: bytes) -> Mapping[str, Any]:
    document = copy.deepcopy(dict(load_contract().document))
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    (viewers,) = (
        operation
        for operation in operations
        if isinstance(operation, dict) and operation.get("operationId") == "getLiveStreamViewers"
    )
    content = viewers["responses"]["200"]["content"]["application/json"]
    content["examples"] = {"page": {"value": json.loads(page)}}
    return document


def _installed() -> Path:
    if shutil.which("npm") is None:
        raise BenchError(
            "npm is not on this machine; install Node.js, or leave the peers out with --no-peers"
        )
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kulis-bench"
    marker = folder / "installed.json"
    if not marker.exists() or json.loads(marker.read_text()) != list(PACKAGES):
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            "npm",
            "install",
            "--silent",
            "--no-fund",
            "--no-audit",
            "--prefix",
            str(folder),
            *PACKAGES,
        ]
        if subprocess.run(command, check=False).returncode:
            raise BenchError(f"the peers cannot be installed; see what `{' '.join(command)}` says")
        marker.write_text(json.dumps(PACKAGES))
    (folder / "scalar.mjs").write_text(_SCALAR)
    return folder


def _version(folder: Path, package: str) -> str:
    manifest = folder / "node_modules" / package / "package.json"
    version: str = json.loads(manifest.read_text(encoding="utf-8"))["version"]
    return version
