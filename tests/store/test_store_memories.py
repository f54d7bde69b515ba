from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.memory import Mark, Memory, State
from bot.store import marks, memories, people
from bot.store.database import Database
from bot.store.memories import Counts
from bot.store.values import from_ms
from tests.store.factories import DAY, NOON, TODAY, memory, newcomer

ON_BOTH = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CARDS = st.sampled_from([f"card-{number}" for number in range(8)])
DAYS = st.dates(TODAY - 3 * DAY, TODAY + 3 * DAY)
INSTANTS = st.integers(0, 10**13).map(from_ms)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
MEMORIES = st.builds(
    Memory,
    card_id=CARDS,
    state=st.sampled_from(State),
    step=st.none() | st.integers(0, 20),
    stability=FLOATS,
    difficulty=FLOATS,
    due_day=DAYS,
    due_at=st.none() | INSTANTS,
    last_review_at=INSTANTS,
    last_review_day=st.dates(),
    introduced_day=st.dates(),
    repetitions=st.integers(0, 2**31 - 1),
    lapses=st.integers(0, 2**31 - 1),
)
MARKS = st.builds(Mark, card_id=CARDS, suspended=st.booleans(), buried_until=st.none() | DAYS, wanted=st.booleans())


@ON_BOTH
@given(remembered=MEMORIES)
def test_a_memory_comes_back_exactly(store: Database, remembered: Memory) -> None:
    """Every field survives, over an earlier memory of the card as over none."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        memories.save(tx, person, remembered)
        assert memories.get(tx, person, remembered.card_id) == remembered
        assert memories.get(tx, "somebody else", remembered.card_id) is None


@ON_BOTH
@given(
    known=st.lists(MEMORIES, unique_by=lambda each: each.card_id),
    marked=st.lists(MARKS, unique_by=lambda each: each.card_id),
    limit=st.integers(0, 9),
)
def test_what_waits_is_what_the_rules_say(store: Database, known: list[Memory], marked: list[Mark], limit: int) -> None:
    """Due, in steps and counted: those whose day has come and which no mark hides, in order, up to the limit."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        for each in known:
            memories.save(tx, person, each)
        for mark in marked:
            marks.save(tx, person, mark)
        due = memories.due(tx, person, TODAY, limit)
        steps = memories.in_steps(tx, person, TODAY)
        count = memories.count(tx, person, TODAY)
        names = memories.known_ids(tx, person)
        people.forget(tx, person)

    hidden = {mark.card_id for mark in marked if mark.suspended or (mark.buried_until or TODAY) > TODAY}
    visible = [each for each in known if each.card_id not in hidden]
    days = [each for each in visible if each.due_at is None and each.due_day <= TODAY]
    sooner = [each for each in visible if each.due_at is not None]
    assert due == sorted(days, key=lambda each: (each.due_day, each.card_id))[:limit]
    assert sorted(steps, key=lambda each: each.card_id) == sorted(sooner, key=lambda each: each.card_id)
    assert [each.due_at for each in steps] == sorted(each.due_at for each in sooner if each.due_at)
    assert count == Counts(len(known), len(days), len(sooner))
    assert names == {each.card_id for each in known}


def test_the_load_counts_cards_by_their_day(store: Database) -> None:
    """Both ends of the range count; cards in short steps and days without cards are left out."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        for number, days in enumerate((0, 1, 1, 3, 4)):
            memories.save(tx, person, memory(f"card-{number}", due_day=TODAY + days * DAY))
        memories.save(tx, person, memory("short", due_at=NOON + timedelta(minutes=10)))

        assert memories.load(tx, person, TODAY, TODAY + 3 * DAY) == {TODAY: 1, TODAY + DAY: 2, TODAY + 3 * DAY: 1}


def test_a_card_can_be_brought_forward_but_not_put_off(store: Database) -> None:
    """What a scenario missed is due today; what is due already, or in a short step, stays as it is."""
    person = newcomer(store).person_id
    soon = NOON + timedelta(minutes=10)
    cases = {"later": TODAY + 30 * DAY, "overdue": TODAY - 3 * DAY}
    with store.transaction("local") as tx:
        for card, day in cases.items():
            memories.save(tx, person, memory(card, due_day=day))
        memories.save(tx, person, memory("short", due_day=TODAY + DAY, due_at=soon))
        for card in (*cases, "short", "new"):
            memories.make_due(tx, person, card, TODAY)

        assert memories.get(tx, person, "later") == memory("later", due_day=TODAY)
        assert memories.get(tx, person, "overdue") == memory("overdue", due_day=TODAY - 3 * DAY)
        assert memories.get(tx, person, "short") == memory("short", due_day=TODAY + DAY, due_at=soon)
        assert memories.get(tx, person, "new") is None


def test_a_forgotten_card_is_new(store: Database) -> None:
    """Undoing the first answer leaves no memory, of that card alone."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        memories.save(tx, person, memory("first"))
        memories.save(tx, person, memory("second"))
        memories.forget(tx, person, "first")

        assert memories.known_ids(tx, person) == {"second"}


@ON_BOTH
@given(first=MARKS, second=MARKS)
def test_a_mark_replaces_the_earlier_one(store: Database, first: Mark, second: Mark) -> None:
    """What is read is what was saved last; a plain mark is as good as none."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        marks.save(tx, person, first)
        marks.save(tx, person, second)
        assert marks.get(tx, person, second.card_id) == second
        people.forget(tx, person)


def test_hiding_and_showing_change_only_their_own_part(store: Database) -> None:
    """A suspended card may be buried and wanted as well; each comes and goes alone."""
    person = newcomer(store).person_id
    tomorrow = TODAY + DAY
    with store.transaction("local") as tx:
        marks.suspend(tx, person, "a")
        marks.bury(tx, person, ["a", "b"], tomorrow)
        marks.want(tx, person, "a")
        assert marks.get(tx, person, "a") == Mark("a", suspended=True, buried_until=tomorrow, wanted=True)

        marks.unbury(tx, person)
        assert marks.get(tx, person, "a") == Mark("a", suspended=True, wanted=True)

        marks.unsuspend(tx, person, "a")
        assert marks.active(tx, person, TODAY) == {"a": Mark("a", wanted=True)}


def test_a_mark_counts_until_its_day(store: Database) -> None:
    """A buried card is back on the very day that it was buried until."""
    person = newcomer(store).person_id
    with store.transaction("local") as tx:
        marks.bury(tx, person, ["a"], TODAY + DAY)

        assert set(marks.active(tx, person, TODAY)) == {"a"}
        assert marks.active(tx, person, TODAY + DAY) == {}
        assert marks.active(tx, "somebody else", date.min) == {}
