"""The program as a whole: a real process, a real home folder, pipes, kills and broken surroundings."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

TOPIC = "frame"


@dataclass
class Shell:
    """Runs `mlsd` with its own home and data folder."""

    home: Path

    @property
    def database(self) -> Path:
        """Where the memories are."""
        return self.home / "data" / "mlsd.sqlite3"

    def environment(self, **more: str) -> dict[str, str]:
        """Nothing of the developer's own settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MLSD_")}
        own = {"HOME": str(self.home), "MLSD_DATA_DIR": str(self.home / "data"), "MLSD_LOG_DIR": str(self.home / "log")}
        return {**kept, **own, "TZ": "Europe/Berlin", **more}

    def mlsd(self, *words: str, lines: Sequence[str] = (), **more: str) -> subprocess.CompletedProcess[str]:
        """Run one command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            input="".join(f"{line}\n" for line in lines),
            env=self.environment(**more),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """An empty home."""
    return Shell(tmp_path)


def reviews(shell: Shell) -> list[dict[str, object]]:
    """The exported log."""
    return [json.loads(line) for line in shell.mlsd("export", "reviews").stdout.splitlines()]


def test_a_piped_drill_ends_well_and_is_remembered(shell: Shell) -> None:
    """Answers from a pipe are kept; the export and the figures agree with them; the next drill knows."""
    first = shell.mlsd("drill", TOPIC, "--limit", "2", lines=["", "good", "", "again"])
    assert first.returncode == 0, first.stderr
    assert [row["grade"] for row in reviews(shell)] == [3, 1]
    stats = json.loads(shell.mlsd("stats", "--json").stdout)
    assert (stats["answered_today"], stats["passed_today"]) == (2, 1)
    second = shell.mlsd("drill", TOPIC)
    assert "2 due" in second.stdout


def test_a_killed_drill_loses_at_most_the_open_card(shell: Shell) -> None:
    """After kill -9 every graded answer is in the log, and the drill goes on where it stood."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "drill", TOPIC, "--limit", "5"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=shell.environment(),
        text=True,
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write("\ngood\n\n")
    process.stdin.flush()
    seen = ""
    while seen.count("Why: ") < 2:  # the back of the second card is on the screen
        seen += process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdin.close()
    process.stdout.close()
    assert [row["grade"] for row in reviews(shell)] == [3]
    again = shell.mlsd("drill", TOPIC)
    assert "Going on where you stopped." in again.stdout
    assert "Why: " in again.stdout.split("==", 2)[1]


def test_a_corrupt_database_is_said_not_traced(shell: Shell) -> None:
    """Exit code 2, a sentence, no traceback, and the file is left as it is."""
    shell.database.parent.mkdir(parents=True)
    shell.database.write_bytes(b"this is no database, it only looks like a file" * 100)
    before = shell.database.read_bytes()
    done = shell.mlsd("stats")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert str(shell.database) in done.stderr
    assert shell.database.read_bytes() == before


