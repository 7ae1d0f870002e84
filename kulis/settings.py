"""What a mock can be told."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kulis.tokens import DEVELOPMENT_SECRET


@dataclass(frozen=True)
class Settings:
    """How to set up the mock. `frozen_at` is an aware moment, or None for a clock that runs.

    `faults` are texts of fault rules; `store` is the URL of a MongoDB server, or None for everything in this
    process; `fresh` asks for the world anew where a store holds it already. `read_only` refuses all changes;
    `loaded_at` is the moment that the world's times are told from, where several processes have the same.
    `control_token` lets other machines steer the mock; `snapshots` is the folder in which states are kept.
    `simulation_speed` starts the live simulation at this speed; None leaves it off.
    `starts_at` is the moment at which a clock that runs begins, in place of now.
    `workers` is how many processes answer as if they were one, this one among them.
    `is_quiet` leaves out the line that each request writes to the terminal.
    """

    world: str = "default"
    seed: int = 1
    frozen_at: datetime | None = None
    strict_auth: bool = False
    validate_responses: bool = True
    cors_origins: tuple[str, ...] = ()
    secret: str = DEVELOPMENT_SECRET
    faults: tuple[str, ...] = ()
    store: str | None = None
    fresh: bool = False
    read_only: bool = False
    loaded_at: datetime | None = None
    control_token: str | None = None
    snapshots: Path = Path(".kulis/snapshots")
    simulation_speed: float | None = None
    starts_at: datetime | None = None
    workers: int = 1
    is_quiet: bool = False
