"""Whatever a screen holds, Slack takes it, and every button is there."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.intents import AnswerCard, CorrectPoints, EndDrill, FlagCard, Intent, ShowStats, SubmitScenario, Undo
from bot.platforms.slack.elements import Json
from bot.platforms.slack.inbound import OpenForm, ShowAll, pressed
from bot.platforms.slack.modals import to_modal
from bot.platforms.slack.render import to_home, to_message, to_page
from bot.screens.forms import Form, form_for
from bot.screens.model import (
    Block,
    Bullets,
    Button,
    Entry,
    Heading,
    Option,
    Options,
    Paragraph,
    Screen,
    Tick,
    Ticks,
    spans,
)
from tests.platforms.slack.judge import presses_of, problems_of, problems_of_view
from tests.screens.strategies import HOSTILE, any_intent, screens, texts

slowly = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def offered(screen: Screen) -> Iterator[Intent | Form]:
    """What can be pressed on a screen: intents, and forms for what is typed."""
    for button in screen.buttons:
        form = form_for(button.entry.intent) if button.entry else None
        yield form.intent if form else button.intent
    for block in screen.blocks:
        if isinstance(block, Options):
            yield from (option.intent for option in block.items if option.intent)
    if screen.leave:
        yield screen.leave


def reached(blocks: list[Json]) -> list[object]:
    """What the rendered buttons mean when they are pressed."""
    found = [pressed(action) for action in presses_of(blocks)]
    return [press.form.intent if isinstance(press, OpenForm) else press for press in found]


@slowly
@given(screens)
def test_any_screen_is_a_message_that_slack_takes(screen: Screen) -> None:
    """Limits, unique ids, escaping: nothing is wrong with it."""
    assert problems_of(to_message(screen)) == []


@slowly
@given(screens)
def test_every_button_of_any_screen_can_be_pressed(screen: Screen) -> None:
    """However much text had to be cut, what can be done is there and means what it says."""
    there = reached(to_message(screen).blocks)
    assert None not in there
    assert [intent for intent in offered(screen) if intent not in there] == []


@slowly
@given(st.lists(screens, min_size=1, max_size=4))
def test_any_screens_are_a_home_tab_that_slack_takes(shown: list[Screen]) -> None:
    """One under the other, with ids that are unique over all of them."""
    assert problems_of_view(to_home(shown)) == []


@slowly
@given(screens)
def test_any_screen_is_a_page_that_slack_takes(screen: Screen) -> None:
    """A page is only read: nothing on it can be pressed."""
    page = to_page(screen)
    assert problems_of_view(page) == []
    assert presses_of(page["blocks"]) == []


@settings(max_examples=70)
@given(any_intent(), texts, st.text(max_size=3000))
def test_any_form_is_a_modal_that_slack_takes(intent: Intent, label: str, origin: str) -> None:
    """Whatever the screen calls the field, and wherever the press came from."""
    if form := form_for(intent, label):
        assert problems_of_view(to_modal(form, origin)) == []


def test_an_origin_that_does_not_fit_is_a_fault_of_ours() -> None:
    """Cutting it would lose the place that the answer belongs to."""
    form = form_for(FlagCard(7, 3))
    assert form
    with pytest.raises(ValueError, match="3001"):
        to_modal(form, "x" * 3001)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_only_text_wherever_it_stands(hostile: str) -> None:
    """No title, label, option, tick or paragraph rings anybody or breaks the message."""
    tick = Tick(hostile, ticked=True, detail=spans(hostile))
    screen = Screen(
        hostile,
        (Paragraph(spans(hostile)), Bullets((spans(hostile),)), Ticks((tick,), CorrectPoints(7, 3))),
        (
            Button(hostile, "undo", Undo()),
            Button(hostile, "flag", FlagCard(7, 3), entry=Entry(hostile, FlagCard(7, 3))),
        ),
        Entry(hostile, AnswerCard(7, 3)),
    )
    assert problems_of(to_message(screen)) == []


def test_a_long_text_is_split_not_cut_where_the_message_has_room() -> None:
    """Nine thousand characters are all there, in sections of at most 3,000 that end with a sentence."""
    sentence = "A canary sends a small share of real traffic to the new model. "
    message = to_message(Screen("Long", (Paragraph(spans(sentence * 140)),)))
    sections = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    assert "".join(sections) == sentence * 140
    assert all(section.rstrip().endswith(".") and len(section) <= 3000 for section in sections)


def test_what_had_to_be_cut_is_shown_by_a_button() -> None:
    """[Show all] asks for the session's screen again without changing anything; the page then holds the whole text."""
    text = "Say what is measured, and when it counts. " * 1000
    screen = Screen("Long", (Paragraph(spans(text)),), entry=Entry("Answer", SubmitScenario(7, 3), lines=True))
    message = to_message(screen)
    (shown,) = [press for press in reached(message.blocks) if isinstance(press, ShowAll)]
    assert shown.intent == SubmitScenario(7, -1)
    page = to_page(screen)
    assert "".join(block["text"]["text"] for block in page["blocks"] if block["type"] == "section") == text


def test_too_many_short_blocks_lose_the_last_to_read_and_nothing_to_press() -> None:
    """Fifty blocks are all there may be: options and buttons stay, and the page has the rest."""
    option = Option("a", "Canary", AnswerCard(7, 3, "a"))
    blocks: list[Block] = [*(Heading(f"Heading {number}") for number in range(80)), Options((option,))]
    screen = Screen("Many", tuple(blocks), (Button("Undo", "undo", Undo()),), leave=EndDrill(7, 3))
    message = to_message(screen)
    assert problems_of(message) == []
    assert set(offered(screen)) < set(reached(message.blocks))
    assert "Heading 10" in str(message.blocks)
    assert ShowAll(EndDrill(7, -1)) in reached(message.blocks)
    assert "Heading 79" in str(to_page(screen)["blocks"])


def test_a_view_holds_a_hundred_blocks() -> None:
    """More is left out at the end, never refused."""
    many = Screen("Many", tuple(Heading(f"Heading {number}") for number in range(130)))
    for view in (to_page(many), to_home([many])):
        assert problems_of_view(view) == []
        assert len(view["blocks"]) == 100


def test_outside_a_session_the_sender_says_what_shows_all() -> None:
    """Statistics are simply asked for again; where nobody can say, the cut is at least named."""
    screen = Screen("Long", (Paragraph(spans("many words " * 3000)),))
    presses = reached(to_message(screen, again=ShowStats()).blocks)
    assert presses == [ShowAll(ShowStats())]
    assert "left out" in str(to_message(screen).blocks)


def test_a_screen_that_fits_offers_no_more_of_it() -> None:
    """[Show all] would be a riddle."""
    assert presses_of(to_message(Screen("Short", (Paragraph(spans("Few words.")),)), again=ShowStats()).blocks) == []
