"""The wheel is an application: installed elsewhere, it carries the contract and the worlds."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(CHECKOUT))
    (built,) = target.glob("*.whl")
    return built


def test_the_wheel_carries_the_contract_the_worlds_and_the_pages(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    for name in (
        "openapi.yaml",
        "fixtures/world.schema.yaml",
        "fixtures/worlds/default.yaml",
        "fixtures/worlds/empty.yaml",
        "fixtures/worlds/crowd.yaml",
        "fixtures/demo.schema.yaml",
        "fixtures/demos/launch-night.yaml",
        "fixtures/demos/worlds/launch.yaml",
        "kulis/docs.html",
        "kulis/demo/page/index.html",
        "kulis/demo/page/views/stream.js",
        "kulis/console/page/index.html",
        "kulis/pages/shared/foundation.css",
        "contract_tests/reports/page.html.j2",
    ):
        assert name in names, f"{name} is not in the wheel"
    assert not [name for name in names if name.startswith("tests/")]


def test_installed_elsewhere_it_runs(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    venv.create(home, with_pip=False)
    site = next((home / "lib").glob("python*")) / "site-packages"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    # The dependencies are those of this environment; the project itself must not come from it.
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    python = str(home / "bin" / "python")

    where = run(
        python, "-c", "import kulis, contract_tests.contract as c; print(c.CONTRACT_PATH)", cwd=tmp_path
    )
    checked = run(python, "-m", "kulis", "worlds", "check", cwd=tmp_path)

    assert Path(where.strip()).is_relative_to(home)
    assert checked.count(": sound, with") == 3


def run(*command: str, cwd: Path | None = None) -> str:
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
