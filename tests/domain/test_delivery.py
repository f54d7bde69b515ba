"""The life of a delivery: what no order of events may do to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.domain import delivery as rules
from bot.domain.delivery import FINAL, LEASED, Delivery, Reason, State, Terms, channel_recipient, delivery_id
from bot.domain.delivery_outcome import Found, Limited, Outcome, Refused, SearchLater, Sent, Unsearchable, Unsure

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TERMS = Terms()
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
PLANNED = Delivery("slack:T1", "slack", "person", "drill", "2026-03-10", "U1", NOON, NOON + 6 * HOUR)


def claimed(now: datetime = NOON) -> Delivery:
    """A delivery in somebody's hands."""
    taken = rules.claim(PLANNED, now, TERMS)
    assert taken is not None
    return taken


def sending(now: datetime = NOON) -> Delivery:
    """A delivery whose message goes out."""
    begun = rules.begin(claimed(now), now)
    assert begun is not None
    return begun


def verifying() -> Delivery:
    """A delivery whose message may be there."""
    expired = rules.expire(sending(), NOON + TERMS.lease + TERMS.grace, TERMS)
    assert expired is not None
    held = rules.take_up(expired, NOON + TERMS.lease + TERMS.grace, TERMS)
    assert held is not None
    return held


def test_a_delivery_goes_from_planned_to_sent() -> None:
    """Claimed, begun and confirmed; the message's id stays, the lease goes."""
    sent = rules.settle(sending(), Sent("m1"), NOON)
    assert sent is not None
    assert (sent.state, sent.message, sent.sent_at, sent.lease_until, sent.attempts) == (
        State.SENT,
        "m1",
        NOON,
        None,
        1,
    )


@pytest.mark.parametrize("state", sorted(set(State) - {State.PLANNED}))
def test_only_what_is_planned_can_be_claimed(state: State) -> None:
    """And only when it is due."""
    assert rules.claim(replace(PLANNED, state=state), NOON, TERMS) is None
    assert rules.claim(PLANNED, NOON - SECOND, TERMS) is None


def test_what_is_too_late_is_skipped() -> None:
    """At the claim, at the last moment before sending, and after a search that found nothing."""
    late = NOON + 6 * HOUR
    skipped = rules.claim(PLANNED, late, TERMS)
    about = rules.begin(replace(claimed(), lease_until=late + HOUR), late)
    unfound = rules.resolve(verifying(), Found(), late)
    for each in (skipped, about, unfound):
        assert each is not None
        assert (each.state, each.reason) == (State.SKIPPED, Reason.LATE)


def test_nothing_is_sent_after_the_lease() -> None:
    """Its last moment does not count any more; then it is planned again, and the old hand cannot begin."""
    held = claimed()
    end = NOON + TERMS.lease
    assert rules.begin(held, end - SECOND) is not None
    assert rules.begin(held, end) is None
    assert rules.expire(held, end - SECOND, TERMS) is None
    again = rules.expire(held, end, TERMS)
    assert again is not None
    assert again.state is State.PLANNED
    retaken = rules.claim(again, end, TERMS)
    assert retaken is not None
    assert retaken.fence > held.fence


def test_what_was_sending_is_looked_for_and_not_sent_again_at_once() -> None:
    """Only after lease and grace, when the last request can no longer arrive."""
    begun = sending()
    end = NOON + TERMS.lease + TERMS.grace
    assert rules.expire(begun, end - SECOND, TERMS) is None
    doubted = rules.expire(begun, end, TERMS)
    assert doubted is not None
    assert doubted.state is State.VERIFYING
    assert doubted.fence > begun.fence


def test_one_hand_at_a_time_looks_for_a_message() -> None:
    """Another one may when the first one's lease is over, or the platform's wait."""
    held = verifying()
    begun = NOON + TERMS.lease + TERMS.grace
    assert rules.take_up(held, begun, TERMS) is None
    assert rules.take_up(held, begun + TERMS.lease, TERMS) is not None
    waiting = rules.resolve(held, SearchLater(HOUR), begun)
    assert rules.take_up(waiting, begun + HOUR - SECOND, TERMS) is None
    assert rules.take_up(waiting, begun + HOUR, TERMS) is not None


def test_a_search_decides() -> None:
    """Found: sent, with the oldest message. Not found: planned again. No way to look: failed until somebody acts."""
    held = verifying()
    found = rules.resolve(held, Found(("m1", "m2")), NOON)
    assert (found.state, found.message) == (State.SENT, "m1")
    assert rules.resolve(held, Found(), NOON).state is State.PLANNED
    doubtful = rules.resolve(held, Unsearchable(), NOON)
    assert (doubtful.state, doubtful.reason) == (State.FAILED, Reason.UNVERIFIED)
    wanted = rules.post_again(doubtful, NOON + HOUR, NOON + 2 * HOUR)
    assert wanted is not None
    assert (wanted.state, wanted.due_at, wanted.reason) == (State.PLANNED, NOON + HOUR, None)


def test_only_what_could_not_be_verified_is_posted_again() -> None:
    """Not what the platform refused, and not what was sent."""
    refused = rules.settle(sending(), Refused("blocked"), NOON)
    sent = rules.settle(sending(), Sent("m1"), NOON)
    for each in (refused, sent, PLANNED):
        assert each is not None
        assert rules.post_again(each, NOON, NOON + HOUR) is None


