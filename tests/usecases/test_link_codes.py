"""Codes that join accounts: good once, for ten minutes, and not to be guessed."""

import subprocess
import sys
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.content.library import Library
from bot.domain.linking import LIFETIME, MOST_TRIES, TRIES_COUNT_FOR
from bot.door import Door
from bot.intents import (
    LinkAccounts,
    ShowStats,
)
from bot.store.database import Database
from bot.store.statement import Statement
from bot.store.tables import link_code
from tests.usecases.accounts import SECOND, code_of, everything, on_discord, refusal
from tests.usecases.conftest import Chat, text_of

ROOT = Path(__file__).parents[2]


def joining(url: str, code: str, account: str) -> subprocess.Popen[str]:
    """A process that enters a code when told to."""
    command = [sys.executable, "-m", "tests.usecases.joining_process", url, code, account]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_code_works_once_for_ten_minutes_and_never_at_home(chat: Chat, *, confirmed: bool) -> None:
    """Each refusal is a sentence of its own, and nothing changes."""
    other, third = on_discord(chat), on_discord(chat, "78")
    code = code_of(chat)
    assert refusal(chat, code, confirmed=confirmed) == "own"
    assert refusal(other, "CDFG-CDFG", confirmed=confirmed) == "unknown"
    assert refusal(other, "", confirmed=confirmed) == "unknown"
    chat.clock.advance(LIFETIME)
    assert refusal(other, code, confirmed=confirmed) == "expired"
    code = code_of(chat)
    chat.clock.advance(LIFETIME - SECOND)
    joined: Any = other.asks(LinkAccounts(code, confirmed=True)).data
    assert list(joined) == ["joined"]
    assert refusal(other, code, confirmed=confirmed) == "linked"
    assert refusal(third, code, confirmed=confirmed) == "used"
    assert refusal(other, code_of(chat), confirmed=confirmed) == "linked"
    sentences = {text_of(each.asks(LinkAccounts(code)).screens[-1]) for each in (chat, other, third)}
    assert len(sentences) == 3


def test_a_new_code_makes_the_earlier_one_void(chat: Chat) -> None:
    """Who is in doubt about a code makes another."""
    first, second = code_of(chat), code_of(chat)
    assert refusal(on_discord(chat), first) == "expired"
    assert refusal(on_discord(chat), second) is None


def test_codes_are_not_kept_as_they_are(chat: Chat) -> None:
    """Who reads the database cannot enter one."""
    code = code_of(chat)
    with chat.database.transaction(chat.who.tenant) as tx:
        rows = tx.rows(Statement(select(link_code)))
    assert len(rows) == 1
    assert code not in str(rows)


def test_who_guesses_is_stopped_for_an_hour(chat: Chat, library: Library) -> None:
    """After ten wrong codes even a right one is refused, on that account alone; it is kept in the database."""
    other, code = on_discord(chat), code_of(chat)
    for _ in range(MOST_TRIES):
        assert refusal(other, "CDFG-CDFG") == "unknown"
        chat.clock.advance(SECOND)
    assert refusal(other.restarted(library), code) == "too often"
    assert refusal(on_discord(chat, "78"), code) is None
    chat.clock.advance(TRIES_COUNT_FOR - MOST_TRIES * SECOND - SECOND)
    code = code_of(chat)
    assert refusal(other, code) == "too often"
    chat.clock.advance(SECOND)
    assert refusal(other, code) is None


def test_right_codes_are_no_wrong_tries(chat: Chat) -> None:
    """Looking at what will be merged costs nothing."""
    other, code = on_discord(chat), code_of(chat)
    assert {refusal(other, code) for _ in range(MOST_TRIES + 1)} == {None}
    assert {refusal(chat, code) for _ in range(MOST_TRIES + 1)} == {"own"}


def test_of_two_who_enter_a_code_at_once_one_wins(chat: Chat, database_url: str, library: Library) -> None:
    """Two processes, two accounts, one code: one is joined, the other one is told that it was used."""
    with closing(Database.open(database_url)) as database:  # by the real clock, as the processes
        code = code_of(replace(chat, door=Door(database, library), database=database))
    with ExitStack() as stack:
        running = [stack.enter_context(joining(database_url, code, account)) for account in ("77", "78")]
        for each in running:
            assert each.stdout
            assert each.stdout.readline() == "ready\n"
        for each in running:
            assert each.stdin
            each.stdin.write("go\n")
            each.stdin.flush()
        said = [each.communicate(timeout=60)[0].strip() for each in running]
    assert sorted(said) == ["joined", "refused"]
    assert len(everything(chat)["accounts"]) == 2


def test_what_is_typed_does_the_same(chat: Chat) -> None:
    """By way of the inbox: making, entering with a space, refusing."""
    other = on_discord(chat)
    assert "Your code is" in chat.sends("link")
    code = code_of(chat)
    assert "Join these accounts?" in other.sends(f"/mlsd link {code[:4].lower()} {code[4:]}")
    assert "No account was given that code" in other.sends("link CDFGCDFG")
    assert refusal(other, code, confirmed=True) is None
    assert other.asks(ShowStats()).data == chat.asks(ShowStats()).data
