"""`/mlsd` on Discord: its shape, what it offers while one types, and what it means."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands import BY_NAME, TABLE, BadCommand, Command, Takes, parse, split
from bot.domain.errors import BotError
from bot.intents import ChangeSetting, ExportReviews, LookUp, StartDrill, StartScenario
from bot.platforms.discord import limits
from bot.platforms.discord.completing import Focus, Vocabulary, complete, focus_of
from bot.platforms.discord.slash import BOOLEAN, INTEGER, NAME, STRING, invoked, tree, tree_hash
from tests.loopback.discord.schema import problem_in_request

NAMES = re.compile(r"^[-_'\w]{1,32}$")
EXAMPLES = [example for command in TABLE for example in command.examples]
VOCABULARY = Vocabulary(("serving", "data", "label-delay"), ("fraud", "feed"), ("PSI",), ("serve-canary-what",))
words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)


def chosen(name: str, *options: dict[str, Any]) -> dict[str, Any]:
    """An interaction's data as Discord sends it."""
    return {"id": "1", "name": NAME, "type": 1, "options": [{"name": name, "type": 1, "options": list(options)}]}


def typed(text: str) -> dict[str, Any]:
    """What a person chooses on Discord to mean what the text means: each word in its typed parameter."""
    name, *rest = split(text)
    command = BY_NAME[name]
    slots = [parameter for parameter in command.parameters if not parameter.option]
    given: list[tuple[str, Any]] = []
    while rest:
        word = rest.pop(0)
        if word.startswith("--"):
            option = next(each for each in command.parameters if each.name == word[2:])
            given.append((option.name, True if option.takes is Takes.SWITCH else rest.pop(0)))
        else:
            slot = slots.pop(0)
            given.append((slot.name, " ".join([word, *rest]) if slot.takes is Takes.REST else word))
            rest = [] if slot.takes is Takes.REST else rest
    return chosen(name, *(option_of(command, name, value) for name, value in given))


def option_of(command: Command, name: str, value: Any) -> dict[str, Any]:
    """A typed option: a number is one."""
    shape = next(option for option in shapes(command.name) if option["name"] == name)
    return {"name": name, "type": shape["type"], "value": int(value) if shape["type"] == INTEGER else value}


def shapes(name: str) -> list[dict[str, Any]]:
    """The parameters of a command as Discord is told them."""
    options: list[dict[str, Any]] = next(each for each in tree()[0]["options"] if each["name"] == name)["options"]
    return options


def texts(node: Any) -> Iterator[str]:
    """What counts towards the size of a command."""
    for key in ("name", "description", "value"):
        if isinstance(node.get(key), str):
            yield node[key]
    for child in [*node.get("options", ()), *node.get("choices", ())]:
        yield from texts(child)


def test_every_command_of_the_table_is_there_within_the_limits() -> None:
    """One command with a sub-command for each, described and named as Discord wants it."""
    (made,) = tree()
    assert [option["name"] for option in made["options"]] == [command.name for command in TABLE]
    assert len(made["options"]) <= limits.COMMAND_OPTIONS
    assert sum(map(len, texts(made))) <= limits.COMMAND_CHARACTERS
    for node in [made, *made["options"], *(each for option in made["options"] for each in option["options"])]:
        assert NAMES.match(node["name"])
        assert node["name"] == node["name"].lower()
        assert 1 <= len(node["description"]) <= limits.COMMAND_DESCRIPTION
        assert len(node.get("options", ())) <= limits.COMMAND_OPTIONS
        assert len(node.get("choices", ())) <= limits.COMMAND_CHOICES
        assert not ("choices" in node and "autocomplete" in node)


def test_discords_own_document_takes_the_tree() -> None:
    """As the body of the request that replaces all commands."""
    assert problem_in_request("bulk_set_application_commands", tree()) is None


def test_what_is_required_comes_first() -> None:
    """Discord refuses a required parameter after one that is not."""
    for command in TABLE:
        required = [option["required"] for option in shapes(command.name)]
        assert required == sorted(required, reverse=True)


def test_it_can_be_used_everywhere() -> None:
    """Installed in a guild or by a person; in guilds, in the bot's own chat, and in others."""
    (made,) = tree()
    assert (made["integration_types"], made["contexts"]) == ([0, 1], [0, 1, 2])


