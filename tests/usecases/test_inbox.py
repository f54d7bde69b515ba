"""What people typed is kept before it is acknowledged, acted on once and in order, and answered also after a crash."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.content.library import Library
from bot.domain.answers.verdict import BadAnswer
from bot.door import Door
from bot.intents import ExportAll, ExportReviews, ForgetMe, InterpretText, Request, ShowStats, StartDrill, StartScenario
from bot.store import inbox
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.usecases.context import Later
from bot.usecases.table import perform
from tests.usecases.conftest import DIRECT, Chat
from tests.usecases.typing_process import WHO

ROOT = Path(__file__).parents[2]


def draft(chat: Chat) -> list[str]:
    """The lines of the open scenario's draft."""
    data: Any = chat.asks(ExportAll()).data
    return str(data["sessions"][-1]["state"]["draft"]).split("\n")


def grades(chat: Chat) -> list[int]:
    """The grades in the review log."""
    data: Any = chat.asks(ExportReviews()).data
    return [row["grade"] for row in data]


def dies_after_one_transaction(chat: Chat) -> Later:
    """Act on the next text up to the first commit, and no further."""
    with chat.database.transaction(chat.who.tenant) as tx:
        kept = inbox.first(tx, chat.who.account)
    assert kept is not None
    request = Request(chat.who, DIRECT, InterpretText(kept.text))
    outcome = chat.door._enter(request, lambda context: perform(context, request.intent), kept)
    assert isinstance(outcome, Later)
    return outcome


def test_a_text_is_acted_on_and_answered(chat: Chat) -> None:
    """The answer is the one that typing gives."""
    chat.asks(StartDrill("kinds-typed"))
    assert "Answer: online store" in chat.sends("online store")
    assert chat.works() == []


def test_the_same_event_twice_is_one_answer(chat: Chat) -> None:
    """Before it was acted on, after, and after it was answered."""
    chat.asks(StartScenario("fraud-card-payments"))
    assert chat.receives("once", "E7")
    assert not chat.receives("once", "E7")
    assert len(chat.works()) == 1
    assert not chat.receives("once", "E7")
    chat.door.told(chat.who)
    chat.clock.advance(timedelta(days=6))
    assert not chat.receives("once", "E7")
    assert chat.works() == []
    assert draft(chat) == ["once"]


def test_equal_events_of_two_tenants_are_two(chat: Chat) -> None:
    """Each platform numbers its own."""
    assert chat.receives("help", "E7")
    assert chat.other("U1", "slack:T2").receives("help", "E7")


def test_what_was_kept_survives_a_kill(chat: Chat, library: Library) -> None:
    """A start finds the account, acts on the text, and has nothing left to do."""
    chat.asks(StartDrill("kinds-typed"))
    chat.receives("online store")
    again = chat.restarted(library)
    assert again.door.backlog("slack") == [chat.who]
    assert "Answer: online store" in again.works()[0]
    again.door.told(chat.who)
    assert again.door.backlog("slack") == []


def test_texts_are_acted_on_in_order(chat: Chat) -> None:
    """However many waited."""
    chat.asks(StartScenario("fraud-card-payments"))
    for text in ("one", "two", "three"):
        chat.receives(text)
    assert len(chat.works()) == 3
    assert draft(chat) == ["one", "two", "three"]


def test_people_do_not_wait_for_one_another(chat: Chat) -> None:
    """Each account has its own order, and its own answers."""
    other = chat.other("U2")
    chat.receives("help")
    other.receives("framework")
    assert other.works()[0].startswith("The six steps")
    assert chat.works()[0].startswith("mlsd")


def test_an_answer_that_was_perhaps_never_shown_is_shown_again(chat: Chat, library: Library) -> None:
    """After a crash between acting and showing the person sees where things stand; nothing is done twice."""
    chat.asks(StartScenario("fraud-card-payments"))
    chat.receives("only once")
    chat.works()
    again = chat.restarted(library)
    assert again.door.backlog("slack") == [chat.who]
    assert "only once" in again.works()[0]
    assert draft(again) == ["only once"]
    again.door.told(chat.who)
    assert again.door.backlog("slack") == []


def test_the_text_itself_is_kept_no_longer_than_needed(chat: Chat) -> None:
    """Once acted on, only the event's name stays."""
    chat.receives("something private")
    chat.works()
    with chat.database.transaction(chat.who.tenant) as tx:
        inbox.reopen(tx)
        kept = inbox.first(tx, chat.who.account)
    assert kept is not None
    assert kept.text == ""


def test_an_answer_that_cannot_be_read_is_refused_once(chat: Chat) -> None:
    """The person is told, and the text does not come back."""
    chat.asks(StartDrill("kinds-choice"))
    chat.receives("well, it depends")
    with pytest.raises(BadAnswer):
        chat.door.work_inbox(chat.who)
    assert chat.door.work_inbox(chat.who) is None


