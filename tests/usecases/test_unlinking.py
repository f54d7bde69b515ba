"""Accounts taken apart: one keeps the memory, the others start anew."""

import pytest

from bot.content.library import Library
from bot.domain.errors import BotError
from bot.intents import ForgetMe, SetSchedule, UnlinkAccounts
from tests.store.factories import TODAY
from tests.store.test_store_people import counts
from tests.usecases.accounts import answers, at_a_terminal, everything, joins, on_discord
from tests.usecases.conftest import Chat, pressed, text_of
from tests.usecases.postbox import DAY, Postbox, due_on, local


def test_unlinking_asks_first_and_leaves_the_memory_here(chat: Chat) -> None:
    """The account that says so keeps everything; each other one begins anew, by itself."""
    discord, terminal = on_discord(chat), at_a_terminal(chat)
    answers(chat, "kinds-flip")
    joins(chat, discord)
    joins(chat, terminal)
    before = everything(discord)
    sure = discord.asks(UnlinkAccounts()).screens[-1]
    assert "Slack (U1), the terminal (me)" in text_of(sure)
    assert everything(chat) == before
    discord.asks(pressed(sure, "unlink"))
    kept = everything(discord)
    assert [row["account"] for row in kept["accounts"]] == ["77"]
    assert kept | {"accounts": before["accounts"]} == before
    for who in (chat, terminal):
        assert not everything(who)["memories"]
        assert not everything(who)["reviews"]
        assert len(everything(who)["accounts"]) == 1
    with pytest.raises(BotError, match="no other"):
        chat.asks(UnlinkAccounts())
    with pytest.raises(BotError, match="no other"):
        discord.asks(pressed(sure, "unlink"))


def test_after_unlinking_the_daily_drill_comes_here(chat: Chat, library: Library) -> None:
    """The person's schedule wakes for the account that is left, and no message goes to the other one."""
    other, postbox = chat.other("U2", "slack:T2"), Postbox(chat, library)
    chat.asks(SetSchedule("15:00"))
    joins(chat, other)
    due_on(chat, TODAY)
    chat.clock.now = local(TODAY, "15:00", "UTC")
    postbox.wake()
    other.asks(UnlinkAccounts(confirmed=True))
    assert postbox.send() == []
    due_on(other, TODAY)
    arrived = postbox.until(local(TODAY + 2 * DAY, "23:00", "UTC"))
    assert {post.delivery.address for post in arrived} == {"U2"}
    other.asks(ForgetMe(confirmed=True))
    with chat.database.transaction("slack:T2") as tx:
        assert (counts(tx)["timer"], counts(tx)["delivery"]) == (0, 0)


def test_apart_accounts_can_be_joined_again(chat: Chat) -> None:
    """And what each one learnt meanwhile is put together."""
    other = on_discord(chat)
    answers(chat, "kinds-flip")
    joins(chat, other)
    chat.asks(UnlinkAccounts(confirmed=True))
    answers(other, "kinds-aloud")
    joins(other, chat)
    assert {row["card_id"] for row in everything(other)["memories"]} == {"kinds-flip", "kinds-aloud"}
