"""From Slack's payloads to what is meant."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import BotError
from bot.domain.memory import Grade
from bot.intents import (
    AnswerCard,
    ChangeSetting,
    CorrectPoints,
    FlagCard,
    GradeCard,
    Help,
    Intent,
    ShowStats,
    StartDrill,
    SubmitScenario,
    TickElements,
)
from bot.platforms.slack.inbound import OpenForm, ShowAll, command, form_of_view, pressed, submitted, typed
from bot.platforms.slack.modals import to_modal, to_refusal
from bot.platforms.slack.render import to_message
from bot.screens.forms import Form, form_for
from bot.screens.model import Button, Entry, Screen, Tick, Ticks
from bot.screens.tokens import Act, encode
from tests.platforms.slack.judge import presses_of

FRONT = Screen("front", entry=Entry("The missing word", AnswerCard(7, 3)))
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "action_id", "state", "values", "type"]), inner, max_size=3)
    ),
    max_leaves=6,
)
actions = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["button", "checkboxes", "overflow", "static_select"]) | json,
        "action_id": st.sampled_from(["1:te:7:3#0", "1:un#1", "1?ac:7:3#2", "1+st#3", "#", "1:un"]) | json,
        "value": json,
        "selected_option": st.fixed_dictionaries({"value": st.sampled_from(["1:un#0", "0"]) | json}) | json,
        "selected_options": st.lists(st.fixed_dictionaries({"value": st.sampled_from(["2", "²", "-1"]) | json})) | json,
    },
)
views = st.fixed_dictionaries(
    {},
    optional={
        "callback_id": st.sampled_from(["1?fl:7:3", "1?cs:zone:x", "1:fl:7:3", "1?un"]) | json,
        "state": json | st.fixed_dictionaries({"values": st.dictionaries(st.just("text-0"), json)}),
    },
)


def presses(screen: Screen) -> list[Any]:
    """What every press on a screen means."""
    return [pressed(action) for action in presses_of(to_message(screen).blocks)]


def form_of(intent: Intent, label: str = "") -> Form:
    """The form of an intent that has one."""
    form = form_for(intent, label)
    assert form is not None
    return form


def filled(view: dict[str, Any], *texts: str) -> dict[str, Any]:
    """A modal as it comes back with texts in its inputs."""
    blocks = zip(view["blocks"], texts, strict=False)
    values = {
        block["block_id"]: {block["element"]["action_id"]: {"type": "plain_text_input", "value": text}}
        for block, text in blocks
    }
    return {**view, "state": {"values": values}}


def test_a_button_means_its_intent() -> None:
    """A press is read from the button alone, whenever it was sent."""
    good = GradeCard(7, 3, Grade.GOOD)
    assert pressed({"type": "button", "action_id": f"{encode(good)}#4"}) == good


def test_a_menu_means_the_intent_of_the_option() -> None:
    """In the overflow menu and in a select."""
    option = {"value": f"{encode(ShowStats())}#2"}
    assert pressed({"type": "overflow", "action_id": "more#1", "selected_option": option}) == ShowStats()


def test_a_button_that_wants_a_text_opens_its_form() -> None:
    """With the label that the screen gave it."""
    (opened,) = presses(FRONT)
    assert opened == OpenForm(form_of(AnswerCard(7, 3), "The missing word"))


def test_a_quiet_button_that_wants_a_text_opens_its_form() -> None:
    """From the menu too, by the form's own label."""
    flag = FlagCard(7, 3)
    (opened,) = presses(Screen("back", buttons=(Button("Flag", "flag", flag, quiet=True, entry=Entry("What?", flag)),)))
    assert opened == OpenForm(form_of(flag))


def test_ticks_say_what_is_ticked_in_all_groups() -> None:
    """Ticking in the second group keeps what is ticked in the first, and the other way round."""
    items = tuple(Tick(f"point {index}", ticked=index in {0, 9, 11}) for index in range(13))
    first, second = presses_of(to_message(Screen("result", (Ticks(items, CorrectPoints(7, 3)),))).blocks)
    assert pressed(first) == CorrectPoints(7, 3, (0, 9, 11))
    assert pressed({**first, "selected_options": [{"value": "4"}]}) == CorrectPoints(7, 3, (4, 11))
    assert pressed({**second, "selected_options": [{"value": "12"}, {"value": "10"}]}) == CorrectPoints(
        7, 3, (0, 9, 10, 12)
    )
    assert pressed({**second, "selected_options": []}) == CorrectPoints(7, 3, (0, 9))


def test_boxes_that_are_none_of_ours_are_left_out() -> None:
    """Only whole numbers from 0 count."""
    strange = [{"value": value} for value in ("2", "-1", "²", "x", "9999", None)]
    action = {"type": "checkboxes", "action_id": "1:te:7:3#0", "selected_options": [*strange, None, "1"]}
    assert pressed(action) == TickElements(7, 3, (2,))


