"""Plans of a day: what comes first, what has to wait, and what comes back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from bot.domain.card import Tier
from bot.domain.drill import Waiting, Work
from bot.domain.memory import Mark, Memory, State
from bot.domain.pace import Pace
from bot.domain.queue import Plan, after_answer, more_new, next_up, plan, practice
from bot.domain.settings import Settings
from bot.domain.steps import STEPS, Step
from bot.domain.today import Known, Moment, Spent

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a Monday
TODAY = date(2026, 11, 23)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PACE = Pace(new_seconds=40, review_seconds=20)
MOMENT = Moment("ada", NOW, Settings(), PACE)
laws = budget(max_examples=100, deadline=None)


@dataclass(frozen=True)
class New:
    """A new card, as the queue sees it."""

    id: str
    step: Step = Step.DATA
    tier: Tier = Tier.CORE
    note: str = ""


def known(name: str, recall: float = 0.9, ahead: int = 0, note: str = "", lapses: int = 0) -> Known:
    """A card in review that is due `ahead` days from today."""
    day = TODAY - 10 * DAY
    memory = Memory(name, State.REVIEW, None, 10.0, 5.0, TODAY + ahead * DAY, None, NOW - 10 * DAY, day, day, 3, lapses)
    return Known(memory, note or name, recall)


def stepping(name: str, minutes: float, note: str = "") -> Known:
    """A card in a learning step that ends so many minutes from now."""
    due_at = NOW + minutes * MINUTE
    memory = Memory(name, State.LEARNING, 1, 2.0, 5.0, due_at.date(), due_at, NOW, TODAY, TODAY, 1, 0)
    return Known(memory, note or name, 1.0)


def cards(count: int, prefix: str = "new") -> list[New]:
    """New core cards, one after another of each of the six steps."""
    return [New(f"{prefix}-{number}", STEPS[number % 6], note=f"{prefix}-{number}") for number in range(count)]


def ids(made: Plan, *works: Work) -> list[str]:
    """The cards of a plan in order, of all kinds of work or of these."""
    return [row.card_id for row in made.entries if not works or row.work in works]


def given_settings(**changes: object) -> Moment:
    """The usual moment with other settings."""
    return replace(MOMENT, settings=replace(Settings(), **changes))  # type: ignore[arg-type]  # the tests name the fields


# Order


def test_steps_come_first_then_due_cards_most_at_risk_first() -> None:
    """Steps whose time has come open the plan by their time; due cards follow, the least likely remembered first."""
    due = [known("safe", 0.95), known("lost", 0.4), known("shaky", 0.8)]
    steps = [stepping("later", -1), stepping("first", -5)]
    made = plan([*due, *steps], [], MOMENT)
    assert ids(made) == ["first", "later", "lost", "shaky", "safe"]
    assert [row.work for row in made.entries] == [Work.LEARNING] * 2 + [Work.REVIEW] * 3
    assert (made.due, made.new, made.left_out) == (5, 0, 0)


def test_a_step_that_is_nearly_due_belongs_to_the_sitting() -> None:
    """A step that ends in ten minutes is planned with its time; one in an hour or tomorrow is not."""
    made = plan([stepping("soon", 10), stepping("hour", 60)], [], MOMENT)
    assert made.entries == (Waiting("soon", Work.LEARNING, NOW + 10 * MINUTE),)


def test_cards_of_later_days_are_not_in_the_plan() -> None:
    """A card due tomorrow waits for tomorrow."""
    assert ids(plan([known("tomorrow", ahead=1), known("yesterday", ahead=-1)], [], MOMENT)) == ["yesterday"]


def test_new_cards_are_spread_among_the_reviews() -> None:
    """Four new cards among eight reviews stand apart: after every second review one, never two in a row."""
    made = plan([known(f"due-{number}") for number in range(8)], cards(4), given_settings(new_a_day=4))
    works = [row.work for row in made.entries]
    assert works.count(Work.NEW) == 4
    assert all(works[place : place + 3].count(Work.NEW) == 1 for place in range(0, 12, 3))


def test_core_cards_come_before_the_others() -> None:
    """All core cards of all steps are begun before any other, and those before the deep ones."""
    deck = [
        New(f"{tier}-{number}", STEPS[number % 6], tier, f"{tier}-{number}")
        for tier in (Tier.DEEP, Tier.MORE, Tier.CORE)
        for number in range(8)
    ]
    made = more_new(deck, MOMENT, 24)
    assert [name.split("-")[0] for name in ids(made)] == ["core"] * 8 + ["more"] * 8 + ["deep"] * 8


def test_wanted_cards_come_before_core_ones() -> None:
    """What a scenario showed to be missing is taught first, whatever its tier."""
    deck = [*cards(20), New("missed", Step.SERVING, Tier.DEEP, "missed")]
    marked = replace(MOMENT, marks={"missed": Mark("missed", wanted=True)})
    assert ids(more_new(deck, marked, 3))[0] == "missed"


def test_new_cards_take_turns_over_the_six_steps() -> None:
    """Of a deck with most cards in one step, the first six new ones are still of six steps, and so are the next."""
    deck = cards(18) + [New(f"bulk-{number}", Step.DATA, note=f"bulk-{number}") for number in range(100)]
    steps = {card.id: card.step for card in deck}
    begun = [steps[name] for name in ids(more_new(deck, MOMENT, 18))]
    for place in (0, 6, 12):
        assert set(begun[place : place + 6]) == set(STEPS)


def test_the_order_of_new_cards_is_stable_over_a_day_and_differs_between_persons() -> None:
    """Planning again gives the same order, whatever order the deck has; another person gets another one."""
    deck = cards(60)
    mine = ids(more_new(deck, MOMENT, 60))
    assert ids(more_new(deck[::-1], replace(MOMENT, now=NOW + timedelta(hours=9)), 60)) == mine
    assert ids(more_new(deck, replace(MOMENT, person="bob"), 60)) != mine


def test_every_day_begins_with_another_step() -> None:
    """The step that has the first turn changes over the days, so that none is always first."""
    first = {ids(more_new(cards(6), replace(MOMENT, now=NOW + day * DAY), 1))[0] for day in range(30)}
    assert len(first) >= 4


@laws
@given(st.lists(st.sampled_from(STEPS), min_size=1, max_size=40), st.data())
def test_a_plan_made_again_goes_on_where_the_last_one_stood(steps: list[Step], data: st.DataObject) -> None:
    """After any number of cards of a plan, the plan of what is left is the rest of the first one."""
    deck = [New(f"card-{number}", step, note=f"card-{number}") for number, step in enumerate(steps)]
    first = ids(more_new(deck, MOMENT, len(deck)))
    begun = data.draw(st.integers(0, len(deck)))
    counts = [card.step for card in deck if card.id in first[:begun]]
    spent = Spent(new_by_step={step: counts.count(step) for step in STEPS})
    left = [card for card in deck if card.id not in first[:begun]]
    assert ids(more_new(left, replace(MOMENT, spent=spent), len(left))) == first[begun:]


# Hidden cards and siblings


def test_suspended_and_buried_cards_are_hidden() -> None:
    """Suspended cards never show, buried ones not before their day: new, due, in a step or in practice."""
    hidden = {
        "gone": Mark("gone", suspended=True),
        "later": Mark("later", buried_until=TODAY + DAY),
        "back": Mark("back", buried_until=TODAY),
    }
    marked = replace(MOMENT, marks=hidden)
    for made in (
        plan([known(name) for name in hidden], [], marked),
        plan([stepping(name, -1) for name in hidden], [], marked),
        plan([], [New(name, note=name) for name in hidden], marked),
        practice([known(name, ahead=5) for name in hidden], marked, 10),
    ):
        assert ids(made) == ["back"]


@laws
@given(st.lists(st.tuples(st.sampled_from(["step", "due", "new"]), st.integers(0, 5)), max_size=30))
def test_siblings_never_meet_on_a_day(drawn: Sequence[tuple[str, int]]) -> None:
    """Of each group of siblings one card at most is planned, besides those already in a learning step."""
    rows = [(f"{kind}-{number}", kind, f"note-{note}") for number, (kind, note) in enumerate(drawn)]
    notes = {name: note for name, _, note in rows}
    made = plan(
        [known(name, note=note) for name, kind, note in rows if kind == "due"]
        + [stepping(name, -1, note) for name, kind, note in rows if kind == "step"],
        [New(name, note=note) for name, kind, note in rows if kind == "new"],
        MOMENT,
    )
    others = [notes[name] for name in ids(made, Work.REVIEW, Work.NEW)]
    assert len(others) == len(set(others))
    assert not set(others) & {notes[name] for name in ids(made, Work.LEARNING)}
    assert made.left_out == 0


def test_siblings_of_what_was_met_today_wait() -> None:
    """After a card of a group was answered today, the others of the group wait, due or new, and are no backlog."""
    met = replace(MOMENT, spent=Spent(notes=frozenset({"drift"})))
    made = plan([known("drift-2", note="drift")], [New("drift-3", note="drift"), New("other", note="other")], met)
    assert ids(made) == ["other"]
    assert made.left_out == 0
    assert ids(more_new([New("drift-3", note="drift")], met, 5)) == []


def test_burying_siblings_can_be_switched_off() -> None:
    """With the setting off, all cards of a group come on the same day."""
    pair = [known("one", note="same"), known("two", note="same")]
    assert len(plan(pair, [], MOMENT).entries) == 1
    assert len(plan(pair, [], given_settings(bury_siblings=False)).entries) == 2


# Limits


def test_a_backlog_never_becomes_a_wall() -> None:
    """After a long absence 1,000 due cards make a plan of fifteen minutes, the most at risk, without new cards."""
    backlog = [known(f"due-{number}", recall=number / 1000) for number in range(1000)]
    made = plan(backlog, cards(50), MOMENT)
    assert made.seconds == pytest.approx(15 * 60)
    assert ids(made) == [f"due-{number}" for number in range(45)]
    assert (made.due, made.new, made.left_out) == (45, 0, 955)


def test_minutes_hold_for_everything_together() -> None:
    """Reviews take their minutes first; new cards get what is left, with their learning steps counted in."""
    made = plan([known(f"due-{number}") for number in range(30)], cards(50), MOMENT)
    assert (made.due, made.new) == (30, 5)
    assert made.seconds == pytest.approx(30 * 20 + 5 * 60)


def test_what_was_done_today_counts() -> None:
    """Seconds, reviews and new cards already spent today are taken off the day's limits."""
    due, fresh = [known(f"due-{number}") for number in range(100)], cards(50)
    done = replace(MOMENT, spent=Spent(seconds=15 * 60))
    assert plan(due, fresh, done).entries == ()
    assert plan(due, [], replace(MOMENT, spent=Spent(seconds=12 * 60))).due == 9
    assert plan(due, [], replace(MOMENT, spent=Spent(reviews=195))).due == 5
    assert plan([], fresh, replace(MOMENT, spent=Spent(new=10))).new == 2


