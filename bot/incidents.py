"""Faults of ours: kept in a log file under an id that the person can name. Needs as little as possible to work."""

import traceback
import uuid
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_log_path


def keep(error: BaseException, directory: Path) -> tuple[str, str]:
    """Append the traceback to the incident log; its id, and the story where it could not be kept there."""
    incident = uuid.uuid4().hex[:8]
    story = "".join(traceback.format_exception(error))
    try:
        _append(directory, incident, story)
    except OSError:
        return incident, story
    return incident, ""


def record(error: BaseException, directory: Path | None = None) -> str:
    """Append the traceback to the incident log; say its id and where it is, or show it where it cannot be kept."""
    incident = uuid.uuid4().hex[:8]
    story = "".join(traceback.format_exception(error))
    try:
        where = _append(directory or user_log_path("mlsd", appauthor=False), incident, story)
    except OSError as reason:
        return f"It could not be logged ({reason.strerror}), so here it is:\n{story}"
    return f"Please report incident {incident}; its details are in {where}."


def _append(directory: Path, incident: str, story: str) -> Path:
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    where = directory / "incidents.log"
    with where.open("a", encoding="utf-8") as log:
        log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} incident {incident}\n{story}\n")
    where.chmod(0o600)
    return where
