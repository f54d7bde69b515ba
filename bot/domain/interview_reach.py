"""Which turns of a script some candidate can meet, found by playing candidates of every strength and pace.

Replies are not read here: each is given the shares of points that its place in the script asks for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.domain.interview import BREAK_INS, Interview, Turn
from bot.domain.interview_state import State
from bot.domain.interview_turns import Recap, ask, begin, next_turn, reply, wakes_at
from bot.domain.rubric.score import Strength
from bot.domain.steps import Step

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
PACES = tuple(timedelta(seconds=seconds) for seconds in (5, 50, 130, 300))
MONOLOGUE = timedelta(minutes=20)
_SHARE = {Strength.WEAK: 0.0, Strength.PARTIAL: 0.5, Strength.STRONG: 1.0}


@dataclass(frozen=True)
class Candidate:
    """Somebody who replies to some turns and in some steps with a given strength, and talks for ever in one step."""

    pace: timedelta
    replies: Mapping[str, Strength]
    steps: Mapping[Step, Strength]
    shows: frozenset[str] = frozenset()
    hides: frozenset[str] = frozenset()
    lingers_in: Step | None = None


def reached(interview: Interview, *, cut: bool) -> frozenset[str]:
    """The ids of the turns that some candidate meets in the full or the short form."""
    met: set[str] = set()
    for candidate in _common():
        met |= set(play(interview, candidate, cut=cut))
    for turns in interview.turns.values():
        for turn in turns:
            if turn.id not in met:
                met |= _met_on_the_way(interview, turn, cut=cut)
    return frozenset(met)


def play(interview: Interview, candidate: Candidate, *, cut: bool) -> list[str]:
    """The ids of the turns that a candidate meets, in order, from the opening to the recap."""
    now, state = START, begin(interview, START, cut=cut)
    while True:
        now += _talks_for(state, candidate)
        state = reply(state, "", _shares(interview, state, candidate), now)
        turn = next_turn(interview, state, now)
        state = ask(interview, state, turn, now)
        if isinstance(turn, Recap):
            return [asked.turn_id for asked in state.asked]
        now, state = _interrupted(interview, state, candidate, now)
        if state.over:
            return [asked.turn_id for asked in state.asked]


def _interrupted(interview: Interview, state: State, candidate: Candidate, now: datetime) -> tuple[datetime, State]:
    """Every break-in that comes before the candidate has finished his next reply."""
    while (wake := wakes_at(interview, state, now)) is not None and wake <= now + _talks_for(state, candidate):
        turn = next_turn(interview, state, wake)
        now, state = wake, ask(interview, state, turn, wake)
    return now, state


def _talks_for(state: State, candidate: Candidate) -> timedelta:
    return MONOLOGUE if state.step is candidate.lingers_in else candidate.pace


def _common() -> Iterator[Candidate]:
    for pace in PACES:
        for strength in Strength:
            yield Candidate(pace, {}, dict.fromkeys(Step, strength))


def _met_on_the_way(interview: Interview, turn: Turn, *, cut: bool) -> set[str]:
    for pace in PACES:
        met = set(play(interview, _candidate_for(interview, turn, pace), cut=cut))
        if turn.id in met:
            return met
    return set()


def _candidate_for(interview: Interview, turn: Turn, pace: timedelta) -> Candidate:
    """Who replies to every turn before this one as the conditions on the way ask."""
    found = Candidate(pace, {}, {}, lingers_in=turn.step if turn.kind in BREAK_INS else None)
    here: Turn | None = turn
    while here is not None:
        when = here.when
        replies, steps = dict(found.replies), dict(found.steps)
        if when.strength and when.after:
            replies.setdefault(when.after, when.strength[0])
        elif when.strength:
            wanted = Step if here.step is Step.FRAME else (here.step,)
            steps = dict.fromkeys(wanted, when.strength[0]) | steps
        shows, hides = found.shows.union(when.found), found.hides.union(when.missing)
        found = replace(found, replies=replies, steps=steps, shows=shows, hides=hides)
        here = interview.turn(when.after) if when.after and when.after != here.id else None
    return found


def _shares(interview: Interview, state: State, candidate: Candidate) -> dict[str, float]:
    asked = interview.turn(state.asked[-1].turn_id)
    shares = dict.fromkeys(candidate.shows, 1.0)
    if asked is not None and asked.id in candidate.replies:
        listened = dict.fromkeys(asked.listens_for, _SHARE[candidate.replies[asked.id]])
        shares = {point: share for point, share in shares.items() if point not in listened} | listened
    elif state.step in candidate.steps:
        share = _SHARE[candidate.steps[state.step]]
        shares |= {point.id: share for point in interview.case.rubric if point.step is state.step}
    return {point: share for point, share in shares.items() if share > 0 and point not in candidate.hides}