def test_ticks_are_shown_as_they_stand() -> None:
    """A check list that was ticked before begins with those boxes ticked."""
    items = (Tick("topic", ticked=True), Tick("reason", ticked=False), Tick("time", ticked=True))
    assert presses(Screen("said", (Ticks(items, TickElements(7, 3)),))) == [TickElements(7, 3, (0, 2))]


def test_show_all_means_the_screen_of_its_intent() -> None:
    """The platform asks for it again and shows it as a page."""
    assert pressed({"type": "button", "action_id": f"{encode(ShowStats(), Act.SHOW)}#0"}) == ShowAll(ShowStats())


@pytest.mark.parametrize(
    "action",
    [
        {"type": "button", "action_id": "start_quiz"},
        {"type": "button", "action_id": "1:zz:7#0"},
        {"type": "button", "action_id": "1?un#0"},  # undo has no form
        {"type": "checkboxes", "action_id": "1:un#0", "selected_options": []},  # undo has no boxes
        {"type": "overflow", "action_id": "1:un#0", "selected_option": {"value": "old"}},
        {"type": "button", "action_id": None, "url": "https://example.org"},
        {},
    ],
)
def test_a_dead_button_means_nothing(action: dict[str, Any]) -> None:
    """It is None, for the platform to explain."""
    assert pressed(action) is None


@settings(max_examples=300)
@given(actions)
def test_no_action_breaks_the_reading(action: dict[str, Any]) -> None:
    """Whatever comes, it is understood or it is None."""
    pressed(action)


@settings(max_examples=300)
@given(views)
def test_no_submission_breaks_the_reading(view: dict[str, Any]) -> None:
    """Whatever comes, it is understood or it is None."""
    submitted(view)


def test_a_submission_completes_the_intent() -> None:
    """The modal's own id says which; Slack sends inputs as they were typed, without escapes."""
    form = form_of(FlagCard(7, 3))
    view = filled(to_modal(form, "here"), " p < 0.05 & q > 3 ")
    assert submitted(view) == FlagCard(7, 3, "p < 0.05 & q > 3")
    assert form_of_view(view) == form


def test_a_long_answer_goes_on_in_a_second_input() -> None:
    """Slack's inputs hold 3,000 characters; a long draft fills both again."""
    form = form_of(SubmitScenario(7, 3))
    view = to_modal(form)
    assert [block["optional"] for block in view["blocks"]] == [False, True]
    assert submitted(filled(view, "first half", "second half")) == SubmitScenario(7, 3, "first half\nsecond half")
    assert submitted(filled(view, "all of it", "")) == SubmitScenario(7, 3, "all of it")
    draft = form_of(SubmitScenario(7, 3, "A word. " * 500))
    begun = [block["element"]["initial_value"] for block in to_modal(draft)["blocks"]]
    assert "".join(begun) == "A word. " * 500


def test_a_setting_begins_with_its_value() -> None:
    """The modal shows what the setting takes and what it is."""
    form = form_of(ChangeSetting("minutes", "15 minutes"))
    (block,) = to_modal(form)["blocks"]
    assert block["element"]["initial_value"] == "15 minutes"
    assert block["element"]["placeholder"]["text"] == "from 1 to 600 minutes"
    assert submitted(filled(to_modal(form), "20")) == ChangeSetting("minutes", "20")


def test_a_refused_text_is_refused_at_its_input() -> None:
    """Slack shows the sentence under the input, and the text stays."""
    form = form_of(AnswerCard(7, 3))
    block_id = to_modal(form)["blocks"][0]["block_id"]
    assert to_refusal(form, BotError("That is none of <A>.", "Type a letter.")) == {
        "response_action": "errors",
        "errors": {block_id: "That is none of &lt;A&gt;. Type a letter."},
    }


MESSAGE = {"type": "message", "channel_type": "im", "user": "U1", "text": "recall &amp; precision "}


def test_what_is_typed_comes_without_slacks_escapes() -> None:
    """As the person wrote it; a shared file may carry words too."""
    assert typed(MESSAGE) == "recall & precision"
    assert typed(MESSAGE | {"subtype": "file_share"}) == "recall & precision"


@pytest.mark.parametrize(
    "other",
    [{"subtype": "message_changed"}, {"bot_id": "B1"}, {"user": None}, {"channel_type": "channel"}, {"text": None}],
)
def test_other_news_of_messages_is_nothing_typed(other: dict[str, Any]) -> None:
    """Edits, what programs write (this bot among them), and what is said elsewhere."""
    assert typed(MESSAGE | other) == ""


@pytest.mark.parametrize("text", ["drill serving --limit 5", "drill serving —limit 5", "Drill “serving” –limit 5"])
def test_commands_survive_a_phone(text: str) -> None:
    """Two hyphens become a dash and straight quotes curly ones on the way."""
    assert command(text) == StartDrill("serving", 5)


def test_nothing_after_the_command_is_help() -> None:
    """A newcomer types `/mlsd` alone."""
    assert command("") == Help()
