"""One person on several platforms: joined by a code, on both databases."""

from typing import Any

import pytest

from bot.content.library import Library
from bot.domain.errors import BotError
from bot.intents import (
    ChangeSetting,
    ForgetMe,
    LinkAccounts,
    SetSchedule,
    ShowHome,
    ShowPrivacy,
    StartDrill,
    StartScenario,
    Undo,
)
from bot.store import sessions
from tests.store.factories import TODAY
from tests.store.test_store_people import counts
from tests.usecases.accounts import SECOND, answers, at_a_terminal, code_of, everything, joins, on_discord
from tests.usecases.conftest import Chat, pressed, text_of
from tests.usecases.postbox import DAY, Postbox, due_on, local, person_of


def test_two_accounts_become_one_person(chat: Chat) -> None:
    """What either one knew both know, what either one is asked both are, and the settings are the code's account's."""
    other = on_discord(chat)
    chat.asks(ChangeSetting("minutes", "20"))
    answers(chat, "kinds-flip")
    answers(other, "kinds-aloud")
    assert "have one memory now" in text_of(joins(chat, other))
    assert everything(chat) == everything(other)
    kept = everything(other)
    assert {row["card_id"] for row in kept["memories"]} == {"kinds-flip", "kinds-aloud"}
    assert [row["card_id"] for row in kept["reviews"]] == ["kinds-flip", "kinds-aloud"]
    assert [row["platform"] for row in kept["accounts"]] == ["slack", "discord"]
    assert kept["settings"]["minutes_a_day"] == 20
    assert kept["settings"]["zone"] == "UTC"


def test_what_will_be_merged_is_said_before(chat: Chat) -> None:
    """Asking changes nothing, however often."""
    other = on_discord(chat)
    answers(chat, "kinds-flip")
    answers(other, "kinds-flip")
    answers(other, "kinds-aloud")
    chat.asks(SetSchedule("09:00 weekdays"))
    code, before = code_of(chat), (everything(chat), everything(other))
    for _ in range(2):
        said = text_of(other.asks(LinkAccounts(code.lower())).screens[-1])
        for part in ("Slack (U1): 1 card known", "Discord (77): 2 cards known", "both: 1 card", "09:00 weekdays"):
            assert part in said
    assert (everything(chat), everything(other)) == before


def test_a_card_that_both_know_earns_no_credit_twice(chat: Chat) -> None:
    """The later review counts alone; the log keeps both, the streak counts the day once, nothing is asked again."""
    other = on_discord(chat)
    answers(chat, "kinds-flip", "again")
    answers(other, "kinds-flip", "knew")
    last = everything(other)["memories"]
    joins(chat, other)
    kept = everything(chat)
    assert kept["memories"] == last
    assert last[0]["repetitions"] == 1
    assert len(kept["reviews"]) == 2
    stats: Any = chat.asks(ShowHome()).data
    assert (stats["known"], stats["streak"]) == (1, 1)


def test_days_of_either_account_make_one_streak(chat: Chat) -> None:
    """Monday here, Tuesday there, Wednesday here: three days in a row."""
    other = on_discord(chat)
    other.asks(ChangeSetting("zone", "UTC"))
    for who, card in ((chat, "kinds-flip"), (other, "kinds-aloud"), (chat, "kinds-choice")):
        front = who.asks(StartDrill(card)).screens[-1]
        way = "show" if any(button.word == "show" for button in front.buttons) else "pass"
        back = who.asks(pressed(front, way)).screens[-1]
        who.asks(next(button.intent for button in back.buttons if not button.quiet))
        chat.clock.advance(DAY)
    joins(chat, other)
    home: Any = other.asks(ShowHome()).data
    assert home["streak"] == 3


def test_an_open_drill_asks_nothing_that_was_answered_on_the_other_account(chat: Chat) -> None:
    """It ends; the buttons that are left of it change nothing, and undo reaches back to nothing."""
    other = on_discord(chat)
    answers(chat, "kinds-aloud")
    front = chat.asks(StartDrill("kinds-flip")).screens[-1]
    answers(other, "kinds-flip")
    answers(other, "kinds-aloud", "again")
    left = other.asks(StartDrill("kinds-typed")).screens[-1]
    joins(chat, other)
    before = everything(chat)
    for who, screen, word in ((chat, front, "show"), (other, left, "pass"), (other, front, "show")):
        who.asks(pressed(screen, word))
    for who in (chat, other):
        with pytest.raises(BotError, match="nothing to take back"):
            who.asks(Undo())
    assert everything(chat) == before
    assert all(row["ended_at"] for row in before["sessions"])


