"""What our scheduling adds to the FSRS package: one test or more for each trap that the package leaves open."""

import json
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import fsrs
import pytest

from bot.domain.errors import BotError
from bot.domain.leech import is_leech
from bot.domain.memory import (
    KNEW_ALREADY,
    Grade,
    Interval,
    Memory,
    StaleAnswerError,
    State,
    as_json,
    from_json,
    grade_of,
    refuse_stale,
)
from bot.domain.scheduler import (
    MODEL,
    answer,
    is_due,
    offers,
    practice_offers,
    practise,
    require_model,
    retrievability,
)
from bot.domain.settings import Settings

BERLIN = ZoneInfo("Europe/Berlin")
SETTINGS = Settings(zone="Europe/Berlin")
NOON = datetime(2026, 11, 23, 12, tzinfo=BERLIN)
TODAY = date(2026, 11, 23)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def remembered(**changes: object) -> Memory:
    """A card in review: stability 20 days, last seen 20 days ago, due today."""
    made = Memory(
        card_id="drift",
        state=State.REVIEW,
        step=None,
        stability=20.0,
        difficulty=5.0,
        due_day=TODAY,
        due_at=None,
        last_review_at=(NOON - 20 * DAY).astimezone(UTC),
        last_review_day=TODAY - 20 * DAY,
        introduced_day=TODAY - 60 * DAY,
        repetitions=5,
        lapses=0,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the tests name the fields


def graded(memory: Memory | None, grade: Grade, now: datetime = NOON, settings: Settings = SETTINGS) -> Memory:
    """The memory after an answer with what the buttons offered."""
    return answer(memory, "drift", grade, offers(memory, "drift", settings, now)[grade], settings, now).memory


def played(*grades: Grade, settings: Settings = SETTINGS) -> Memory:
    """A card answered again and again, each time when it is due."""
    now = NOON
    memory = graded(None, grades[0], now, settings)
    for grade in grades[1:]:
        now = memory.due_at or now + (memory.due_day - memory.last_review_day)
        memory = graded(memory, grade, now, settings)
    return memory


# Elapsed days


def test_a_night_between_two_reviews_is_one_day() -> None:
    """23:00 then 08:00 counts as one day, and 05:00 then 23:00 of the same day as none."""
    evening = graded(remembered(), Grade.GOOD, NOON.replace(hour=23))
    morning, other = NOON.replace(hour=8) + DAY, NOON.replace(hour=12) + DAY
    assert graded(evening, Grade.GOOD, morning).stability == graded(evening, Grade.GOOD, other).stability
    assert graded(evening, Grade.GOOD, morning).stability > graded(evening, Grade.GOOD, NOON.replace(hour=23)).stability


def test_stability_is_the_packages_over_whole_local_days() -> None:
    """Given the local days as a last review that many whole days back, the package says what we say."""
    scheduler, now = fsrs.Scheduler(enable_fuzzing=False), NOON.astimezone(UTC)
    card = fsrs.Card(1, fsrs.State.Review, None, 20.0, 5.0, now, now - 20 * DAY)
    theirs, _ = scheduler.review_card(card, fsrs.Rating.Good, now)
    late = remembered(last_review_at=(NOON - 20 * DAY).replace(hour=23).astimezone(UTC))
    ours = graded(late, Grade.GOOD, NOON.replace(hour=6))
    assert (ours.stability, ours.difficulty) == (theirs.stability, theirs.difficulty)


def test_after_midnight_is_still_the_same_day() -> None:
    """At 01:30 the local day is yesterday's until the rollover at 04:00."""
    night = graded(None, Grade.EASY, NOON.replace(hour=1, minute=30))
    assert night.last_review_day == TODAY - DAY
    assert night.introduced_day == TODAY - DAY


def test_retrievability_falls_by_local_days() -> None:
    """Recall is 90 % after as many days as the stability says, and certain on the day of the review."""
    memory = remembered()
    assert retrievability(memory, SETTINGS, TODAY) == pytest.approx(0.9)
    assert retrievability(memory, SETTINGS, TODAY - 20 * DAY) == 1
    assert retrievability(memory, SETTINGS, TODAY + 30 * DAY) < 0.85


# Due at an exact instant


def test_a_card_in_review_is_due_for_the_whole_day() -> None:
    """A card last answered at 20:30 is due from 04:00 of its day on, not from 20:30."""
    memory = graded(remembered(), Grade.GOOD, NOON.replace(hour=20, minute=30))
    day = datetime(memory.due_day.year, memory.due_day.month, memory.due_day.day, 4, tzinfo=BERLIN)
    assert memory.due_at is None
    assert is_due(memory, SETTINGS, day)
    assert not is_due(memory, SETTINGS, day - MINUTE)


def test_steps_shorter_than_a_day_are_exact() -> None:
    """Again on a new card comes back after a minute and Good after ten, to the second."""
    for grade, minutes in ((Grade.AGAIN, 1), (Grade.HARD, 5.5), (Grade.GOOD, 10)):
        memory = graded(None, grade)
        assert memory.due_at == NOON + minutes * MINUTE
        assert is_due(memory, SETTINGS, NOON + minutes * MINUTE)
        assert not is_due(memory, SETTINGS, NOON + minutes * MINUTE - timedelta(seconds=1))


def test_a_step_over_the_rollover_belongs_to_the_next_day() -> None:
    """Ten minutes after 03:55 it is the next local day, and the memory says so."""
    memory = graded(None, Grade.GOOD, NOON.replace(hour=3, minute=55))
    assert memory.last_review_day == TODAY - DAY
    assert memory.due_day == TODAY


def test_two_goods_graduate_a_new_card() -> None:
    """With steps of one and ten minutes the second Good puts a card into review for whole days."""
    memory = played(Grade.GOOD, Grade.GOOD)
    assert memory.state is State.REVIEW
    assert memory.step is None
    assert memory.due_at is None
    assert memory.due_day > memory.last_review_day


def test_a_forgotten_card_is_learned_again() -> None:
    """Again on a card in review counts a lapse and starts the relearning steps; Good then ends them."""
    memory = played(Grade.EASY, Grade.AGAIN)
    assert (memory.state, memory.step, memory.lapses) == (State.RELEARNING, 0, 1)
    assert memory.due_at is not None
    assert graded(memory, Grade.GOOD, memory.due_at).state is State.REVIEW


def test_a_card_keeps_the_day_when_it_was_new() -> None:
    """The day of the first answer stays in the memory through reviews and lapses."""
    memory = played(Grade.GOOD, Grade.GOOD, Grade.GOOD, Grade.AGAIN)
    assert memory.introduced_day == TODAY < memory.last_review_day


def test_failing_in_a_step_is_no_lapse() -> None:
    """Only a failed review counts as a lapse: Again while learning or relearning does not."""
    assert played(Grade.AGAIN, Grade.AGAIN).lapses == 0
    assert played(Grade.EASY, Grade.AGAIN, Grade.AGAIN, Grade.AGAIN).lapses == 1


# Order of answers


def test_grades_stay_apart_where_the_package_gives_them_the_same_days() -> None:
    """On a weak card the package offers one day for Hard and Good alike; ours stay in order."""
    weak = remembered(stability=0.3, difficulty=9.9, last_review_day=TODAY - DAY)
    scheduler, now = fsrs.Scheduler(enable_fuzzing=False), NOON.astimezone(UTC)
    card = fsrs.Card(1, fsrs.State.Review, None, 0.3, 9.9, now, now - DAY)
    theirs = [
        (scheduler.review_card(card, rating, now)[0].due - now).days for rating in (fsrs.Rating.Hard, fsrs.Rating.Good)
    ]
    ours = offers(weak, "drift", SETTINGS, NOON)
    assert theirs[0] == theirs[1]
    assert ours[Grade.HARD].days < ours[Grade.GOOD].days < ours[Grade.EASY].days


def test_easy_gives_more_than_good_would_at_the_end_of_the_steps() -> None:
    """After Again on a new card Easy skips the steps, and still gives more than the one day Good leads to."""
    failed = graded(None, Grade.AGAIN)
    assert offers(failed, "drift", SETTINGS, NOON + MINUTE)[Grade.EASY].days >= 2


@pytest.mark.parametrize("grade", [Grade.HARD, Grade.GOOD, Grade.EASY])
def test_an_early_pass_does_not_shorten_the_interval(grade: Grade) -> None:
    """A pass the day after a review that gave 30 days gives at least 30 days again, though stability hardly grew."""
    early = remembered(last_review_day=TODAY - DAY, due_day=TODAY + 29 * DAY)
    assert graded(early, grade).stability < 26
    assert offers(early, "drift", SETTINGS, NOON)[grade].days >= 30


def test_higher_retention_may_shorten_intervals() -> None:
    """An interval that lower settings made much too long does not stay for ever."""
    long = remembered(last_review_day=TODAY - 30 * DAY, due_day=TODAY + 270 * DAY)
    assert offers(long, "drift", replace(SETTINGS, desired_retention=0.95), NOON)[Grade.GOOD].days < 60


def test_no_interval_is_longer_than_the_longest() -> None:
    """Where the longest interval leaves no room, the grades share it."""
    settled = remembered(stability=5000.0, due_day=TODAY, last_review_day=TODAY - 100 * DAY)
    offered = offers(settled, "drift", replace(SETTINGS, maximum_interval_days=100), NOON)
    assert [offered[grade].days for grade in (Grade.HARD, Grade.GOOD, Grade.EASY)] == [100, 100, 100]


def test_intervals_grow_with_lower_retention() -> None:
    """Who accepts to forget more sees cards less often."""
    by_retention = [
        offers(remembered(), "drift", replace(SETTINGS, desired_retention=share), NOON)[Grade.GOOD].days
        for share in (0.97, 0.9, 0.8, 0.7)
    ]
    assert by_retention == sorted(by_retention)
    assert by_retention[-1] > 5 * by_retention[0]


# Settings that the package cannot bear


@pytest.mark.parametrize("retention", [0.70, 0.97])
def test_the_ends_of_desired_retention_work(retention: float) -> None:
    """At both ends of the allowed range every grade has an interval."""
    offered = offers(remembered(), "drift", replace(SETTINGS, desired_retention=retention), NOON)
    assert all(interval.days > 0 or interval.delay for interval in offered.values())


def test_without_steps_every_grade_gives_days() -> None:
    """Empty learning and relearning steps send every answer into review, and Again gives no more than Hard."""
    bare = replace(SETTINGS, learning_steps=(), relearning_steps=())
    for memory in (None, remembered()):
        offered = [offers(memory, "drift", bare, NOON)[grade].days for grade in Grade]
        assert offered[0] <= offered[1] < offered[2] < offered[3]
        assert graded(memory, Grade.AGAIN, settings=bare).state is State.REVIEW


# Steps shortened in mid-learning


def test_after_steps_were_shortened_good_graduates_and_again_begins_anew() -> None:
    """A card at the fourth of four steps that became one: Good ends learning, Hard repeats, Again starts at step 0."""
    many = replace(SETTINGS, learning_steps=(MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE))
    fourth = played(Grade.GOOD, Grade.GOOD, Grade.GOOD, settings=many)
    one = replace(SETTINGS, learning_steps=(MINUTE,))
    assert fourth.step == 3
    assert graded(fourth, Grade.GOOD, settings=one).state is State.REVIEW
    again, hard = graded(fourth, Grade.AGAIN, settings=one), graded(fourth, Grade.HARD, settings=one)
    assert (again.state, again.step) == (State.LEARNING, 0)
    assert (hard.state, hard.step) == (State.LEARNING, 0)


def test_steps_taken_away_between_offer_and_answer_keep_the_promise() -> None:
    """A button that said ten minutes gives ten minutes even when the steps were emptied in between."""
    promised = offers(None, "drift", SETTINGS, NOON)[Grade.GOOD]
    kept = answer(None, "drift", Grade.GOOD, promised, replace(SETTINGS, learning_steps=()), NOON).memory
    assert (kept.state, kept.step, kept.due_at) == (State.LEARNING, 0, NOON + 10 * MINUTE)
    assert graded(kept, Grade.GOOD, settings=replace(SETTINGS, learning_steps=())).state is State.REVIEW


# Clocks


def test_a_clock_that_goes_back_makes_no_negative_days() -> None:
    """Answered three days before its last review, a card is treated as reviewed on the same day."""
    ahead = remembered(last_review_day=TODAY + 3 * DAY, due_day=TODAY + 23 * DAY)
    same_day = remembered(last_review_day=TODAY, due_day=TODAY + 20 * DAY)
    assert graded(ahead, Grade.GOOD).stability == graded(same_day, Grade.GOOD).stability
    assert graded(ahead, Grade.GOOD).last_review_day == TODAY
    assert retrievability(ahead, SETTINGS, TODAY) == 1


def test_flying_west_over_midnight_makes_no_negative_days() -> None:
    """A change of zone can put today before the last review's day; the answer still works."""
    tokyo = replace(SETTINGS, zone="Asia/Tokyo")
    memory = graded(None, Grade.EASY, datetime(2026, 11, 23, 20, tzinfo=UTC), tokyo)
    honolulu = replace(SETTINGS, zone="Pacific/Honolulu")
    later = graded(memory, Grade.GOOD, datetime(2026, 11, 23, 21, tzinfo=UTC), honolulu)
    assert later.last_review_day < memory.last_review_day
    assert later.due_day > later.last_review_day


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("UTC"), BERLIN, ZoneInfo("Asia/Kathmandu")])
def test_any_aware_instant_will_do(zone: ZoneInfo) -> None:
    """The package refuses every zone but one; ours takes an instant in any, to the same effect."""
    there = graded(remembered(), Grade.GOOD, NOON.astimezone(zone))
    assert there == graded(remembered(), Grade.GOOD, NOON)