def test_outcomes_are_kept() -> None:
    """Told to wait: planned for then. Refused: failed, with the reason. No answer: nobody knows, so nothing changes."""
    limited = rules.settle(sending(), Limited(30 * SECOND), NOON)
    assert limited is not None
    assert (limited.state, limited.due_at, limited.lease_until) == (State.PLANNED, NOON + 30 * SECOND, None)
    refused = rules.settle(sending(), Refused("channel_not_found"), NOON)
    assert refused is not None
    assert (refused.state, refused.reason) == (State.FAILED, "channel_not_found")
    assert rules.settle(sending(), Unsure("timeout"), NOON) is None


def test_a_message_that_was_sent_too_late_counts_unless_another_one_does() -> None:
    """While somebody else is sending, nobody can say which one will."""
    begun = sending()
    sent = rules.settle(begun, Sent("m1"), NOON)
    assert sent is not None
    assert rules.adopt(sent, "m2", NOON) is None
    assert rules.adopt(begun, "m2", NOON) is None
    for state in (State.PLANNED, State.CLAIMED, State.VERIFYING, State.SKIPPED, State.FAILED):
        adopted = rules.adopt(replace(begun, state=state), "m2", NOON)
        assert adopted is not None
        assert (adopted.state, adopted.message) == (State.SENT, "m2")


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_an_id_is_short_and_always_the_same(recipient: str, purpose: str, slot: str) -> None:
    """It fits where platforms take a nonce, and a delivery that is planned again after a restore has it again."""
    found = delivery_id(recipient, purpose, slot)
    assert len(found) <= 25
    assert found.isalnum()
    assert replace(PLANNED, recipient=recipient, purpose=purpose, slot=slot, tenant="other").id == found


def test_ids_differ_where_anything_does() -> None:
    """Also where the parts only meet elsewhere."""
    assert (
        len({delivery_id(*each) for each in (("a", "b", "c"), ("ab", "", "c"), ("a", "bc", ""), ("a", "b", "d"))}) == 4
    )
    assert channel_recipient("slack:T1", "C1") != channel_recipient("slack:T2", "C1")


class Race(RuleBasedStateMachine):
    """Two hands and a clock do whatever they like; only compare-and-set on state and fence stands between them."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.row = PLANNED
        self.hands: dict[int, Delivery] = {}
        self.can_arrive_until = NOON - HOUR
        self.arrived: list[str] = []

    def keep(self, seen: Delivery, wanted: Delivery | None) -> bool:
        """Compare and set, as the store does it."""
        if wanted is None or (self.row.state, self.row.fence) != (seen.state, seen.fence):
            return False
        assert wanted.fence >= self.row.fence
        self.row = wanted
        return True

    @rule(hand=st.integers(0, 1), at_once=st.booleans())
    def claim(self, hand: int, at_once: bool) -> None:
        """Somebody takes it, and mostly begins."""
        wanted = rules.claim(self.row, self.now, TERMS)
        if self.keep(self.row, wanted) and wanted and wanted.state is State.CLAIMED:
            self.hands[hand] = wanted
            if at_once:
                self.begin(hand)

    @rule(hand=st.integers(0, 1))
    def begin(self, hand: int) -> None:
        """And post at once; a search cannot see what was not posted yet."""
        held = self.hands.get(hand)
        wanted = rules.begin(held, self.now) if held else None
        if held and self.keep(held, wanted) and wanted and wanted.state is State.SENDING:
            assert not self.arrived
            assert self.now > self.can_arrive_until
            assert wanted.lease_until
            self.can_arrive_until = wanted.lease_until + TERMS.grace - SECOND
            self.hands[hand] = wanted

    @rule(hand=st.integers(0, 1), data=st.sampled_from(["arrives", "limited", "lost", "answered"]))
    def post(self, hand: int, data: str) -> None:
        """The request arrives before lease and grace are over, or never; its answer is known or lost."""
        held = self.hands.get(hand)
        if held is None or held.state is not State.SENDING or self.now > self.can_arrive_until:
            return
        if data in {"arrives", "answered"}:
            self.arrived.append(f"m{hand}")
        answers: dict[str, Outcome] = {"answered": Sent(f"m{hand}"), "limited": Limited(SECOND)}
        outcome = answers.get(data, Unsure("timeout"))
        del self.hands[hand]
        self.can_arrive_until = NOON - HOUR
        self.keep(held, rules.settle(held, outcome, self.now))

    @rule(seconds=st.sampled_from([1, 31, 61, 4000]), later=st.booleans())
    def mend(self, seconds: int, later: bool) -> None:
        """After a while somebody sweeps, and looks for the message, and may have to wait."""
        self.now += seconds * SECOND
        self.keep(self.row, rules.expire(self.row, self.now, TERMS))
        held = rules.take_up(self.row, self.now, TERMS)
        if held and self.keep(self.row, held):
            search = SearchLater(SECOND) if later else Found(tuple(self.arrived))
            self.keep(held, rules.resolve(held, search, self.now))

    @invariant()
    def is_there_once_at_most(self) -> None:
        """Never two messages."""
        assert len(self.arrived) <= 1

    @invariant()
    def is_remembered(self) -> None:
        """The row knows the message that is there, and none that is not."""
        if self.row.state is State.SENT:
            assert self.arrived == [self.row.message]
        if self.row.state in {State.PLANNED, State.CLAIMED, State.SKIPPED}:
            assert not self.arrived

    @invariant()
    def is_leased_in_a_hand_only(self) -> None:
        """A lease belongs to a hand."""
        assert (self.row.lease_until is not None) == (self.row.state in LEASED)
        assert self.row.state not in FINAL or self.row.lease_until is None


TestRace = Race.TestCase
TestRace.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
