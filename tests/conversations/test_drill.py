"""A drill from its first card to its summary, with everything that can be done on the way."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.errors import BotError
from bot.domain.memory import Grade, Memory, State
from bot.intents import ExportReviews, GradeCard, Reveal, ShowStats, StartDrill
from bot.store import memories, people
from tests.conversations.conftest import Desk

LEARN = ("", "good", "", "good")  # front, Good, and the second learning step ten minutes later


def exported(desk: Desk) -> list[dict[str, object]]:
    """The review log, as the export writes it."""
    text = desk.asks(ExportReviews()).files[0].text
    return [json.loads(line) for line in text.splitlines()]


def test_a_drill_says_what_it_holds_and_how_long_it_takes(desk: Desk) -> None:
    """The first screen counts due and new cards and estimates the minutes."""
    assert re.search(r"\d+ new, about \d+ min", desk.says("drill"))


def test_limits_narrow_a_drill(desk: Desk) -> None:
    """`--limit` and `--new` cap the cards of one sitting."""
    assert "== 1 of 3: " in desk.says("drill --limit 3")
    assert "== 1 of 2: " in desk.says("drill --new 2")


def test_a_topic_narrows_a_drill(desk: Desk) -> None:
    """Only cards of the step are asked."""
    titles = re.findall(
        r"^== \d+ of \d+: (\w+),", desk.says("drill monitoring", "", "again", "", "again"), re.MULTILINE
    )
    assert set(titles) == {"Monitoring"}


def test_an_unknown_topic_names_the_nearest(desk: Desk) -> None:
    """A typo is answered with what was meant."""
    with pytest.raises(BotError, match="serving"):
        desk.says("drill servng")


def test_the_button_says_what_happens(desk: Desk) -> None:
    """The interval on the grade's label is the interval that the log records."""
    printed = desk.says("drill kinds-flip", "", "knew")
    days = int(re.search(r"knew \(Knew it already: (\d+) days", printed)[1])  # type: ignore[index]  # it is there
    assert exported(desk)[0]["interval_days"] == days


def test_a_second_drill_on_the_same_day_holds_only_what_is_due(desk: Desk) -> None:
    """A learnt card is not asked again today."""
    desk.says("drill kinds-flip", *LEARN)
    assert "== Nothing is due in kinds-flip" in desk.says("drill kinds-flip")


def test_a_card_comes_back_on_the_day_that_was_promised(desk: Desk) -> None:
    """Not the day before, and on the day itself from the early morning on."""
    desk.says("drill kinds-flip", "", "knew")
    days = exported(desk)[0]["interval_days"]
    assert isinstance(days, int)
    desk.clock.advance(days=days - 1)
    assert "Nothing is due" in desk.says("drill kinds-flip")
    desk.clock.advance(days=1)
    assert "== 1 of 1: Serving, review" in desk.says("drill kinds-flip")


def test_undo_brings_the_card_back_ungraded(desk: Desk) -> None:
    """The log loses the answer, and another grade can be given."""
    printed = desk.says("drill kinds-flip", "", "again", "undo", "good")
    assert "Taken back." in printed
    assert [row["grade"] for row in exported(desk)] == [Grade.GOOD]


def test_undo_reaches_into_a_drill_that_has_ended(desk: Desk) -> None:
    """From the summary, or by the command of its own, the last card opens again."""
    desk.says("drill kinds-flip", "", "knew")
    assert "Taken back." in desk.says("undo", "good")
    assert [row["grade"] for row in exported(desk)] == [Grade.GOOD]


def test_thirty_acts_can_be_taken_back_and_no_more(desk: Desk) -> None:
    """The thirty-first undo says that there is nothing left."""
    for _ in range(32):
        desk.says("drill kinds-flip", "skip")
        desk.clock.advance(days=1)
    for _ in range(30):
        desk.says("undo")
    with pytest.raises(BotError, match="nothing to take back"):
        desk.says("undo")


def test_undo_with_nothing_done_says_so(desk: Desk) -> None:
    """A newcomer's undo is an error with a sentence."""
    with pytest.raises(BotError, match="nothing to take back"):
        desk.says("undo")


