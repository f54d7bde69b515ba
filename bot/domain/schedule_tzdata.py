"""Which version of the time zone database zoneinfo reads here: a new one may move what was planned."""

from functools import lru_cache
from importlib import import_module
from pathlib import Path
from zoneinfo import TZPATH

FIRST_LINE = "# version "


@lru_cache(maxsize=1)
def tzdata_version() -> str:
    """Such as `2026b`: of the system where it has time zones, as zoneinfo prefers them, else of the package."""
    return next(filter(None, map(_version_in, TZPATH)), None) or str(import_module("tzdata").IANA_VERSION)


def _version_in(folder: str) -> str | None:
    try:
        with Path(folder, "tzdata.zi").open(encoding="utf-8") as source:
            line = source.readline()
    except OSError:
        return None
    return line.removeprefix(FIRST_LINE).strip() if line.startswith(FIRST_LINE) else None
