"""Which version of Kulis this is."""

from importlib import metadata


def own_version() -> str:
    """The version as installed, or that it is none."""
    try:
        return metadata.version("kulis")
    except metadata.PackageNotFoundError:
        return "run from its sources"
