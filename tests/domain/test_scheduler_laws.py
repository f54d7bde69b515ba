"""Laws that hold for every history, every hour and every setting."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st

from bot.domain.calendar import day_start, local_day
from bot.domain.memory import Grade, Interval, Memory, State, as_json, from_json
from bot.domain.scheduler import answer, offers, practice_offers, practise, retrievability
from bot.domain.settings import Settings
from bot.domain.spacing import Spacing, Wanted, fuzz_width, seeded_draw

laws = budget(max_examples=60, deadline=None)
PASSES = (Grade.HARD, Grade.GOOD, Grade.EASY)
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati")

steps = st.lists(st.integers(30, 7200), max_size=3, unique=True).map(
    lambda seconds: tuple(timedelta(seconds=each) for each in sorted(seconds))
)
settings = st.builds(
    Settings,
    zone=st.sampled_from(ZONES),
    rollover_hour=st.integers(0, 12),
    desired_retention=st.floats(0.7, 0.97),
    learning_steps=steps,
    relearning_steps=steps,
    load_balancing=st.booleans(),
    easy_days=st.sampled_from([(1.0,) * 7, (1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0)]),
)
loads = st.dictionaries(st.integers(0, 60).map(lambda ahead: MONDAY + timedelta(days=ahead)), st.integers(0, 50))
# Each answer: a grade, how many minutes after its time (up to a month), and how many microseconds more.
answers = st.lists(
    st.tuples(st.sampled_from(Grade), st.integers(0, 43200), st.integers(0, 999_999)), min_size=1, max_size=8
)


Played = tuple[Memory | None, datetime, Grade, dict[Grade, Interval], Memory]


def played(history: list[tuple[Grade, int, int]], chosen: Settings, load: Mapping[date, int]) -> list[Played]:
    """Before, when, grade, offers and after of every answer; each is given when the card is due, or later."""
    rows: list[Played] = []
    memory: Memory | None = None
    now = START
    for grade, minutes, microseconds in history:
        now += timedelta(minutes=minutes, microseconds=microseconds)
        offered = offers(memory, "card", chosen, now, load)
        after = answer(memory, "card", grade, offered[grade], chosen, now).memory
        rows.append((memory, now, grade, offered, after))
        memory = after
        now = after.due_at or max(now, day_start(after.due_day, chosen.zone, chosen.rollover_hour))
    return rows


def wait(interval: Interval) -> timedelta:
    """An interval as a length of time."""
    return interval.delay or timedelta(days=interval.days)


@laws
@given(answers, settings, loads)
def test_hard_is_below_good_and_good_below_easy(
    history: list[tuple[Grade, int, int]], chosen: Settings, load: dict[date, int]
) -> None:
    """Whatever happened before, the three passes are strictly in order and Again is not above them."""
    for _, _, _, offered, _ in played(history, chosen, load):
        again, hard, good, easy = (wait(offered[grade]) for grade in Grade)
        assert timedelta() < again <= hard < good < easy


@laws
@given(answers, settings, loads)
def test_a_pass_never_shortens_the_interval(
    history: list[tuple[Grade, int, int]], chosen: Settings, load: dict[date, int]
) -> None:
    """Under the same settings every pass of a due card gives at least the last interval, as stability did not fall."""
    for before, now, _, offered, _ in played(history, chosen, load):
        if before is None or before.state is not State.REVIEW:
            continue
        last = (before.due_day - before.last_review_day).days
        for grade in PASSES:
            assert answer(before, "card", grade, offered[grade], chosen, now).memory.stability >= before.stability
            assert offered[grade].days >= last


@laws
@given(answers, settings, loads)
def test_the_label_equals_what_happens(
    history: list[tuple[Grade, int, int]], chosen: Settings, load: dict[date, int]
) -> None:
    """The next review comes after exactly the interval that the button showed, in local days or to the millisecond."""
    for _, now, grade, offered, after in played(history, chosen, load):
        interval = offered[grade]
        if interval.delay:
            assert after.due_at is not None
            assert timedelta() <= now + interval.delay - after.due_at < timedelta(milliseconds=1)
            assert after.due_day == local_day(after.due_at, chosen.zone, chosen.rollover_hour)
            assert after.state is not State.REVIEW
        else:
            today = local_day(now, chosen.zone, chosen.rollover_hour)
            assert (after.due_day - today).days == interval.days >= 1
            assert (after.state, after.step, after.due_at) == (State.REVIEW, None, None)


@laws
@given(answers, settings, loads)
def test_looking_twice_shows_the_same(
    history: list[tuple[Grade, int, int]], chosen: Settings, load: dict[date, int]
) -> None:
    """A preview changes nothing: the offers for the same state and time are the same, however often one looks."""
    for before, now, _, offered, _ in played(history, chosen, load):
        assert offers(before, "card", chosen, now, load) == offered


@laws
@given(answers, settings)
def test_memories_stay_within_their_bounds(history: list[tuple[Grade, int, int]], chosen: Settings) -> None:
    """Stability is positive, difficulty is from 1 to 10, recall from 0 to 1, and counters only grow."""
    for before, now, grade, _, after in played(history, chosen, {}):
        assert 0 < after.stability <= 36500
        assert 1 <= after.difficulty <= 10
        assert 0 < retrievability(after, chosen, after.due_day) <= 1
        assert after.repetitions == (before.repetitions if before else 0) + 1
        lapsed = before is not None and before.state is State.REVIEW and grade is Grade.AGAIN
        assert after.lapses == (before.lapses if before else 0) + lapsed
        assert after.last_review_day == local_day(now, chosen.zone, chosen.rollover_hour)


@laws
@given(answers, settings)
def test_a_memory_survives_storage(history: list[tuple[Grade, int, int]], chosen: Settings) -> None:
    """Through JSON with ISO dates, or with instants as integer milliseconds, a memory comes back equal and goes on."""
    _, now, _, _, memory = played(history, chosen, {})[-1]
    kept = from_json(json.loads(json.dumps(as_json(memory))))
    stored = replace(
        memory, last_review_at=_stored(memory.last_review_at), due_at=memory.due_at and _stored(memory.due_at)
    )
    later = now + timedelta(days=3)
    offered = offers(memory, "card", chosen, later)
    for copy in (kept, stored):
        assert copy == memory
        assert offers(copy, "card", chosen, later) == offered
        outcome = answer(copy, "card", Grade.GOOD, offered[Grade.GOOD], chosen, later)
        assert outcome == answer(memory, "card", Grade.GOOD, offered[Grade.GOOD], chosen, later)


@laws
@given(answers, settings, st.integers(-3000, 3000), st.sampled_from(Grade))
def test_no_clock_breaks_an_answer(
    history: list[tuple[Grade, int, int]], chosen: Settings, hours: int, grade: Grade
) -> None:
    """However far the clock jumps, forward or back, each grade is offered and the next review lies ahead of today."""
    _, now, _, _, memory = played(history, chosen, {})[-1]
    now += timedelta(hours=hours)
    interval = offers(memory, "card", chosen, now)[grade]
    after = answer(memory, "card", grade, interval, chosen, now).memory
    assert after.due_day >= after.last_review_day
    assert after.due_at or after.due_day > after.last_review_day


@laws
@given(answers, settings, st.sampled_from(PASSES), st.integers(1, 20))
def test_cramming_changes_nothing(
    history: list[tuple[Grade, int, int]], chosen: Settings, grade: Grade, times: int
) -> None:
    """Passing a card that is not due, any number of times, leaves its memory as it was and its label true."""
    _, now, _, _, memory = played(history, chosen, {})[-1]
    for _ in range(times):
        offered = practice_offers(memory, chosen, now)[grade]
        assert practise(memory, grade, offered, chosen, now).memory == memory
    assert wait(offered) == (memory.due_at - now if memory.due_at else memory.due_day - _day(now, chosen))


# Fuzz and load


def near(days: int, card_id: str, repetition: int = 3, load: Mapping[date, int] | None = None) -> int:
    """The days chosen for Good around what the model asks for."""
    return spaced(days, seeded_draw(card_id, repetition), load or {})


def spaced(days: int, draw: float, load: Mapping[date, int], weights: tuple[float, ...] = (1.0,) * 7) -> int:
    """The days chosen for Good, with Hard and Easy far enough away to leave it alone."""
    wanted = {Grade.HARD: Wanted(1), Grade.GOOD: Wanted(days), Grade.EASY: Wanted(days * 3 + 9)}
    return Spacing(MONDAY, 3650, draw, load, weights).choose(wanted)[Grade.GOOD]


@laws
@given(st.integers(3, 1000), st.floats(0, 1, exclude_max=True))
def test_fuzz_stays_within_its_range(days: int, draw: float) -> None:
    """Fuzz moves an interval by a day and 15, 10, 5 % of its parts up to 7, 20 and more days, and no further."""
    assert abs(spaced(days, draw, {}) - days) <= fuzz_width(days)
    share = 1 + 0.15 * (min(days, 7) - 2.5) + 0.1 * max(0, min(days, 20) - 7) + 0.05 * max(0, days - 20)
    assert fuzz_width(days) == pytest.approx(share, abs=0.5)


@pytest.mark.parametrize("days", [3, 4, 5, 6, 7, 8, 11, 15, 20, 30, 60, 200])
def test_fuzz_has_no_bias(days: int) -> None:
    """Over five thousand cards the mean of the fuzzed intervals is the interval, and every day of the range is used."""
    chosen = [near(days, f"card-{number}") for number in range(5000)]
    assert mean(chosen) == pytest.approx(days, abs=0.08 * max(1, fuzz_width(days)))
    assert set(chosen) == set(range(days - fuzz_width(days), days + fuzz_width(days) + 1))


def test_fuzz_of_other_grades_does_not_move_good() -> None:
    """Where the ranges of Hard and Good overlap, Hard makes room: the mean of Good stays what the model asks for."""
    wanted = {Grade.HARD: Wanted(5), Grade.GOOD: Wanted(6), Grade.EASY: Wanted(7)}
    chosen = [
        Spacing(MONDAY, 3650, seeded_draw(f"card-{number}", 1), {}, (1.0,) * 7).choose(wanted) for number in range(5000)
    ]
    assert all(days[Grade.HARD] < days[Grade.GOOD] < days[Grade.EASY] for days in chosen)
    assert mean(days[Grade.GOOD] for days in chosen) == pytest.approx(6, abs=0.1)


def test_equal_days_are_set_apart_before_fuzz() -> None:
    """Where the model asks for five days after each pass, the middles of the ranges are five, six and seven."""
    wanted = dict.fromkeys(PASSES, Wanted(5))
    assert Spacing(MONDAY, 3650, 0.5, {}, (1.0,) * 7).choose(wanted) == dict(zip(PASSES, (5, 6, 7), strict=True))


@pytest.mark.parametrize("draw", [0.0, 0.5, 0.999])
def test_fuzz_does_not_shorten_an_interval_either(draw: float) -> None:
    """Ten days stay ten for Hard at the lowest draw, and Good stays above it."""
    wanted = {Grade.HARD: Wanted(9, keep=10), Grade.GOOD: Wanted(10, keep=10), Grade.EASY: Wanted(20, keep=10)}
    days = Spacing(MONDAY, 3650, draw, {}, (1.0,) * 7).choose(wanted)
    assert 10 <= days[Grade.HARD] < days[Grade.GOOD] < days[Grade.EASY]


def test_again_is_never_above_hard() -> None:
    """Without relearning steps a lighter day must not send a failed card further away than Hard does."""
    wanted = {Grade.AGAIN: Wanted(3), Grade.HARD: Wanted(3), Grade.GOOD: Wanted(4), Grade.EASY: Wanted(9)}
    busy = {MONDAY + timedelta(days=day): 30 for day in (1, 2, 3, 5, 6, 7)}
    days = Spacing(MONDAY, 3650, 0.5, busy, (1.0,) * 7).choose(wanted)
    assert days[Grade.GOOD] == 4
    assert days[Grade.AGAIN] <= days[Grade.HARD] == 3


def test_short_intervals_have_no_fuzz() -> None:
    """One and two days stay what they are for every card."""
    assert fuzz_width(1) == fuzz_width(2) == 0
    assert {near(2, f"card-{number}") for number in range(200)} == {2}


def test_each_repetition_of_each_card_has_its_own_fuzz() -> None:
    """Cards, and the repetitions of one card, do not move together."""
    assert len({near(30, f"card-{number}") for number in range(40)}) > 3
    assert len({near(30, "card", repetition) for repetition in range(40)}) > 3


def test_most_good_intervals_are_what_the_model_asks_for_on_average() -> None:
    """Through the whole scheduler the mean Good of five hundred like cards is the model's within 2 %."""
    memory = _reviewed(stability=10.0, elapsed=10)
    chosen = [offers(memory, f"card-{number}", Settings(), START)[Grade.GOOD].days for number in range(500)]
    model = offers(memory, _unmoved(), Settings(), START)[Grade.GOOD].days
    assert mean(chosen) == pytest.approx(model, rel=0.02)