def test_a_skipped_card_returns_tomorrow(desk: Desk) -> None:
    """Skip hides a card for today and changes nothing else."""
    assert "Skipped until tomorrow." in desk.says("drill kinds-flip", "skip")
    assert "Nothing is due" in desk.says("drill kinds-flip")
    desk.clock.advance(days=1)
    assert "== 1 of 1: " in desk.says("drill kinds-flip")


def test_a_suspended_card_waits_for_unsuspend(desk: Desk) -> None:
    """It stays away for weeks, and comes back when asked for."""
    desk.says("drill kinds-flip", "suspend")
    desk.clock.advance(days=40)
    assert "Nothing is due" in desk.says("drill kinds-flip")
    assert "1 card can come again." in desk.says("unsuspend kinds-flip")
    assert "== 1 of 1: " in desk.says("drill kinds-flip")


def test_a_flag_is_kept_and_the_card_stays_open(desk: Desk) -> None:
    """Reporting a mistake is one line and loses nothing."""
    printed = desk.says("drill kinds-flip", "flag the answer is wrong", "", "good")
    assert "noted for the card's authors" in printed
    assert len(exported(desk)) == 1


def test_four_buttons_are_a_setting(desk: Desk) -> None:
    """Hard and Easy appear, in order of their intervals."""
    desk.says("settings buttons 4")
    printed = desk.says("drill kinds-flip", "")
    assert re.search(r"again \(.*hard \(.*good \(.*easy \(", printed)


def test_leaving_in_the_middle_keeps_the_drill_open_tomorrow_begins_anew(desk: Desk) -> None:
    """`quit` ends the drill with a summary; what was left is still due."""
    printed = desk.says("drill --limit 3", "", "quit")
    assert "== Stopped" in printed or "== Done for now" in printed


def test_an_interrupted_drill_goes_on_with_its_open_card(desk: Desk) -> None:
    """A process that died leaves the session open: the next drill shows the very same card and side."""
    first = desk.asks(StartDrill(limit=3)).screens[-1]
    second = desk.asks(StartDrill()).screens[-1]
    assert second.title == first.title
    assert "Going on where you stopped." in str(second.blocks)


def test_a_second_press_changes_nothing_and_says_so(desk: Desk) -> None:
    """The same grade sent twice is one review."""
    front = desk.asks(StartDrill("kinds-flip")).screens[-1]
    reveal = front.buttons[0].intent
    assert isinstance(reveal, Reveal)
    desk.asks(reveal)
    grade = GradeCard(reveal.session, reveal.version + 1, Grade.AGAIN)
    desk.asks(grade)
    again = desk.asks(grade)
    assert "answered already" in str(again.screens[-1].blocks)
    assert len(exported(desk)) == 1


def test_a_press_on_a_drill_that_is_over_offers_a_new_one(desk: Desk) -> None:
    """An old button explains itself."""
    front = desk.asks(StartDrill("kinds-flip")).screens[-1]
    assert front.leave
    desk.asks(front.leave)
    assert desk.asks(front.leave).screens[-1].title == "That drill is over"


def test_practice_of_weak_cards_moves_no_schedule_on_a_pass(desk: Desk) -> None:
    """Cramming must not lengthen intervals: the card is due on the day it was due before."""
    desk.says("drill kinds-flip", "", "knew")
    before = desk.asks(ShowStats()).data
    printed = desk.says("drill weak", "", "good")
    assert "practise" in printed
    after = desk.asks(ShowStats()).data
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert after["load"] == before["load"]
    assert exported(desk)[-1]["phase"] == "practice"


def test_stats_agree_with_the_log(desk: Desk) -> None:
    """Answers, passes and seconds of today are those of the exported reviews."""
    desk.says("drill --limit 4", *["", ""] * 8)
    rows = exported(desk)
    data = desk.asks(ShowStats()).data
    assert isinstance(data, dict)
    assert data["answered_today"] == len(rows)
    assert data["passed_today"] == sum(row["grade"] != Grade.AGAIN for row in rows)
    assert data["seconds_today"] == pytest.approx(sum(float(str(row["took_seconds"])) for row in rows))


def test_daily_minutes_hold_for_new_cards(desk: Desk) -> None:
    """Five minutes a day bring fewer new cards than fifteen."""
    many = int(re.search(r"(\d+) new", desk.says("drill"))[1])  # type: ignore[index]  # it is there
    desk.asks(StartDrill(limit=1))
    desk.says("settings minutes 3")
    few = int(re.search(r"(\d+) new", desk.says("drill --new 50"))[1])  # type: ignore[index]  # it is there
    assert few < many


