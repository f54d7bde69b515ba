"""Drawing numbers: reproducible, of two figures, and never where a trap comes near the key."""

import itertools
import math
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.card import PickDraw, RangeDraw, Tolerance, ToleranceKind, Trap
from bot.domain.numeric.draws import TemplateError, choices, draw, roll, work_out
from tests.domain.answers import cards

ONE_POINT = Tolerance(ToleranceKind.ABSOLUTE, 1)
FAN_OUT = cards.template(
    id="fan-out",
    draw={"p": RangeDraw(0.1, 2), "n": RangeDraw(5, 200)},
    formula="100 * (1 - (1 - p / 100) ** n)",
    require=("key_is_wanted > 0",),
    lets=(("key_is_wanted", "1"),),
    unit="%",
    tolerance=ONE_POINT,
    traps=(Trap("added up", "n * p", "Chances do not add up."),),
)


def dice(seed: int) -> Random:
    """Reproducible dice."""
    return Random(seed)  # noqa: S311 - numbers of an exercise


@given(st.text(max_size=20))
@settings(max_examples=60)
def test_same_seed_same_draw(seed: str) -> None:
    """A draw follows from card and seed alone, and its key from its numbers."""
    card = cards.replicas()
    assert draw(card, seed) == draw(card, seed)
    assert work_out(card, draw(card, seed).numbers) == draw(card, seed)


def test_known_draw() -> None:
    """The draw of one seed is pinned: learners keep their numbers over releases and Python versions."""
    assert draw(cards.replicas(), "pinned").numbers == {"each": 76, "rps": 32_000, "use": 0.5}


def test_order_of_the_deck_is_free() -> None:
    """The order in which a deck writes its draws changes nothing."""
    card = cards.replicas()
    turned = cards.template(draw={name: card.draw[name] for name in reversed(list(card.draw))})
    assert roll(card, dice(1)) == roll(turned, dice(1))


@given(st.floats(0.001, 1e6), st.floats(1.5, 1000), st.integers(0, 2**32))
@settings(max_examples=80)
def test_ranges_give_two_figures_inside(low: float, ratio: float, seed: int) -> None:
    """A range gives numbers of two significant figures between its ends."""
    card = cards.template(draw={"x": RangeDraw(low, low * ratio)}, formula="x")
    value = roll(card, dice(seed))["x"]
    assert low <= value <= low * ratio
    assert float(f"{value:.1e}") == pytest.approx(value, rel=1e-12)


def test_ranges_are_log_uniform() -> None:
    """Each decade of a range is drawn about equally often."""
    card = cards.template(draw={"x": RangeDraw(1, 10_000)}, formula="x")
    rolls = dice(0)
    decades = [math.floor(math.log10(roll(card, rolls)["x"])) for _ in range(2_000)]
    assert all(400 < decades.count(decade) < 600 for decade in range(4))


def test_choices_of_draws() -> None:
    """A range offers all numbers of two figures, a list what it lists; a narrow range its ends."""
    assert choices(RangeDraw(9.8, 12)) == (9.8, 9.9, 10, 11, 12)
    assert choices(PickDraw((0.5, 2.0))) == (0.5, 2)
    assert choices(RangeDraw(101, 102)) == (101, 102)


def test_conditions_hold() -> None:
    """No draw breaks a condition of its template."""
    card = cards.replicas()
    for seed in range(100):
        raw = draw(card, str(seed)).values["raw"]
        assert isinstance(raw, int | float)
        assert 3 < raw < 1000


def test_traps_keep_their_distance() -> None:
    """Every trap lies more than three tolerances from the key; under EXACT it only differs."""
    for seed in map(str, range(100)):
        fan_out, replicas = draw(FAN_OUT, seed), draw(cards.replicas(), seed)
        assert all(trap is not None and abs(trap - fan_out.key) > 3 for trap in fan_out.traps)
        assert replicas.key not in replicas.traps


def test_lets_build_on_one_another() -> None:
    """A let may use the draws and the lets before it, lists too."""
    card = cards.template(
        draw={"a": PickDraw((3, 3)), "b": PickDraw((1, 1))},
        lets=(("gains", "[b, a]"), ("best", "descending(gains)")),
        formula="dcg(gains) / dcg(best)",
    )
    values = draw(card, "x").values
    assert (values["gains"], values["best"]) == ([1, 3], [3, 1])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"require": ("key > 1e9",)}, "`key > 1e9` does not hold"),
        ({"formula": "ln(0 * key)"}, "cannot be worked out"),
        ({"formula": "key - key", "tolerance": cards.THREE_PERCENT}, "key is 0"),
        ({"traps": (Trap("same", "key * 1", "x"),)}, "trap “same”"),
        ({"tolerance": cards.THREE_PERCENT, "traps": (Trap("near", "key * 1.08", "x"),)}, "trap “near”"),
    ],
)
def test_impossible_templates_say_why(changes: dict[str, object], reason: str) -> None:
    """Where every draw is refused the error names the card and the reason."""
    with pytest.raises(TemplateError, match="a-card") as caught:
        draw(cards.template(**changes), "x")
    assert reason in caught.value.message


def test_a_trap_without_a_value_is_no_obstacle() -> None:
    """A trap whose formula has no value for a draw is simply not recognised there."""
    card = cards.template(traps=(Trap("broken", "ln(0 * key)", "x"),))
    assert draw(card, "x").traps == (None,)


def test_draws_differ() -> None:
    """A hundred seeds give nearly a hundred instances."""
    drawn = {tuple(draw(cards.replicas(), str(seed)).numbers.values()) for seed in range(100)}
    assert len(drawn) > 95
    assert all(one != other for one, other in itertools.pairwise(sorted(drawn)))
