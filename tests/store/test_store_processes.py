import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from bot.store import memories, reviews, schema, sessions
from bot.store.database import Database
from bot.store.statement import Statement
from bot.store.tables import learner, person
from tests.store.factories import newcomer
from tests.store.writing_processes import ACCOUNTS

ROOT = Path(__file__).parents[2]


def start(task: str, url: str) -> subprocess.Popen[str]:
    """A process of the test's own, which says what it does."""
    command = [sys.executable, "-m", "tests.store.writing_processes", task, url]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def run_at_once(task: str, url: str, processes: int) -> list[list[str]]:
    """Start processes, let them go together, and return the lines of each; each must end well."""
    with ExitStack() as stack:
        running = [stack.enter_context(start(task, url)) for _ in range(processes)]
        for each in running:
            assert each.stdout
            assert each.stdout.readline() == "ready\n"
        for each in running:
            assert each.stdin
            each.stdin.write("go\n")
            each.stdin.flush()
        said = [each.communicate(timeout=60)[0].splitlines() for each in running]
        assert [each.returncode for each in running] == [0] * processes
    return said


def test_processes_that_meet_an_account_at_once_make_one_learner(database_url: str) -> None:
    """Whoever comes first makes the learner, everyone gets the same one, and no person is left over."""
    first, *others = run_at_once("meet", database_url, processes=3)

    assert len(set(first)) == ACCOUNTS
    assert others == [first, first]
    database = Database.open(database_url)
    with database.transaction("slack:T1", write=False) as tx:
        for table in (learner, person):
            assert tx.row(Statement(select(func.count()).select_from(table))) == (ACCOUNTS,)
    database.close()


def test_of_processes_that_start_at_once_one_makes_the_tables(tmp_path: Path) -> None:
    """The others wait for it, and all go on."""
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"

    assert len({line for said in run_at_once("begin", url, processes=3) for line in said}) == 1
    database = Database.open(url)
    assert schema.is_current(database)
    database.close()


@pytest.mark.parametrize("confirmed", [1, 40])
def test_a_killed_process_leaves_whole_transactions(empty_sqlite: str, confirmed: int) -> None:
    """After kill -9 in the midst of writing, what was confirmed is there, and nothing is half there."""
    with start("answer", empty_sqlite) as process:
        assert process.stdout
        last = next(line for line in process.stdout if int(line) >= confirmed)
        process.kill()
        rest = process.stdout.read().split()
    told = int((rest or [last])[-1])

    database = Database.open(empty_sqlite)
    someone = newcomer(database).person_id
    with database.transaction("local") as tx:
        answers = list(reviews.history(tx, someone))
        session = sessions.find_open(tx, someone, "drill")
        remembered = memories.get(tx, someone, "card-1")
        assert tx.rows(Statement(text("PRAGMA integrity_check"))) == [("ok",)]
        assert tx.rows(Statement(text("PRAGMA foreign_key_check"))) == []
    database.close()
    assert session is not None
    assert remembered is not None
    assert told <= len(answers) == session.state["answered"] == remembered.repetitions


def test_a_start_with_fitting_tables_loads_no_migration_tool(empty_sqlite: str) -> None:
    """Alembic takes longer to load than everything else about opening a file; psycopg is for PostgreSQL."""
    script = (
        "import sys; from bot.store.database import Database; Database.open(sys.argv[1]).close(); "
        "print(sorted({'alembic', 'mako', 'psycopg'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script, empty_sqlite]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout == "[]\n"