def test_daily_numbers_of_reviews_and_new_cards_hold() -> None:
    """With hours to spare the day still ends at the numbers that were set."""
    free = given_settings(minutes_a_day=600, reviews_a_day=30, new_a_day=7)
    assert plan([known(f"due-{number}") for number in range(30)], cards(50), free).new == 7
    crowded = plan([known(f"due-{number}") for number in range(40)], cards(50), free)
    assert (crowded.due, crowded.new, crowded.left_out) == (30, 0, 10)


def test_a_slow_learner_with_little_time_still_gets_a_card() -> None:
    """One minute a day at two minutes a card is one card a day, not none for ever."""
    slow = replace(given_settings(minutes_a_day=1), pace=Pace(120, 120))
    assert plan([known("due")], [], slow).due == 1


def test_running_steps_are_shown_even_when_the_time_is_up() -> None:
    """What was begun is finished: steps do not fall to the limits."""
    done = replace(MOMENT, spent=Spent(seconds=3600, reviews=200, new=12))
    assert ids(plan([stepping("begun", -1), known("due")], cards(3), done)) == ["begun"]


def test_running_steps_take_their_part_of_the_minutes() -> None:
    """Nine steps of twenty seconds leave twelve of fifteen minutes for reviews."""
    made = plan(
        [stepping(f"begun-{number}", -1) for number in range(9)] + [known(f"due-{n}") for n in range(99)], [], MOMENT
    )
    assert made.due == 45
    assert made.seconds == pytest.approx(15 * 60)


