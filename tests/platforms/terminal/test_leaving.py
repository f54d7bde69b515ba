"""The command line's way to take everything along and to be forgotten, as a process."""

import json
import os
import subprocess
import sys
from pathlib import Path


def mlsd(home: Path, *words: str, typed: str = "") -> str:
    """Run one command in its own home; what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MLSD_")}
    own = {"HOME": str(home), "MLSD_DATA_DIR": str(home / "data"), "MLSD_LOG_DIR": str(home / "log"), "TZ": "UTC"}
    command = [sys.executable, "-m", "bot", *words]
    done = subprocess.run(command, input=typed, env=kept | own, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def test_everything_is_exported_then_forgotten(tmp_path: Path) -> None:
    """`export all` prints the file itself, `forget me` asks, and the word deletes."""
    mlsd(tmp_path, "drill", "frame", "--limit", "1", typed="\ngood\n")
    before = json.loads(mlsd(tmp_path, "export", "all"))
    assert len(before["reviews"]) == 1
    assert "Delete everything" in mlsd(tmp_path, "forget", "me")
    assert json.loads(mlsd(tmp_path, "export", "all"))["reviews"] == before["reviews"]
    assert "You are forgotten" in mlsd(tmp_path, "forget", "me", "--plain", typed="delete\n")
    assert json.loads(mlsd(tmp_path, "export", "all"))["reviews"] == []


def test_privacy_and_home_are_printed(tmp_path: Path) -> None:
    """Privacy also as JSON; home ends with its input."""
    assert len(json.loads(mlsd(tmp_path, "privacy", "--json"))) == 4
    assert "Your day" in mlsd(tmp_path, "home")
