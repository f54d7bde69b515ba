"""What `mlsd cards check` says beyond what keeps decks from loading."""

from pathlib import Path

import pytest

from bot.bench.parser import LIMIT, measure
from bot.content.check import findings, passes
from bot.content.problems import Problem, Severity
from tests.content.decks import CHOICE, NUMERIC, NUMERIC_FRONT, WHY, card, deck, folder, point, scenario_body

LONG = " ".join(["word"] * 26)
TWO = "[paper, book]"
ALOUD = "aloud: {seconds: 30, elements: [the topic, the time]}"
FIGURES = CHOICE.replace("A canary release", "To 5 % of users").replace("A shadow release", "To 7 copies a day")
WITHOUT_CUE = "['What answers a point look-up?']"


def told(path: Path, *cards: str) -> list[str]:
    """Every finding on one deck file of these cards, without the path."""
    return [str(found).replace(f"{path}/", "") for found in findings([folder(path, {"a.yaml": deck(*cards)})])]


@pytest.mark.parametrize(
    ("weak", "expected"),
    [
        (card("x", why="Too short."), "10: the explanation has 2 words (30 to 80 pass)"),
        (card("x", why=" ".join(["word"] * 81)), "10: the explanation has 81 words"),
        (card("x", body=f"answer: {LONG}"), "12: the answer has 26 words (25 at most; move the rest to 'why')"),
        (card("x", "typed", f"accepted: [one, {LONG}]"), "12: the answer has 26 words"),
        (
            card("x", "cloze", "accepted: [online]\nhint: h", front=f"['{LONG} {{{{}}}}']"),
            "9: advice: the sentence has 26 words (25 at most)",
        ),
        (
            card("x", front="['Is it the Online store that answers?']", body="answer: online store"),
            "9: the front gives the answer 'online store' away (word it without)",
        ),
        (
            card("x", "typed", "accepted: [PSI, stability]", front="[What?, 'Which stability index?']"),
            "9: the front gives the answer 'stability' away",
        ),
        (
            card("x", "choice", CHOICE.replace("A canary release", "A canary release to one per cent of all users")),
            "12: this option of 45 characters is much longer than the mean, 26",
        ),
    ],
)
def test_a_weak_card_is_advised_on_at_its_line(tmp_path: Path, weak: str, expected: str) -> None:
    """Lengths and cues, each with the limit."""
    assert any(line.startswith(f"a.yaml:{expected}") for line in told(tmp_path, weak)), told(tmp_path, weak)


@pytest.mark.parametrize(
    "good",
    [
        card("x", front=WITHOUT_CUE),
        card("x", front="['Shadow or canary: which measures clicks?']", body="answer: canary"),
        card("x", front="['Which of visits, conversion and basket?']", body="answer: conversion"),
        card("x", front="['Which storefront?']", body="answer: store"),
        card("x", front="['Is p the rate?']", body="answer: p"),
        card("x", "choice", CHOICE, front=WITHOUT_CUE),
        card("x", "cloze", "accepted: [online]\nhint: which", front="['A look-up is served from the {{}} store.']"),
        card("x", "numeric", NUMERIC, front=NUMERIC_FRONT, sources=TWO),
        card("x", body=f"answer: {LONG}\n{ALOUD}"),
        card("x", "choice", FIGURES, front=WITHOUT_CUE),
    ],
)
def test_a_good_card_is_left_in_peace(tmp_path: Path, good: str) -> None:
    """No advice where there is nothing to mend."""
    assert told(tmp_path, good) == []


def test_near_doubles_are_found_over_all_files(tmp_path: Path) -> None:
    """The later of two cards is told, with the earlier one's name."""
    asks = "['Which store answers a point look-up at request time?']"
    again = "['Which store answers a point look-up at a request time?']"
    other = deck(card("two", front=again), name="b")
    path = folder(tmp_path, {"a.yaml": deck(card("one", front=asks), card("far", front=WITHOUT_CUE)), "b.yaml": other})
    found = [str(problem).replace(f"{path}/", "") for problem in findings([path])]
    assert found == ["b.yaml:9: the same front as card 'one' (ask for another angle)"]


