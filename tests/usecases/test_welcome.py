"""First contact in a chat, and what is said in a channel."""

from typing import get_args

import pytest

from bot.commands import TABLE, parse
from bot.intents import (
    ChangeSetting,
    ForgetMe,
    Intent,
    LookUp,
    Place,
    PublicIntent,
    ShowHome,
    ShowPrivacy,
    ShowSettings,
    ShowStats,
    ShowWelcome,
    StartDrill,
    Surface,
)
from bot.screens.forms import form_of
from bot.screens.tokens import decode, encode
from bot.usecases.table import PUBLIC
from tests.usecases.conftest import CHANNEL, Chat, pressed, text_of


def test_a_stranger_is_welcomed_before_the_answer_and_only_once(stranger: Chat) -> None:
    """The first reply brings the welcome along; the second does not."""
    first = stranger.asks(StartDrill("kinds-flip"))
    second = stranger.asks(StartDrill("kinds-flip"))
    assert [screen.title for screen in first.screens[:-1]] == ["Hello! I drill you for system design interviews"]
    assert len(second.screens) == 1


def test_the_welcome_is_four_lines_and_four_buttons(stranger: Chat) -> None:
    """What the bot does, how to begin, how long a day, who can read along; and the ways on."""
    screen = stranger.asks(ShowWelcome()).screens[0]
    assert len(screen.blocks) == 4
    assert "15 minutes a day" in text_of(screen)
    assert "owners of this workspace may be able to export this chat" in text_of(screen)
    assert pressed(screen, "drill") == StartDrill()
    assert (pressed(screen, "settings"), pressed(screen, "privacy")) == (ShowSettings(), ShowPrivacy())


def test_when_to_ask_is_a_form_for_the_setting(chat: Chat) -> None:
    """The button opens a place to type; what is typed is kept, and nobody is written to before."""
    screen = chat.asks(ShowWelcome()).screens[0]
    entry = next(button.entry for button in screen.buttons if button.word == "when")
    assert entry is not None
    form = form_of(entry)
    assert form is not None
    assert chat.asks(ShowHome()).data["drill_at"] is None  # type: ignore[index]  # a dictionary
    chat.asks(form.filled({"value": "8:30 pm"}))
    assert chat.asks(ShowHome()).data["drill_at"] == "20:30"  # type: ignore[index]  # a dictionary


def test_a_first_word_that_means_nothing_is_answered_by_the_welcome(stranger: Chat) -> None:
    """Who says hello is welcomed, once, and not told of a mistake."""
    assert stranger.says("hello there").startswith("Hello!")
    assert "did not understand" in stranger.says("hello there")


@pytest.mark.parametrize("quiet", [ShowHome(), ForgetMe()])
def test_pages_of_their_own_bring_no_welcome(stranger: Chat, quiet: Intent) -> None:
    """The welcome waits for the first conversation."""
    assert len(stranger.asks(quiet).screens) == 1
    assert len(stranger.asks(ShowStats()).screens) == 2


def test_the_terminal_welcomes_nobody(stranger: Chat) -> None:
    """Who typed a command at a prompt knows what it does."""
    assert len(stranger.asks(ShowStats(), Place(Surface.TERMINAL)).screens) == 1


def test_what_is_personal_is_not_for_a_channel(chat: Chat) -> None:
    """The reply says to show it elsewhere, and what to say instead; in the person's own chat it does not."""
    reply = chat.asks(ShowStats(), CHANNEL)
    assert reply.elsewhere is not None
    assert "your messages" in text_of(reply.elsewhere)
    assert chat.asks(ShowStats()).elsewhere is None


def test_what_is_public_may_be_shown_in_a_channel(chat: Chat) -> None:
    """A term is no secret."""
    assert chat.asks(LookUp("psi"), CHANNEL).elsewhere is None


def test_the_table_says_which_commands_are_private() -> None:
    """A platform must know before it acknowledges: what may be public is about nobody."""
    public = [parse(example) for command in TABLE if not command.private for example in command.examples]
    assert public
    assert all(isinstance(intent, PublicIntent) for intent in public)
    assert set(PUBLIC) == set(get_args(PublicIntent))


def test_the_buttons_of_the_new_screens_can_be_pressed_in_a_year(chat: Chat) -> None:
    """Their intents are written as tokens and come back."""
    screens = [chat.asks(intent).screens[-1] for intent in (ShowWelcome(), ShowHome(), ShowPrivacy(), ForgetMe())]
    intents = [button.intent for screen in screens for button in screen.buttons]
    assert [decode(encode(intent)) for intent in intents] == intents
    assert ChangeSetting("drill-at", "") in intents