def test_easy_days_begin_fewer_new_cards() -> None:
    """A Monday at half weight begins half as many new cards, and at none not one."""
    for weight, begun in ((1.0, 12), (0.5, 6), (0.0, 0)):
        lighter = given_settings(minutes_a_day=60, easy_days=(weight, *[1.0] * 6))
        assert plan([], cards(50), lighter).new == begun


def test_a_sitting_can_be_made_shorter() -> None:
    """A limit caps the sitting, most urgent cards first, and a number of new cards caps those."""
    due, fresh = [known(f"due-{number}") for number in range(10)], cards(50)
    short = plan(due, fresh, MOMENT, limit=4)
    assert (len(short.entries), short.due, short.left_out) == (4, 4, 6)
    assert plan(due, fresh, MOMENT, limit=12).new == 2
    assert plan(due, fresh, MOMENT, new=3).new == 3
    assert plan(due, fresh, MOMENT, new=0).new == 0
    assert plan([], fresh, MOMENT, new=100).new == 12
    assert plan(due, fresh, MOMENT, limit=4, new=2).new == 0


def test_new_cards_beyond_the_limit_come_when_asked_for() -> None:
    """Whoever asks for five more new cards gets five, whatever the day holds already."""
    done = replace(MOMENT, spent=Spent(seconds=3600, new=12))
    made = more_new(cards(50), done, 5)
    assert (made.new, made.due, {row.work for row in made.entries}) == (5, 0, {Work.NEW})
    assert made.seconds == pytest.approx(5 * 60)


