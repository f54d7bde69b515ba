"""What `mlsd cards check` says of a mock interview: its form, its branches, how its rubric judges."""

from collections.abc import Iterator

from bot.content.parser import Path
from bot.content.problems import Finding, Severity
from bot.content.quality import WHY_WORDS, words
from bot.domain.card import FlagMechanism
from bot.domain.interview import BREAK_INS, Interview, Turn, TurnKind
from bot.domain.interview_reach import reached
from bot.domain.rubric.checks import check_rubric
from bot.domain.rubric.evidence import FULL, find_point
from bot.domain.rubric.reading import read
from bot.domain.steps import STEPS, Step

FEWEST_TURNS = 40
BRIEF_WORDS = range(60, 121)
EARLY = STEPS[:4]
"""The steps in which a deep dive comes early enough to threaten the last two."""

Findings = Iterator[Finding]


def check_interview(script: Interview) -> Findings:
    """Everything that is wrong with a script, at paths inside it."""
    yield from _lengths(script)
    yield from _must_have(script)
    misnamed = [*_misnamed(script)]
    yield from misnamed
    yield from _given_away(script)
    yield from _unheard(script)
    yield from _misjudged(script)
    if not misnamed:
        for cut in (False, True):
            yield from _unreached(script, cut=cut)


def _lengths(script: Interview) -> Findings:
    limits = {"brief": (script.case.front[0], BRIEF_WORDS), "why": (script.case.explanation, WHY_WORDS)}
    for name, (text, pass_) in limits.items():
        if words(text) not in pass_:
            yield Finding((name,), f"'{name}' has {words(text)} words", f"{pass_[0]} to {pass_[-1]} pass")


def _must_have(script: Interview) -> Findings:
    turns = [turn for turn, _ in _placed(script)]
    if len(turns) < FEWEST_TURNS:
        yield Finding(("turns",), f"the interviewer has {len(turns)} turns", f"{FEWEST_TURNS} at least")
    if all(flag.mechanism is not FlagMechanism.TIME for flag in script.case.red_flags):
        yield Finding(("red_flags",), "no red flag is of time", "add one with 'mechanism: time'")
    kept = [turn for turn in turns if turn.id not in script.cut.leaves_out]
    for name, played in (("full", turns), ("short", kept)):
        yield from _must_hold(name, played)


def _must_hold(form: str, turns: list[Turn]) -> Findings:
    kinds = {turn.kind for turn in turns if turn.kind is not TurnKind.DEEP_DIVE or turn.step in EARLY}
    for kind in (TurnKind.CHALLENGE, TurnKind.DEEP_DIVE, TurnKind.INTERRUPTION):
        if kind not in kinds:
            where = " before serving" if kind is TurnKind.DEEP_DIVE else ""
            yield Finding(
                ("turns",), f"the {form} form has no turn of kind '{kind.value}'{where}", "add one, or keep it"
            )


def _misnamed(script: Interview) -> Findings:
    """Turns, points and conditions that refer to nothing, or to what comes later."""
    points = {point.id for point in script.case.rubric}
    for turn, path in _placed(script):
        for name in (*turn.listens_for, *turn.when.found, *turn.when.missing):
            if name not in points:
                yield Finding(path, f"turn '{turn.id}' names an unknown rubric point '{name}'", "name a point's id")
        yield from _bad_after(script, turn, path)
        yield from _bad_break_in(turn, path)
    for number, name in enumerate(script.cut.leaves_out):
        if script.turn(name) is None:
            yield Finding(("cut", "leaves_out", number), f"there is no turn '{name}' to leave out")


def _bad_after(script: Interview, turn: Turn, path: Path) -> Findings:
    if turn.when.after is None:
        return
    earlier = {other.id: other for other in script.turns[turn.step][: int(path[-1])]}
    before = earlier.get(turn.when.after)
    if before is None:
        yield Finding(path, f"turn '{turn.id}' comes after '{turn.when.after}', which is no earlier turn of its step")
    elif turn.when.strength and not before.listens_for:
        yield Finding(
            path, f"turn '{turn.id}' asks how strong the reply to '{before.id}' is, which listens for nothing"
        )


def _bad_break_in(turn: Turn, path: Path) -> Findings:
    if (turn.at_minute is not None) != (turn.kind is TurnKind.INTERRUPTION):
        yield Finding(path, f"turn '{turn.id}' needs both kind 'interruption' and 'at_minute', or neither")
    if turn.kind in BREAK_INS and (turn.when.least_left, turn.when.most_left) != (None, None):
        yield Finding(path, f"turn '{turn.id}' breaks in by its own clock", "remove least_left and most_left")


def _given_away(script: Interview) -> Findings:
    """The interviewer's words may not hold what a turn listens for."""
    points = {point.id: point for point in script.case.rubric}
    for turn, path in _placed(script):
        said = read(turn.says)
        for point in (points[name] for name in turn.listens_for if name in points):
            share = find_point(point, said).share
            if share > 0:
                message = f"turn '{turn.id}' says {share:.0%} of the point '{point.id}' that it listens for"
                severity = Severity.ERROR if share == FULL else Severity.ADVICE
                yield Finding((*path, "says"), message, "ask without the answer", severity)


def _unheard(script: Interview) -> Findings:
    heard = {name for turn, _ in _placed(script) for name in turn.listens_for}
    for number, point in enumerate(script.case.rubric):
        if point.id not in heard:
            yield Finding(("rubric", number), f"no turn listens for the point '{point.id}'", "ask for it somewhere")


def _misjudged(script: Interview) -> Findings:
    """What the rubric judges otherwise than its author: at the point if one is named, else at the transcripts."""
    places = {point.id: number for number, point in enumerate(script.case.rubric)}
    for sentence in check_rubric(script.case):
        point, _, _ = sentence.partition(":")
        yield Finding(("rubric", places[point]) if point in places else ("transcripts",), sentence)


def _unreached(script: Interview, *, cut: bool) -> Findings:
    form = "short" if cut else "full"
    left_out = script.cut.leaves_out if cut else frozenset()
    met = reached(script, cut=cut)
    for turn, path in _placed(script):
        if turn.id not in met and turn.id not in left_out:
            yield Finding(path, f"no candidate meets turn '{turn.id}' in the {form} form", "mend its conditions")
    for step in (*STEPS, Step.FRAME):
        if not any(turn.id in met for turn in script.turns[step]):
            yield Finding(("turns",), f"the {form} form never reaches the step '{step.value}'", "keep a turn of it")


def _placed(script: Interview) -> Iterator[tuple[Turn, Path]]:
    for step, turns in script.turns.items():
        yield from ((turn, ("turns", step.value, number)) for number, turn in enumerate(turns))
