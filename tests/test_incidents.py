"""Faults of ours are kept under an id."""

from pathlib import Path

from bot.incidents import record


def fault() -> Exception:
    """An error with a traceback."""
    try:
        raise ZeroDivisionError("ours")
    except ZeroDivisionError as error:
        return error


def test_an_incident_is_told_by_its_id_and_kept_with_its_traceback(tmp_path: Path) -> None:
    """The id that the person reads finds the story in the file."""
    said = record(fault(), tmp_path)
    log = (tmp_path / "incidents.log").read_text()
    incident = said.split("incident ")[1].split(";")[0]
    assert f"incident {incident}" in log
    assert "ZeroDivisionError: ours" in log


def test_an_incident_that_cannot_be_kept_is_shown(tmp_path: Path) -> None:
    """Nothing is swallowed when the folder cannot be made."""
    (tmp_path / "file").write_text("")
    assert "ZeroDivisionError: ours" in record(fault(), tmp_path / "file" / "log")