def test_a_newer_database_is_refused(shell: Shell) -> None:
    """Tables of a later version are not touched."""
    shell.mlsd("stats")
    with sqlite3.connect(shell.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    done = shell.mlsd("stats")
    assert done.returncode == 2
    assert "newer" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_said(shell: Shell) -> None:
    """A data folder that cannot be written to is named."""
    shell.home.joinpath("data").mkdir(mode=0o500)
    done = shell.mlsd("stats")
    assert done.returncode == 2
    assert "data" in done.stderr


def test_a_data_folder_that_is_a_file_is_said(shell: Shell) -> None:
    """Also root cannot make a folder inside a file."""
    shell.home.joinpath("data").write_text("")
    done = shell.mlsd("stats")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_broken_decks_are_listed_all_at_once(shell: Shell) -> None:
    """Every problem with file and line; the check exits with 1, everything else with 2."""
    deck = shell.home / "decks" / "mine.yaml"
    deck.parent.mkdir()
    deck.write_text("deck: mine\ntitle: Mine\ncards:\n  - id: one\n    kind: flop\n  - id: Two\n    kind: flip\n")
    check = shell.mlsd("cards", "check", str(deck.parent))
    assert check.returncode == 1
    assert check.stdout.count("mine.yaml:") >= 2
    drill = shell.mlsd("drill", MLSD_CARDS=str(deck.parent))
    assert drill.returncode == 2
    assert "mine.yaml:5" in drill.stderr


def test_a_team_deck_is_drilled_beside_the_shipped_ones(shell: Shell) -> None:
    """`MLSD_CARDS` adds a folder."""
    deck = shell.home / "decks" / "mine.yaml"
    deck.parent.mkdir()
    deck.write_text(
        "deck: mine\ntitle: Mine\ndefaults: {step: data, tier: core}\n"
        "sources: {us: {title: Us, year: 2026, primary: true}}\n"
        "cards:\n  - {id: mine-one, kind: flip, front: [Our store?], answer: Redis, why: We chose it., sources: [us]}\n"
    )
    done = shell.mlsd("drill", "mine", MLSD_CARDS=str(deck.parent))
    assert "Our store?" in done.stdout


def test_a_card_that_left_keeps_its_history(shell: Shell) -> None:
    """Without its deck a card is asked no more, and its reviews stay in the log."""
    deck = shell.home / "decks" / "mine.yaml"
    deck.parent.mkdir()
    deck.write_text(
        "deck: mine\ntitle: Mine\ndefaults: {step: data, tier: core}\n"
        "sources: {us: {title: Us, year: 2026, primary: true}}\n"
        "cards:\n  - {id: mine-one, kind: flip, front: [Our store?], answer: Redis, why: We chose it., sources: [us]}\n"
    )
    shell.mlsd("drill", "mine", lines=["", "again"], MLSD_CARDS=str(deck.parent))
    assert "Our store?" not in shell.mlsd("drill").stdout
    assert [row["card_id"] for row in reviews(shell)] == ["mine-one"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("drill", "servng"), "serving"),
        (("settings", "zone", "Mars/Base"), "zone"),
        (("settings", "retention", "2"), "retention"),
        (("scenario", "cooking"), "cooking"),
    ],
)
def test_bad_input_is_a_sentence_and_exit_code_2(shell: Shell, words: tuple[str, ...], said: str) -> None:
    """On standard error, without a traceback."""
    done = shell.mlsd(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_command_is_refused(shell: Shell) -> None:
    """With exit code 2 and a hint where help is."""
    done = shell.mlsd("drll")
    assert done.returncode == 2
    assert "drll" in done.stderr


def test_a_bad_database_url_never_shows_its_password(shell: Shell) -> None:
    """What is wrong is said without the secret."""
    done = shell.mlsd("stats", MLSD_DATABASE_URL="postgresql://ann:hunter2@127.0.0.1:1/none")
    assert done.returncode == 2
    assert "hunter2" not in done.stderr + done.stdout


def test_doctor_finds_nothing_wrong_with_a_fresh_home(shell: Shell) -> None:
    """Every line is well, and the exit code says so."""
    done = shell.mlsd("doctor")
    assert done.returncode == 0, done.stdout
    assert "BAD" not in done.stdout


def test_doctor_names_a_bad_zone_and_a_bad_folder(shell: Shell) -> None:
    """Each broken part has its own line, and the exit code is 1."""
    done = shell.mlsd("doctor", TZ="Mars/Base", MLSD_CARDS="/nowhere/at/all")
    assert done.returncode == 1
    assert done.stdout.count("BAD") == 2


def test_a_scenario_from_a_pipe_shows_its_points(shell: Shell) -> None:
    """The answer ends with the input, and the result is accepted."""
    done = shell.mlsd(
        "scenario", "fraud", lines=["A positive is a chargeback within 90 days, because disputes come late."]
    )
    assert done.returncode == 0, done.stderr
    assert "[x]" in done.stdout
    assert "Scenario done" in done.stdout


def test_starting_loads_no_heavy_library() -> None:
    """`mlsd --help` needs neither the database nor the platforms nor units."""
    code = "import sys, bot.cli; print(' '.join(sorted(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"sqlalchemy", "pydantic", "pint", "fsrs", "alembic", "slack_bolt", "discord", "rich"} & set(loaded)


def test_a_drill_loads_no_other_platform(shell: Shell) -> None:
    """The terminal needs neither Slack's library nor Discord's nor a PostgreSQL driver."""
    code = (
        "import sys; sys.argv = ['mlsd', 'drill']\nimport bot.cli\ntry: bot.cli.main()\nexcept SystemExit: pass\n"
        "print('loaded', *sorted(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=shell.environment(), input="", capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.rsplit("loaded", 1)[1].split())
    assert not {"slack_bolt", "discord", "apscheduler", "psycopg", "pint"} & loaded