@laws
@given(st.integers(3, 300), st.floats(0, 1, exclude_max=True))
def test_a_review_moves_to_the_lightest_day_near_it(days: int, draw: float) -> None:
    """Of busy days within the fuzz range, a review takes the one with nothing to do, wherever that is."""
    width = fuzz_width(days)
    for free in {days - width, days, days + width}:
        load = {MONDAY + timedelta(days=day): 40 for day in range(days - width, days + width + 1) if day != free}
        assert spaced(days, draw, load) == free


@laws
@given(st.integers(3, 300), st.floats(0, 1, exclude_max=True), loads)
def test_load_never_moves_a_review_out_of_its_range(days: int, draw: float, load: dict[date, int]) -> None:
    """However the load lies, the interval stays within its fuzz range."""
    assert abs(spaced(days, draw, load) - days) <= fuzz_width(days)


@laws
@given(st.floats(0, 1, exclude_max=True))
def test_weekdays_without_work_are_avoided(draw: float) -> None:
    """With free weekends a review around a Saturday goes to a working day; a light day gets its share of the load."""
    weekend = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)
    assert (MONDAY + timedelta(days=spaced(12, draw, {}, weekend))).weekday() < 5
    light_friday = (1.0, 1.0, 1.0, 1.0, 0.25, 1.0, 1.0)
    load = {MONDAY + timedelta(days=day): 3 for day in range(8, 17)}
    assert (MONDAY + timedelta(days=spaced(11, draw, load, light_friday))).weekday() != 4


