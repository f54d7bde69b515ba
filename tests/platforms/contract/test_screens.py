"""Every screen that the conversations can produce, on every platform."""

from typing import get_args

import pytest

from bot.intents import InSession, Intent
from bot.screens.forms import form_of
from bot.screens.model import Block, Screen
from bot.screens.tokens import LONGEST, Act, Token, encode, read
from tests.platforms.contract.judges import JUDGES
from tests.platforms.contract.offers import carried


@pytest.mark.parametrize("platform", JUDGES)
def test_every_screen_is_rendered_with_all_it_offers(platform: str, produced: list[Screen]) -> None:
    """Within the platform's limits, and with every button, option, tick and form within reach."""
    judge = JUDGES[platform]
    found = {f"{screen.title}: {problem}" for screen in produced for problem in judge(screen)}
    assert sorted(found)[:10] == []


def test_every_token_of_every_screen_comes_back(produced: list[Screen]) -> None:
    """And is short enough for the narrowest platform."""
    intents = {intent for screen in produced for intent in carried(screen)}
    assert intents
    for intent in intents:
        for act in Act:
            assert len(encode(intent, act)) <= LONGEST
            assert read(encode(intent, act)) == Token(act, intent)


def test_every_place_to_type_has_a_form(produced: list[Screen]) -> None:
    """A platform without a prompt asks in a dialog."""
    entries = [screen.entry for screen in produced if screen.entry]
    entries += [button.entry for screen in produced for button in screen.buttons if button.entry]
    assert entries
    assert all(form_of(entry) for entry in entries)


def test_the_walk_meets_every_kind_of_block(produced: list[Screen]) -> None:
    """Or the tests above would say little."""
    met = {type(block) for screen in produced for block in screen.blocks}
    assert met == set(get_args(Block))


def test_the_walk_meets_every_intent_of_a_session(produced: list[Screen]) -> None:
    """Whatever can be done inside a drill or a scenario was within reach."""
    met = {type(intent) for screen in produced for intent in carried(screen)}
    assert {sort for sort in get_args(Intent) if issubclass(sort, InSession)} - met == set()