def test_two_wordings_of_one_card_may_be_alike(tmp_path: Path) -> None:
    """They are meant to ask the same."""
    wordings = "['Which store answers a look-up at request time?', 'Which store answers look-ups at request time?']"
    assert told(tmp_path, card("one", front=wordings)) == []


def test_equal_options_are_an_error(tmp_path: Path) -> None:
    """With the key twice on the screen no choice is right."""
    twice = CHOICE.replace("A shadow release", "A Canary release")
    assert told(tmp_path, card("x", "choice", twice, front=WITHOUT_CUE)) == [
        "a.yaml:14: the option 'A Canary release' is given twice (reword it)"
    ]


def test_a_template_is_drawn(tmp_path: Path) -> None:
    """Few instances are an error like a condition that never holds."""
    few = NUMERIC.replace("{from: 500, to: 50000}", "{pick: [500, 700]}").replace(
        "{from: 20, to: 800}", "{pick: [20, 40]}"
    )
    (line,) = told(tmp_path / "few", card("x", "numeric", few, front=NUMERIC_FRONT, sources=TWO))
    assert line.startswith("a.yaml:18: About ")
    never = NUMERIC.replace("raw > 2", "raw < 0")
    (line,) = told(tmp_path / "no", card("x", "numeric", never, front=NUMERIC_FRONT, sources=TWO))
    assert line.startswith("a.yaml:18: Only 0 of ")


def test_a_rubric_is_scored_by_its_own_samples(tmp_path: Path) -> None:
    """A snippet that is judged wrongly is told at its point, a sample outside its band at the samples."""
    points = [point(f"p-{n}") for n in range(5)]
    points[2] = points[2].replace("fails: [A store.,", "fails: ['The online store, because it is fast.',")
    found = told(tmp_path, card("taught", front=WITHOUT_CUE), card("s", "scenario", scenario_body(*points)))
    assert any(line.startswith("a.yaml:42: p-2: “The online store, because it is fast.” should fail") for line in found)
    assert any(line.startswith("a.yaml:72: The passing sample scores ") for line in found), found


def test_a_point_that_teaches_no_card_to_drill_is_an_error(tmp_path: Path) -> None:
    """A miss has to schedule a card, and a scenario is none."""
    points = [point(f"p-{n}", teaches="s" if n == 1 else "taught") for n in range(5)]
    found = told(tmp_path, card("taught", front=WITHOUT_CUE), card("s", "scenario", scenario_body(*points)))
    assert "a.yaml:39: a miss of the point 'p-1' schedules no card to drill (name the cards that teach it)" in found


def test_what_keeps_decks_from_loading_is_told_too(tmp_path: Path) -> None:
    """Errors of the loader and advice on the other cards stand in one sorted list."""
    found = told(tmp_path, card("x", wy="x"), card("y", why="Too short."), card("z", sources="[papr]", why="Short."))
    assert [line.split(" (")[0] for line in found] == [
        "a.yaml:12: unknown field 'wy'",
        "a.yaml:17: the explanation has 2 words",
        "a.yaml:24: unknown source 'papr'",
    ]


def test_a_check_fails_on_errors_and_when_strict_on_advice() -> None:
    """Advice alone passes."""
    error, advice = Problem("a", 1, "x"), Problem("a", 1, "x", "", Severity.ADVICE)
    assert passes([])
    assert passes([advice])
    assert not passes([advice], strict=True)
    assert not passes([advice, error])


def test_loading_keeps_pace_with_the_parser(tmp_path: Path) -> None:
    """A load takes less than twice the time of draining the C parser's events: best of five on 2,000 cards."""
    figures = measure(tmp_path, 2_000, 5)
    assert len(figures.loads) == 5
    assert min(figures.loads) < LIMIT * min(figures.drains)


def test_why_is_long_enough_for_these_tests() -> None:
    """The sample explanation draws no advice of its own."""
    assert 30 <= len(WHY.split()) <= 80