def test_load_balancing_can_be_switched_off() -> None:
    """With the setting off, the load changes no offer; with it on, it changes many."""
    memory = _reviewed(stability=10.0, elapsed=10)
    busy = {START.date() + timedelta(days=day): day * 7 % 10 * 5 for day in range(60)}
    ids = [f"card-{number}" for number in range(30)]
    off, on = Settings(load_balancing=False), Settings()
    assert all(offers(memory, card, off, START, busy) == offers(memory, card, off, START) for card in ids)
    assert any(offers(memory, card, on, START, busy) != offers(memory, card, on, START) for card in ids)


def test_balancing_does_not_lengthen_intervals() -> None:
    """Later days look emptier only because they have not filled up yet: a steadily falling load moves nothing late."""
    falling = {MONDAY + timedelta(days=day): 120 - 2 * day for day in range(60)}
    chosen = [near(30, f"card-{number}", load=falling) for number in range(500)]
    assert mean(chosen) == pytest.approx(30, abs=0.5)


@laws
@given(st.floats(0, 1, exclude_max=True))
def test_before_a_busy_time_reviews_come_early(draw: float) -> None:
    """Where the load grows over the fuzz range, a review takes its first day, the lightest."""
    growing = {MONDAY + timedelta(days=day): 2 * day for day in range(60)}
    assert spaced(30, draw, growing) == 30 - fuzz_width(30)


def _stored(instant: datetime) -> datetime:
    return datetime.fromtimestamp(round(instant.timestamp() * 1000) / 1000, tz=UTC)


def _day(now: datetime, chosen: Settings) -> date:
    return local_day(now, chosen.zone, chosen.rollover_hour)


def _reviewed(stability: float, elapsed: int) -> Memory:
    day = START.date() - timedelta(days=elapsed)
    at = START - timedelta(days=elapsed)
    return Memory("card", State.REVIEW, None, stability, 5.0, START.date(), None, at, day, day, 4, 0)


def _unmoved() -> str:
    ids = (f"card-{number}" for number in range(100_000))
    return min(ids, key=lambda card: abs(seeded_draw(card, 4) - 0.5))