def test_the_day_begins_at_four_in_the_morning_of_the_learner(desk: Desk) -> None:
    """An answer at one in the night still belongs to the day before."""
    desk.clock.advance(hours=15)  # 00:00 UTC is 01:00 in Berlin
    desk.says("drill kinds-flip", "", "knew")
    assert exported(desk)[0]["local_day"] == (desk.clock.now - timedelta(days=1)).date().isoformat()


def offered_days(printed: str) -> int:
    """What "knew it already" would give."""
    found = re.search(r"knew \(Knew it already: (\d+) days", printed)
    assert found, printed
    return int(found[1])


def test_new_reviews_move_away_from_a_crowded_day(desk: Desk) -> None:
    """The usual day is passed over once sixty cards are due on it, unless that is switched off."""
    usual = offered_days(desk.says("drill kinds-flip", ""))
    with desk.database.transaction("local") as tx:
        person = people.find_or_create(tx, "terminal", "local", "me").person_id
        day = desk.clock.now.date() + timedelta(days=usual)
        for number in range(60):
            memories.save(tx, person, memory_due(f"crowd-{number}", day))
    assert offered_days(desk.says("drill kinds-flip", "")) != usual
    desk.says("settings load-balancing off")
    assert offered_days(desk.says("drill kinds-flip", "")) == usual


def memory_due(card_id: str, day: date) -> Memory:
    """A known card that is due on a day."""
    seen = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
    return Memory(card_id, State.REVIEW, None, 20.0, 5.0, day, None, seen, seen.date(), seen.date(), 3, 0)


def forget_often(desk: Desk, times: int) -> str:
    """Learn one card, then fail it whenever it comes back; the last thing printed."""
    desk.says("drill kinds-flip", "", "knew")
    printed = ""
    for _ in range(times):
        desk.clock.advance(days=60)
        printed = desk.says("drill kinds-flip", "", "again", "", "good")
    return printed


def test_a_leech_is_pointed_out(desk: Desk) -> None:
    """A card that is forgotten again and again gets a word about its wording."""
    desk.says("settings leech-lapses 2")
    assert "You forgot that card 2 times." in forget_often(desk, 2)


def test_a_leech_is_suspended_where_one_wants_that_and_undo_lifts_it(desk: Desk) -> None:
    """Suspended leeches stay away; taking the answer back takes the suspension back."""
    desk.says("settings leech-lapses 2")
    desk.says("settings leech-suspends on")
    assert "It is suspended" in forget_often(desk, 2)
    desk.clock.advance(days=60)
    assert "Nothing is due" in desk.says("drill kinds-flip")
    desk.says("undo")
    desk.says("undo")
    assert "== 1 of 1: " in desk.says("drill kinds-flip")


def test_a_break_does_not_count_as_study(desk: Desk) -> None:
    """A drill that is taken up hours later begins its card's time anew."""
    desk.asks(StartDrill("kinds-flip"))
    desk.clock.advance(hours=3)
    desk.says("drill", "", "good")
    assert float(str(exported(desk)[0]["took_seconds"])) < 60


def test_a_card_made_due_again_today_is_asked_again_today(desk: Desk) -> None:
    """What a scenario missed comes back although the card was met today."""
    desk.says("drill kinds-flip", "", "knew")
    with desk.database.transaction("local") as tx:
        person = people.find_or_create(tx, "terminal", "local", "me").person_id
        memories.make_due(tx, person, "kinds-flip", desk.clock.now.date())
    assert "== 1 of 1: Serving, review" in desk.says("drill kinds-flip")


def test_help_in_the_middle_keeps_the_card_open(desk: Desk) -> None:
    """A screen that asks nothing does not end the drill."""
    printed = desk.says("drill kinds-flip", "", "help", "good")
    assert "1 of 1 (100 %)" in printed


def test_a_running_step_is_announced(desk: Desk) -> None:
    """With a card in a long step, "next" names the time, not nothing."""
    desk.says("settings steps 45m 2h")
    desk.says("drill kinds-flip", "", "again")
    assert re.search(r"Next: 1 card in \d+ min", desk.says("drill kinds-flip"))
