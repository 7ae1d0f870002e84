"""World `crowd` with an audience of any size."""

import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import fixtures
from fixtures import World, load_world


def crowd(size: int) -> World:
    """World `crowd`, with an audience of a size, and a quarter as many who have left."""
    with tempfile.TemporaryDirectory() as folder:
        return load_world(crowd_file(Path(folder), size), now=datetime.now(UTC), seed=1)


def crowd_file(folder: Path, size: int) -> Path:
    """The same as a world file in a folder, for a server to load."""
    text = (Path(fixtures.__file__).parent / "worlds" / "crowd.yaml").read_text(encoding="utf-8")
    text = text.replace("generate: 9998", f"generate: {size - 2}")
    text = re.sub(r"left: \{generate: \d+\}", f"left: {{generate: {size // 4}}}", text)
    path = folder / "crowd.yaml"
    path.write_text(text, encoding="utf-8")
    return path