def test_a_fault_of_ours_is_told_once(chat: Chat) -> None:
    """A text that trips the bot must not do so at every start."""
    broken = replace(chat, door=Door(chat.database, cast("Library", None)))
    broken.receives("home")
    with pytest.raises(AttributeError):
        broken.works()
    assert broken.works() == []


class Lost:
    """Decks that are read while the database goes away."""

    def __getattr__(self, name: str) -> object:
        raise StoreError(f"The database went away at {name}.")


def test_a_database_that_goes_away_meanwhile_loses_nothing(chat: Chat) -> None:
    """Whatever the half-way point: the text is still there for the next try."""
    chat.receives("home")
    with pytest.raises(StoreError):
        replace(chat, door=Door(chat.database, cast("Library", Lost()))).works()
    assert chat.works()[0].startswith("Your day")


def test_a_read_only_database_loses_nothing(chat: Chat, database_url: str, library: Library) -> None:
    """The text waits until the database works again."""
    chat.asks(StartScenario("fraud-card-payments"))
    chat.receives("kept")
    closed = Database.open(database_url, read_only=True)
    with pytest.raises(StoreError):
        Door(closed, library).work_inbox(chat.who)
    closed.close()
    assert len(chat.works()) == 1
    assert draft(chat) == ["kept"]


def test_a_death_before_the_result_is_shown_hands_in_once(chat: Chat, library: Library) -> None:
    """`done` was acted on: after the crash it does not accept the result that nobody saw."""
    chat.asks(StartScenario("fraud-card-payments"))
    chat.sends("A positive is a chargeback within 90 days.")
    chat.receives("done")
    assert dies_after_one_transaction(chat).settled
    again = chat.restarted(library)
    assert again.door.backlog("slack") == [chat.who]
    assert "Score: " in again.works()[0]


def test_a_death_before_the_attempt_is_kept_keeps_it_later(chat: Chat, library: Library) -> None:
    """`done` at the result was not acted on: after the crash it is."""
    chat.asks(StartScenario("fraud-card-payments"))
    chat.sends("A positive is a chargeback within 90 days.")
    chat.sends("done")
    chat.receives("done")
    assert not dies_after_one_transaction(chat).settled
    again = chat.restarted(library)
    assert again.works()[0].startswith("Scenario done")
    assert again.works() == []


def test_workers_at_once_act_once_and_in_order(chat: Chat) -> None:
    """Threads that all drain one account neither double nor reorder anything."""
    chat.asks(StartScenario("fraud-card-payments"))
    lines = [f"line {number}" for number in range(12)]
    for line in lines:
        chat.receives(line)
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(chat.works) for _ in range(4)]
    assert sum(len(each.result()) for each in done) == len(lines)
    assert draft(chat) == lines


def test_forgotten_people_leave_no_texts(chat: Chat) -> None:
    """What waits goes with the person."""
    chat.receives("help")
    chat.asks(ForgetMe(confirmed=True))
    assert chat.door.backlog("slack") == []
    assert chat.works() == []


def test_only_what_is_typed_is_kept(chat: Chat) -> None:
    """A press has its own way."""
    with pytest.raises(TypeError):
        chat.door.receive(Request(chat.who, DIRECT, ShowStats()), "E1")


def test_a_start_looks_after_its_own_platform(chat: Chat) -> None:
    """Another platform's texts are not answered here."""
    chat.receives("help")
    assert chat.door.backlog("discord") == []


def test_kill_after_kill_loses_and_doubles_nothing(database_url: str, library: Library) -> None:
    """A process that types is killed again and again; in the end every line that was kept is there once, in order."""
    door = Door(database := Database.open(database_url), library)
    door.answer(Request(WHO, DIRECT, StartScenario("fraud-card-payments")))
    told = -1
    for lines in (1, 7, 20):
        told = types_until_killed(database_url, told + 1, lines)
        while door.work_inbox(WHO):
            door.told(WHO)
    data: Any = door.answer(Request(WHO, DIRECT, ExportAll())).data
    database.close()
    written = str(data["sessions"][-1]["state"]["draft"]).split("\n")
    assert len(written) >= told + 1
    assert written == [f"line {number}" for number in range(len(written))]


def types_until_killed(url: str, first: int, lines: int) -> int:
    """Kill the process once it has kept so many lines; the number of the last line that it told of.

    One more may be kept: the next process sends its event again, as a platform does that heard no acknowledgement.
    """
    command = [sys.executable, "-m", "tests.usecases.typing_process", url, str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        last = next(line for line in process.stdout if int(line) >= first + lines)
        process.kill()
        rest = process.stdout.read().split()
    return int((rest or [last])[-1])