def test_a_naive_instant_is_refused() -> None:
    """A datetime without a zone is a mistake of ours, never guessed at."""
    with pytest.raises(ValueError, match="zone"):
        offers(None, "drift", SETTINGS, NOON.replace(tzinfo=None))


def test_milliseconds_are_all_that_a_memory_needs() -> None:
    """Instants come in microseconds and are kept in milliseconds: rounding them in the store changes nothing."""
    now = NOON.replace(hour=3, minute=59, second=59, microsecond=999_999)
    for grade in Grade:
        memory = graded(None, grade, now)
        for instant in filter(None, (memory.last_review_at, memory.due_at)):
            assert instant.tzinfo is UTC
            milliseconds = round(instant.timestamp() * 1000)
            assert instant == datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
        assert memory.last_review_day == TODAY - DAY


# Label and outcome


def test_the_label_holds_over_midnight() -> None:
    """A button that said three days gives three days from the day of the press, not of the showing."""
    shown, pressed = NOON.replace(hour=3, minute=50), NOON.replace(hour=4, minute=10)
    promised = offers(remembered(), "drift", SETTINGS, shown)[Grade.GOOD]
    memory = answer(remembered(), "drift", Grade.GOOD, promised, SETTINGS, pressed).memory
    assert memory.due_day == TODAY + promised.days * DAY