def test_a_scenario_that_is_open_where_the_code_was_made_goes_on(chat: Chat) -> None:
    """An answer half written is not thrown away; the other account's one ends."""
    other = on_discord(chat)
    for who in (chat, other):
        who.asks(StartScenario("fraud-card-payments"))
    joins(chat, other)
    person = person_of(chat)
    with chat.database.transaction(chat.who.tenant) as tx:
        assert [row.kind for row in sessions.all_open(tx, person)] == ["scenario"]


def test_equal_user_ids_of_two_tenants_are_two_accounts(chat: Chat) -> None:
    """U1 of one team joins U1 of another; the U1 of a third one has nothing to do with them."""
    namesake, stranger = chat.other("U1", "slack:T2"), chat.other("U1", "slack:T3")
    answers(namesake, "kinds-flip")
    answers(stranger, "kinds-flip")
    joins(chat, namesake)
    assert person_of(namesake) == person_of(chat) != person_of(stranger)
    assert len(everything(chat)["accounts"]) == 2
    assert len(everything(stranger)["reviews"]) == 1


def test_three_accounts_are_one_person_too(chat: Chat) -> None:
    """Whoever is joined brings along whom it was joined with."""
    discord, terminal = on_discord(chat), at_a_terminal(chat)
    joins(discord, terminal)
    joins(chat, terminal)
    assert {person_of(each) for each in (chat, discord, terminal)} == {person_of(chat)}
    assert len(everything(discord)["accounts"]) == 3


def test_forgetting_forgets_all_accounts(chat: Chat) -> None:
    """Whichever of them asks for it; somebody else keeps everything."""
    other, somebody = on_discord(chat), chat.other("U2")
    for who in (somebody, chat, other):
        answers(who, "kinds-flip")
    with chat.database.transaction("") as tx:
        tenants = counts(tx)["tenant"]
    joins(chat, other)
    chat.asks(SetSchedule("09:00"))
    other.asks(ForgetMe(confirmed=True))
    with chat.database.transaction("slack:T1") as tx:
        assert counts(tx) | {"person": 1, "learner": 1, "review": 1, "memory": 1, "timer": 0, "tenant": tenants} == (
            counts(tx)
        )


def test_the_joined_accounts_are_named(chat: Chat) -> None:
    """Where one reads what is kept; who has one account only reads nothing of it."""
    assert "Joined" not in text_of(chat.asks(ShowPrivacy()).screens[-1])
    chat.clock.advance(SECOND)
    joins(chat, on_discord(chat))
    assert "Joined: Slack (U1), Discord (77)" in text_of(chat.asks(ShowPrivacy()).screens[-1])


def test_one_daily_drill_is_left(chat: Chat, library: Library) -> None:
    """The schedule of the code's account; the other's timer is gone, and what was to be sent there is cancelled."""
    other, postbox = chat.other("U2", "slack:T2"), Postbox(chat, library)
    chat.asks(SetSchedule("18:00"))
    other.asks(SetSchedule("15:00"))
    for who in (chat, other):
        due_on(who, TODAY)
    chat.clock.now = local(TODAY, "15:00", "UTC")
    postbox.wake()  # planned for the other one, and not sent yet
    joins(chat, other)
    assert postbox.send() == []
    arrived = postbox.until(local(TODAY + DAY, "23:00", "UTC"))
    assert [(post.delivery.address, post.at.hour) for post in arrived] == [("U1", 18), ("U1", 18)]


def test_a_date_that_had_its_message_gets_no_second_one(chat: Chat, library: Library) -> None:
    """What was sent to the other account counts: also where the next one is planned already."""
    other, postbox = chat.other("U2", "slack:T2"), Postbox(chat, library)
    chat.asks(SetSchedule("18:00"))
    other.asks(SetSchedule("15:00"))
    for who in (chat, other):
        due_on(who, TODAY)
    assert len(postbox.until(local(TODAY, "15:00", "UTC"))) == 1
    joins(chat, other)
    arrived = postbox.until(local(TODAY + DAY, "23:00", "UTC"))
    assert [post.at.date() for post in arrived] == [TODAY + DAY]
    assert [row["slot"] for row in everything(chat)["messages"]][:1] == [TODAY.isoformat()]
