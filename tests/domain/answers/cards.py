"""Small cards for the tests of grading."""

from typing import Any

from bot.domain.card import (
    Choice,
    Cloze,
    Distractor,
    Draw,
    Flip,
    Numeric,
    Order,
    PickDraw,
    RangeDraw,
    Tier,
    Tolerance,
    ToleranceKind,
    Trap,
    Typed,
)
from bot.domain.steps import Step

EXACT = Tolerance(ToleranceKind.EXACT, 0)
THREE_PERCENT = Tolerance(ToleranceKind.RELATIVE, 0.03)


def common(**changes: Any) -> dict[str, Any]:
    """The fields that every card has."""
    fields: dict[str, Any] = {
        "id": "a-card",
        "deck": "deck",
        "step": Step.SERVING,
        "tags": frozenset(),
        "tier": Tier.CORE,
        "note": "a-card",
        "lesson": None,
        "front": ("Front?",),
        "explanation": "Because.",
        "sources": (),
    }
    return fields | changes


def flip(**changes: Any) -> Flip:
    """A card that the learner grades."""
    return Flip(**common(**changes), answer="The online store", aloud=None)


def typed(*accepted: str, **changes: Any) -> Typed:
    """A card with a short typed answer."""
    return Typed(**common(**changes), accepted=accepted)


def cloze(*accepted: str) -> Cloze:
    """A card with a blank."""
    return Cloze(**common(front=("The {{}} store answers look-ups.",)), accepted=accepted, hint="half of a store")


def choice(answer: str = "Canary deployment", *wrong: str, **changes: Any) -> Choice:
    """A card with options; each wrong one has a misconception and a refutation of its own."""
    texts = wrong or ("Shadow deployment", "Blue-green switch", "A/B test")
    distractors = tuple(Distractor(text, f"thinks-{number}", f"No: {text}.") for number, text in enumerate(texts, 1))
    return Choice(**common(**changes), answer=answer, distractors=distractors)


def order(*items: str, **changes: Any) -> Order:
    """A card to be put in order."""
    return Order(**common(**changes), items=items or ("log", "join", "train", "serve"))


def numeric(key: float, unit: str, tolerance: Tolerance = THREE_PERCENT, traps: tuple[Trap, ...] = ()) -> Numeric:
    """A card whose one number is always the same."""
    return template(draw={"key": PickDraw((key,))}, formula="key", unit=unit, tolerance=tolerance, traps=traps)


def template(**changes: Any) -> Numeric:
    """A template that draws one number, unless it is told otherwise."""
    draw: dict[str, Draw] = {"key": RangeDraw(500, 50_000)}
    fields: dict[str, Any] = {
        "draw": draw,
        "lets": (),
        "require": (),
        "formula": "key",
        "unit": "replicas",
        "tolerance": EXACT,
        "traps": (),
        "solution": "It is worked out.",
    }
    front = " ".join(f"{{{name}}}" for name in changes.get("draw", draw))
    return Numeric(**(common(front=(front,)) | fields | changes))


def replicas() -> Numeric:
    """The template of the number of replicas, with two traps."""
    return Numeric(
        **common(id="replicas", front=("{rps:,} requests a second, {each} each, {use:%} used. How many replicas?",)),
        draw={"rps": RangeDraw(500, 50_000), "each": RangeDraw(20, 800), "use": PickDraw((0.5, 0.6, 0.7, 0.8))},
        lets=(("raw", "rps / (each * use)"),),
        require=("raw > 3", "raw < 1000"),
        formula="ceil(raw)",
        unit="replicas",
        tolerance=EXACT,
        traps=(
            Trap("no head-room", "ceil(rps / each)", "You left out the head-room."),
            Trap("rounded down", "floor(raw)", "A part of a replica needs a whole one."),
        ),
        solution="{rps:,} / ({each} × {use}) = {raw:.1f}, so round up.",
    )