@laws
@given(
    st.lists(st.floats(0, 1), max_size=60),
    st.integers(0, 60),
    st.builds(Spent, st.floats(0, 2000), st.integers(0, 30), st.integers(0, 250)),
    st.builds(Pace, st.floats(1, 120), st.floats(1, 120)),
    st.none() | st.integers(0, 50),
)
def test_no_plan_breaks_the_limits(
    recalls: list[float], fresh: int, spent: Spent, pace: Pace, limit: int | None
) -> None:
    """Whatever waits, a plan keeps to minutes (to the nearest card), numbers and the sitting's limit."""
    moment = replace(MOMENT, spent=spent, pace=pace)
    due = [known(f"due-{number}", recall) for number, recall in enumerate(recalls)]
    made = plan(due, cards(fresh), moment, limit)
    dearest = max(pace.review_seconds, pace.first_day_seconds(moment.settings))
    assert made.seconds <= max(0, 15 * 60 - spent.seconds) + dearest / 2 + 0.001
    assert made.due <= max(0, 200 - spent.reviews)
    assert made.new <= max(0, 12 - spent.new)
    assert len(made.entries) == made.due + made.new <= (len(recalls) + fresh if limit is None else limit)
    assert made.due + made.left_out == len(due)
    assert not (made.new and made.left_out)


# Practice


def test_practice_takes_the_weakest_cards_that_are_not_due() -> None:
    """Low recall first, where lapses weigh as well; due cards and running steps are not practised."""
    rows = [
        known("strong", 0.97, ahead=9),
        known("weak", 0.91, ahead=1),
        known("leech", 0.95, ahead=2, lapses=6),
        known("due", 0.5),
        stepping("begun", 5),
        stepping("overnight", 60 * 24),
    ]
    made = practice(rows, MOMENT, limit=10)
    assert ids(made) == ["leech", "weak", "strong"]
    assert {row.work for row in made.entries} == {Work.PRACTICE}
    assert ids(practice(rows, MOMENT, limit=1)) == ["leech"]


def test_practice_keeps_siblings_apart() -> None:
    """One practice holds one card of a group, its weakest."""
    rows = [known("one", 0.95, 3, "same"), known("two", 0.92, 3, "same")]
    assert ids(practice(rows, MOMENT, limit=10)) == ["two"]


# The running queue


def test_a_card_in_a_step_waits_in_the_queue_until_its_time() -> None:
    """Answered into a step, a card comes again as soon as its time has come, before the cards that wait."""
    waiting = (Waiting("next", Work.REVIEW), Waiting("last", Work.REVIEW))
    begun = stepping("begun", 10).memory
    queue = after_answer(waiting, begun, TODAY)
    assert queue == (*waiting, Waiting("begun", Work.LEARNING, NOW + 10 * MINUTE))
    assert next_up(queue, NOW) == waiting[0]
    assert next_up(queue, NOW + 10 * MINUTE) == queue[2]


def test_a_step_may_come_twenty_minutes_early_when_nothing_else_is_left() -> None:
    """Alone in the queue, a step of ten minutes is shown at once and one of half an hour is not."""
    ten, thirty = Waiting("ten", Work.LEARNING, NOW + 10 * MINUTE), Waiting("thirty", Work.LEARNING, NOW + 30 * MINUTE)
    assert next_up((thirty, ten), NOW) == ten
    assert next_up((thirty,), NOW) is None
    assert next_up((thirty,), NOW + 10 * MINUTE) == thirty
    assert next_up((), NOW) is None


def test_a_card_answered_into_days_leaves_the_queue() -> None:
    """A card in review, or in a step that ends on another day, does not wait in today's queue."""
    waiting = (Waiting("done", Work.LEARNING, NOW), Waiting("next", Work.NEW))
    assert after_answer(waiting, known("done", ahead=3).memory, TODAY) == waiting[1:]
    tomorrow = stepping("done", 60 * 24).memory
    assert after_answer(waiting, tomorrow, TODAY) == waiting[1:]


def test_a_card_is_in_the_queue_once() -> None:
    """However often a card fails in its step, it waits once, for its latest time."""
    queue: tuple[Waiting, ...] = ()
    for minutes in (1, 2, 3):
        queue = after_answer(queue, stepping("begun", minutes).memory, TODAY)
    assert queue == (Waiting("begun", Work.LEARNING, NOW + 3 * MINUTE),)
