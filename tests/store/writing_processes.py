"""What tests run in processes of their own: `python -m tests.store.writing_processes TASK URL`."""

import sys
from itertools import count

from bot.store import memories, people, reviews, sessions
from bot.store.database import Database
from tests.store.factories import memory, newcomer, review

ACCOUNTS = 30


def meet(url: str) -> None:
    """Meet the same accounts as other processes at the same time; tell the learners."""
    database = Database.open(url)
    wait_for_the_others()
    for number in range(ACCOUNTS):
        with database.transaction("slack:T1") as tx:
            found = people.find_or_create(tx, "slack", "slack:T1", f"U{number}")
        tell(found.id, found.person_id)
    database.close()


def begin(url: str) -> None:
    """Open a database that has no tables yet, and use it."""
    wait_for_the_others()
    database = Database.open(url)
    tell(newcomer(database).id)
    database.close()


def answer(url: str) -> None:
    """Answer for ever, each answer in three tables at once; tell how many are confirmed."""
    database = Database.open(url)
    person = newcomer(database).person_id
    with database.transaction("local") as tx:
        session = sessions.create(tx, person, "drill", {"answered": 0})
    version = session.version
    for number in count(1):
        with database.transaction("local") as tx:
            memories.save(tx, person, memory(repetitions=number))
            reviews.append(tx, person, review(f"1:{number}", answer="words " * 200))
            version = sessions.save(tx, session.id, version, {"answered": number})
        tell(number)


def wait_for_the_others() -> None:
    """Say when ready, and begin when told."""
    tell("ready")
    sys.stdin.readline()


def tell(*words: object) -> None:
    """A line for the test."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    {"meet": meet, "begin": begin, "answer": answer}[sys.argv[1]](sys.argv[2])
