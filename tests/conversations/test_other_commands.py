"""Every command of the table that is no conversation."""

import csv
import io
import json

import pytest

from bot.commands import TABLE, parse
from bot.domain.errors import BotError
from bot.intents import ExportReviews, Help, LookUp, ShowFramework, ShowSettings, ShowStats
from tests.conversations.conftest import Desk


def test_every_example_of_the_table_is_understood() -> None:
    """What help shows can be typed."""
    for command in TABLE:
        for example in command.examples:
            parse(example)


def test_help_names_every_command(desk: Desk) -> None:
    """A newcomer sees all there is."""
    printed = desk.says("help")
    for command in TABLE:
        assert command.name in printed


def test_help_explains_one_command(desk: Desk) -> None:
    """With its parameters and examples."""
    assert "drill fraud --limit 10" in desk.says("help drill")


def test_a_term_is_looked_up_by_its_abbreviation(desk: Desk) -> None:
    """Aliases count, and so do typos."""
    data = desk.asks(LookUp("population stabilty index")).data
    assert isinstance(data, dict)
    assert data["found"] == "psi"


def test_a_term_that_is_not_there_says_so(desk: Desk) -> None:
    """Nothing is made up."""
    assert "Not in the glossary" in desk.says("lookup zzzzqqq")


def test_the_framework_shows_both_budgets(desk: Desk) -> None:
    """Planned and squeezed minutes of all six steps and the buffer."""
    printed = desk.says("framework")
    assert "5. " in printed
    assert "10 | 8" in printed
    assert "4 | 17" in printed


@pytest.mark.parametrize("which", ["serving", "5", "servin"])
def test_one_step_by_name_or_number(desk: Desk, which: str) -> None:
    """With what to ask, what to name and how one goes off track."""
    assert "off track" in desk.says(f"framework {which}")


def test_an_unknown_step_lists_the_steps(desk: Desk) -> None:
    """The error says what would do."""
    with pytest.raises(BotError, match="monitoring"):
        desk.asks(ShowFramework("cooking"))


def test_settings_are_listed_and_changed(desk: Desk) -> None:
    """The changed value stays."""
    desk.says("settings minutes 20")
    data = desk.asks(ShowSettings()).data
    assert isinstance(data, dict)
    assert data["minutes"].startswith("20")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("settings zone Europe/Berlim", "Europe/Berlin"),
        ("settings retention 1.5", "retention"),
        ("settings x 1", "zone"),
    ],
)
def test_a_bad_setting_is_explained(desk: Desk, typed: str, said: str) -> None:
    """The sentence names the setting or the nearest value."""
    with pytest.raises(BotError, match=said):
        desk.says(typed)


def test_a_setting_without_a_value_asks_for_it(desk: Desk) -> None:
    """`settings minutes` alone is a question back."""
    with pytest.raises(BotError, match="settings minutes VALUE"):
        desk.says("settings minutes")


def test_stats_before_the_first_answer_say_how_to_begin(desk: Desk) -> None:
    """An empty memory is no row of zeros."""
    assert "No answers yet" in desk.says("stats")


def test_stats_after_a_drill_show_steps_and_load(desk: Desk) -> None:
    """Recall by step, and what is coming."""
    desk.says("drill kinds-flip", "", "knew")
    printed = desk.says("stats")
    assert "Serving: 100 %" in printed
    assert "What is coming" in printed or "Days in a row: 1" in printed


def test_reviews_are_exported_as_json_lines_and_csv(desk: Desk) -> None:
    """Both hold the same reviews."""
    desk.says("drill kinds-flip", 'a guess, with "quotes"', "good")
    lines = [json.loads(line) for line in desk.asks(ExportReviews("jsonl")).files[0].text.splitlines()]
    rows = list(csv.DictReader(io.StringIO(desk.asks(ExportReviews("csv")).files[0].text)))
    assert [row["card_id"] for row in rows] == [line["card_id"] for line in lines] == ["kinds-flip"]
    assert rows[0]["answer"] == 'a guess, with "quotes"'


def test_an_empty_log_exports_as_nothing(desk: Desk) -> None:
    """No header without rows, and no crash."""
    assert desk.asks(ExportReviews("csv")).files[0].text == ""


def test_unsuspend_of_a_card_that_is_not_suspended_says_so(desk: Desk) -> None:
    """The error lists what is."""
    with pytest.raises(BotError, match="none"):
        desk.says("unsuspend kinds-flip")


def test_help_of_an_unknown_command_names_the_nearest(desk: Desk) -> None:
    """A typo costs one look."""
    with pytest.raises(BotError, match="scenario"):
        desk.asks(Help("scenaro"))


def test_stats_data_is_json(desk: Desk) -> None:
    """Everything behind the screen can be written down for machines."""
    desk.says("drill kinds-flip", "", "again")
    assert json.loads(json.dumps(desk.asks(ShowStats()).data))["answered"] == 1


def test_stats_count_only_what_can_be_asked(desk: Desk) -> None:
    """A suspended card and a card that left the decks are not due."""
    desk.says("drill kinds-flip", "", "again", "suspend")
    desk.says("drill kinds-typed", "", "again")
    data = desk.asks(ShowStats()).data
    assert isinstance(data, dict)
    assert data["due"] == 1