def test_an_empty_interval_is_refused() -> None:
    """No days and no delay is a mistake of ours and raises ValueError."""
    with pytest.raises(ValueError, match="interval"):
        answer(None, "drift", Grade.GOOD, Interval(0), SETTINGS, NOON)


def test_knew_it_already_is_easy_at_first_sight() -> None:
    """One press sends a card that the learner knew into review for more than a week, without steps."""
    memory = graded(None, KNEW_ALREADY)
    assert memory.state is State.REVIEW
    assert (memory.due_day - TODAY).days >= 6
    assert (memory.repetitions, memory.lapses) == (1, 0)


def test_two_buttons_are_right_and_wrong() -> None:
    """Two buttons are the default: right is Good and wrong is Again."""
    assert Settings().buttons == 2
    assert grade_of(correct=True) is Grade.GOOD
    assert grade_of(correct=False) is Grade.AGAIN


def test_nothing_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package sleeps to make ids for new cards; ours never lets it."""
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("slept"))
    played(Grade.AGAIN, Grade.GOOD, Grade.GOOD, Grade.EASY)
    retrievability(remembered(), SETTINGS, TODAY)


# Double click, undo


def test_a_second_press_is_refused() -> None:
    """An answer made for the state before the last answer raises, and says that nothing was changed."""
    after = graded(None, Grade.GOOD)
    refuse_stale(None, 0)
    refuse_stale(after, 1)
    with pytest.raises(StaleAnswerError, match="nothing was changed"):
        refuse_stale(after, 0)


def test_an_answer_leaves_the_memory_before_it_alone() -> None:
    """Undo only has to put the old memory back: answering never changes it, and its JSON gives it back exactly."""
    before, copy = remembered(lapses=7), remembered(lapses=7)
    kept = json.dumps(as_json(before))
    after = graded(before, Grade.AGAIN)
    assert after != before == copy == from_json(json.loads(kept))


# Leeches


def test_a_leech_is_called_at_eight_lapses_and_every_four_after() -> None:
    """Of thirty lapses the 8th, 12th, 16th, 20th, 24th and 28th call for action."""
    assert [lapses for lapses in range(31) if is_leech(lapses, 8)] == [8, 12, 16, 20, 24, 28]


def test_the_answer_says_when_a_card_becomes_a_leech() -> None:
    """The eighth failed review is a leech; the seventh, a pass at eight and a failed step at eight are not."""

    def leech(memory: Memory, grade: Grade) -> bool:
        return answer(memory, "drift", grade, Interval(1), SETTINGS, NOON).leech

    assert leech(remembered(lapses=7), Grade.AGAIN)
    assert not leech(remembered(lapses=6), Grade.AGAIN)
    assert not leech(remembered(lapses=8), Grade.GOOD)
    assert not leech(remembered(lapses=8, state=State.RELEARNING, step=0), Grade.AGAIN)
    strict = replace(SETTINGS, leech_lapses=3)
    assert answer(remembered(lapses=2), "drift", Grade.AGAIN, Interval(1), strict, NOON).leech


# Practice


@pytest.mark.parametrize("grade", [Grade.HARD, Grade.GOOD, Grade.EASY])
def test_practice_does_not_inflate_intervals(grade: Grade) -> None:
    """Passing a card that is not due ten times over leaves its memory exactly as it was."""
    early = remembered(due_day=TODAY + DAY)
    memory = early
    for _ in range(10):
        offered = practice_offers(memory, SETTINGS, NOON)[grade]
        assert offered == Interval(1)
        memory = practise(memory, grade, offered, SETTINGS, NOON).memory
    assert memory == early


def test_failing_in_practice_counts() -> None:
    """Again on a card that is not due is a lapse like any other."""
    early = remembered(due_day=TODAY + DAY, lapses=7)
    outcome = practise(early, Grade.AGAIN, practice_offers(early, SETTINGS, NOON)[Grade.AGAIN], SETTINGS, NOON)
    assert outcome.leech
    assert outcome.memory == graded(early, Grade.AGAIN)
    assert outcome.memory.stability < early.stability


def test_practising_a_due_card_is_reviewing_it() -> None:
    """A card that is due is answered as ever, wherever it is shown."""
    due = remembered()
    offered = practice_offers(due, SETTINGS, NOON)
    assert offered == offers(due, "drift", SETTINGS, NOON)
    assert practise(due, Grade.GOOD, offered[Grade.GOOD], SETTINGS, NOON).memory == graded(due, Grade.GOOD)


def test_practice_leaves_a_running_step_as_it_is() -> None:
    """Practising a card in a step shows the time that is left, and a pass does not touch it."""
    memory = graded(None, Grade.GOOD)
    offered = practice_offers(memory, SETTINGS, NOON + MINUTE)[Grade.GOOD]
    assert offered == Interval(0, 9 * MINUTE)
    assert practise(memory, Grade.GOOD, offered, SETTINGS, NOON + MINUTE).memory == memory


# Versions


def test_a_model_that_we_do_not_know_is_refused() -> None:
    """Memories of FSRS-7 raise a BotError; those of our own model are read."""
    require_model(MODEL)
    with pytest.raises(BotError, match="fsrs-7"):
        require_model("fsrs-7")


def test_the_package_has_the_model_that_we_name() -> None:
    """FSRS-6 has 21 weights; another number would be another model under the same name."""
    assert MODEL == "fsrs-6"
    assert len(fsrs.Scheduler().parameters) == 21