def test_parameters_are_typed() -> None:
    """Numbers with their range, switches as yes or no, choices as such, and the rest is completed."""
    by_name = {option["name"]: option for option in [*shapes("drill"), *shapes("scenario"), *shapes("export")]}
    assert (by_name["limit"]["type"], by_name["limit"]["min_value"], by_name["limit"]["max_value"]) == (
        INTEGER,
        0,
        1000,
    )
    assert by_name["aloud"]["type"] == BOOLEAN
    assert [choice["value"] for choice in by_name["what"]["choices"]] == ["reviews", "all"]
    assert by_name["topic"]["type"] == STRING
    assert by_name["topic"]["autocomplete"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_means_the_same_typed_and_chosen(example: str) -> None:
    """Typed parameters and typed words give one intent."""
    assert invoked(typed(example)) == parse(example)


@pytest.mark.parametrize("command", TABLE, ids=lambda command: str(command.name))
def test_every_parameter_reaches_the_intent(command: Command) -> None:
    """With all that a command takes at once, the intent holds what the words would give it."""
    options, text = [], command.name
    for parameter in command.parameters:
        value = parameter.choices[0] if parameter.choices else "7"
        if parameter.name == "format":
            value = "csv"
        written = {Takes.SWITCH: f" --{parameter.name}"}.get(parameter.takes, f" --{parameter.name} {value}")
        text += written if parameter.option else f" {value}"
        options.append(option_of(command, parameter.name, True if parameter.takes is Takes.SWITCH else value))
    assert invoked(chosen(command.name, *options)) == parse(text)


@given(words, words)
@settings(max_examples=50)
def test_words_come_through_as_they_are(one: str, other: str) -> None:
    """Quotes, dashes and equal signs in what was typed are only text, where they would be in a chat."""
    value = f"{one} {other}"
    if value.startswith("--"):
        return
    assert invoked(chosen("lookup", {"name": "term", "type": 3, "value": value})) == LookUp(value)


def test_parameters_may_come_in_any_order() -> None:
    """Discord sends them as the person filled them in."""
    value, name = {"name": "value", "value": "08:30"}, {"name": "name", "value": "drill-at"}
    assert invoked(chosen("settings", value, name)) == ChangeSetting("drill-at", "08:30")
    assert invoked(chosen("export", {"name": "format", "value": "csv"}, {"name": "what", "value": "reviews"})) == (
        ExportReviews("csv")
    )


def test_a_switch_that_is_off_is_as_if_it_were_not_there() -> None:
    """Both ways of saying no."""
    assert invoked(chosen("scenario", {"name": "aloud", "value": False})) == StartScenario()
    assert invoked(chosen("scenario", {"name": "aloud", "value": True})) == StartScenario(aloud=True)
    assert invoked(chosen("drill", {"name": "limit", "value": 0})) == StartDrill(limit=0)


def test_a_value_without_its_setting_is_explained() -> None:
    """On Discord one can fill in the second parameter alone."""
    with pytest.raises(BadCommand, match="value needs name"):
        invoked(chosen("settings", {"name": "value", "value": "20"}))


@pytest.mark.parametrize("data", [{}, {"options": None}, {"options": [5]}, chosen("gone"), {"options": [{"name": 3}]}])
def test_a_command_of_an_older_time_is_explained(data: dict[str, Any]) -> None:
    """Discord may know a tree that this program does not."""
    with pytest.raises(BotError):
        invoked(data)


def test_the_hash_changes_with_the_tree_alone() -> None:
    """So that Discord is told only when there is something to tell."""
    assert tree_hash(tree()) == tree_hash(tree())
    assert tree_hash(tree()) != tree_hash([tree()[0] | {"description": "Something else."}])
    assert re.fullmatch("[0-9a-f]{64}", tree_hash([]))


def completed(command: str, parameter: str, text: str, **values: str) -> list[str]:
    """What is offered."""
    options = [{"name": name, "type": 3, "value": value} for name, value in values.items()]
    focus = focus_of(chosen(command, {"name": parameter, "type": 3, "value": text, "focused": True}, *options))
    assert focus is not None
    return complete(focus, VOCABULARY)


def test_topics_scenarios_terms_cards_and_commands_are_completed() -> None:
    """From what there is in that place."""
    assert completed("drill", "topic", "ser") == ["serving"]
    assert completed("drill", "topic", "") == ["serving", "data", "label-delay", "weak"]
    assert completed("scenario", "which", "f") == ["fraud", "feed"]
    assert completed("lookup", "term", "psi") == ["PSI"]
    assert completed("unsuspend", "card", "canary") == ["serve-canary-what"]
    assert completed("help", "command", "dri") == ["drill"]
    assert completed("framework", "step", "mon") == ["monitoring"]


def test_time_zones_are_found_by_city() -> None:
    """However one writes them, with what begins so first; at most 25."""
    assert completed("settings", "value", "new york", name="zone") == ["America/New_York"]
    assert completed("settings", "value", "europe/ber", name="zone") == ["Europe/Berlin"]
    assert len(completed("settings", "value", "", name="zone")) == limits.COMMAND_CHOICES


def test_other_settings_offer_a_value_to_begin_with() -> None:
    """On and off for a switch; nothing for a setting that there is not."""
    assert completed("settings", "value", "", name="bury-siblings") == ["on", "off"]
    assert completed("settings", "value", "", name="minutes") == ["15 minutes"]
    assert completed("settings", "value", "x", name="nonsense") == []
    assert completed("settings", "name", "min") == ["minutes"]


def test_what_is_offered_fits_and_is_accepted() -> None:
    """Discord refuses choices of more than a hundred characters, and the table would refuse other words."""
    long = replace(VOCABULARY, terms=("t" * 101, "t" * 100))
    assert complete(Focus("lookup", "term", "t", {}), long) == ["t" * 100]
    for command in TABLE:
        for shape in shapes(command.name):
            offered = complete(Focus(command.name, shape["name"], "", {}), VOCABULARY)
            assert bool(offered) <= bool(shape.get("autocomplete"))


@pytest.mark.parametrize(
    "data", [{}, chosen("drill"), chosen("drill", {"name": "topic", "value": "x"}), {"options": 5}]
)
def test_without_a_cursor_nothing_is_offered(data: dict[str, Any]) -> None:
    """And nothing fails."""
    assert focus_of(data) is None
