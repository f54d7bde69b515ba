"""The rules of `mlsd cards check` on sources, lessons, cues, drawn numbers, repetition, and the bank as a whole."""

from pathlib import Path

import pytest

from bot.content.check import findings
from tests.content.decks import CHOICE, NUMERIC, NUMERIC_FRONT, card, deck, five_points, folder, reason

CLEAN = "['What answers a point look-up?']"
TWO = "[paper, book]"
RUN = "the very same nine words stand in this place"


def told(path: Path, *cards: str, head: str = "") -> list[str]:
    """Every finding on a deck file of these cards, without the path."""
    found = findings([folder(path, {"a.yaml": deck(*cards, head=head)})])
    return [str(problem).replace(f"{path}/", "") for problem in found]


def numeric(body: str, front: str = NUMERIC_FRONT) -> str:
    """A numeric card with two sources."""
    return card("x", "numeric", body, front=front, sources=TWO)


def options(key: str, *others: str) -> str:
    """The body of a choice card with these three options."""
    body = CHOICE.replace("A canary release", key)
    return body.replace("A shadow release", others[0]).replace("A full release ok", others[1])


def many(count: int, first: str, **fields: str) -> list[str]:
    """Siblings, so that only the rule in question speaks."""
    return [card(f"{first}{n}", front=f"['{first}{n}?']", **({"note": "all"} | fields)) for n in range(count)]


@pytest.mark.parametrize("sources", ["[paper]", "[paper, paper]"])
def test_a_card_with_numbers_needs_two_sources(tmp_path: Path, sources: str) -> None:
    """One work named twice is one."""
    (line,) = told(tmp_path, card("x", "numeric", NUMERIC, front=NUMERIC_FRONT, sources=sources))
    assert line.startswith("a.yaml:11: a card with numbers needs two sources")


@pytest.mark.parametrize(
    ("body", "lesson", "expected"),
    [
        ("answer: The online store", "Look-ups go to the store.", ""),
        (
            "answer: It keeps the newest value of every key",
            "The store keeps newest values, every key once.",
            "advice: the lesson nearly",
        ),
    ],
)
def test_a_lesson_that_says_the_answer_of_a_flip_is_advice(
    tmp_path: Path, body: str, lesson: str, expected: str
) -> None:
    """It repeats nearly all words of a longer answer."""
    found = told(tmp_path, card("x", body=body, front=CLEAN, tier="core", lesson=lesson))
    assert [expected in line for line in found] == [True] * bool(expected)


def test_a_core_card_is_not_answered_by_its_lesson(tmp_path: Path) -> None:
    """In whatever form of the word, and at the lesson's line; in other tiers that is advice."""
    typed = {
        "kind": "typed",
        "body": "accepted: [shadow deployment]",
        "front": CLEAN,
        "lesson": "Shadow deployments copy.",
    }
    (line,) = told(tmp_path / "more", card("x", **typed))
    assert line.startswith("a.yaml:12: advice: the lesson holds the answer 'shadow deployment'")
    (line,) = told(tmp_path / "core", card("x", tier="core", **typed))
    assert line.startswith("a.yaml:13: the lesson holds the answer 'shadow deployment'")


def test_the_meaning_of_a_term_is_such_a_lesson(tmp_path: Path) -> None:
    """A card without a lesson of its own is told at its first line."""
    head = "terms:\n  - {id: shadow, name: Shadow, meaning: Shadow traffic is copied.}\n"
    typed = card("x", "typed", "accepted: [shadow traffic]", front=CLEAN, term="shadow", tier="core")
    assert [line[:44] for line in told(tmp_path, typed, head=head)] == ["a.yaml:9: the lesson holds the answer 'shado"]


def test_another_form_of_the_answer_gives_it_away_too(tmp_path: Path) -> None:
    """A front with "canaries" in it tells "canary"."""
    (line,) = told(
        tmp_path, card("x", "typed", "accepted: [canary]", front="['Which release is named after canaries?']")
    )
    assert "the front gives the answer 'canary' away" in line


@pytest.mark.parametrize(
    ("key", "other", "expected"),
    [
        ("Five % of users", "Two % of users", ""),
        ("To 5 % of users", "Two % of users", "with"),
        ("All of users", "To 5 users", "without"),
    ],
)
def test_the_key_does_not_stand_out_by_a_figure(tmp_path: Path, key: str, other: str, expected: str) -> None:
    """Neither as the only option with a digit nor as the only one without."""
    found = told(tmp_path, card("x", "choice", options(key, other, f"{other} x"), front=CLEAN))
    assert [f"a.yaml:12: the key is the only option {expected} a figure" in line for line in found] == [True] * bool(
        expected
    )


@pytest.mark.parametrize(
    ("key", "others", "expected"),
    [
        ("It does not move", ("It moves a bit", "It moves a lot"), "a negation"),
        ("Which users left?", ("The users left", "Those users left"), "a question"),
        ("Nothing at all", ("Everything so", "Something ok"), "“nothing”"),
        ("It does not move", ("It moves a bit", "It never moves"), ""),
        ("It moves a bit", ("It moves a lot", "It doesn't move"), ""),
    ],
)
def test_the_key_does_not_stand_out_by_its_shape(
    tmp_path: Path, key: str, others: tuple[str, str], expected: str
) -> None:
    """As the only negation, question or nothing among the options; advice, since the fact may need it."""
    found = told(tmp_path, card("x", "choice", options(key, *others), front=CLEAN))
    assert [f"advice: the key is the only option that is {expected}" in line for line in found] == [True] * bool(
        expected
    )


def test_short_options_may_differ_by_a_few_letters(tmp_path: Path) -> None:
    """Recall and precision are no cue."""
    assert told(tmp_path, card("x", "choice", options("Recall", "Precision", "Specificity"), front=CLEAN)) == []


def test_a_front_may_not_round_a_number_away_from_the_key(tmp_path: Path) -> None:
    """Who reckons with the numbers as shown must come to the key."""
    fine = NUMERIC.replace("pick: [0.5, 0.6, 0.7, 0.8]", "pick: [0.55, 0.65, 0.75]")
    assert told(tmp_path / "fine", numeric(fine)) == []
    (line,) = told(tmp_path / "rounded", numeric(fine, NUMERIC_FRONT.replace("{use:.0%}", "{use:.1f}")))
    assert line.startswith("a.yaml:9: 'use' is shown rounded: the key becomes ")


def test_a_let_that_a_front_shows_is_held_to_the_key_too(tmp_path: Path) -> None:
    """Not only what is drawn can be rounded."""
    through = NUMERIC.replace("lets: {raw: rps / (each * use)}", "lets: {usable: each * use, raw: rps / usable}")
    front = "['{rps:,} a second, {usable:.1g} for each replica: how many replicas?']"
    found = told(tmp_path, numeric(through, front))
    assert [line[:39] for line in found] == ["a.yaml:9: 'usable' is shown rounded: th"]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("{n} hours, {rps:,} a second, {each} each, {use} used: how many?", "a draw reads '1 hours'"),
        ("hours: {n}, {rps:,} a second, {each} each, {use} used: how many?", ""),
        ("0.{n} hours, {rps:,} a second, {each} each, {use} used: how many?", ""),
        ("{n} ms, {rps:,} a second, {each} each, {use} used: how many?", ""),
        ("{n} times, {rps:,} a second, {each} each, {use} used: how many?", ""),
    ],
)
def test_one_of_something_is_not_many(tmp_path: Path, front: str, expected: str) -> None:
    """A 1 that is seldom drawn is found all the same."""
    body = NUMERIC.replace("draw:\n", "draw:\n  n: {from: 1, to: 90000}\n")
    body = body.replace("rps / (each * use)", "n * rps / (each * use)").replace("rps / each", "n * rps / each")
    found = told(tmp_path, numeric(body, f"['{front}']"))
    assert [expected in line for line in found] == [True] * bool(expected)


def test_two_traps_that_give_the_same_number_are_told(tmp_path: Path) -> None:
    """Who falls into the second would hear what belongs to the first."""
    twin = "  - {name: no reserve, formula: ceil(rps / each) + 0, says: You left out the reserve.}\n"
    (line,) = told(tmp_path, numeric(NUMERIC.replace("solution:", f"{twin}solution:")))
    assert line.startswith("a.yaml:22: in 20 of 20 draws it gives the same as trap “no head-room”")


def test_nine_words_in_a_row_are_shared_by_siblings_only(tmp_path: Path) -> None:
    """Told at the later card, with the earlier one's name and the words."""
    cards = [card(id_, front=f"['{id_}?']", why=f"{reason(id_)} {id_} {RUN}", note="pair") for id_ in ("one", "two")]
    assert told(tmp_path / "siblings", *cards) == []
    (line,) = told(tmp_path / "apart", *(one.replace("note: pair", "tags: []") for one in cards))
    assert line.startswith(f"a.yaml:14: nine words stand in card 'one' too: “{RUN}”")


def test_nearly_equal_fronts_are_advice_and_siblings_may_have_them(tmp_path: Path) -> None:
    """Whatever the order of the words."""
    first = "['A look-up at request time is answered by which of the two stores?']"
    again = "['By which store of the two is a look-up answered at request time?']"
    (line,) = told(tmp_path / "apart", card("one", front=first), card("two", front=again))
    assert line == "a.yaml:15: advice: almost the same front as card 'one' (ask for another angle)"
    assert told(tmp_path / "siblings", card("one", front=first, note="n"), card("two", front=again, note="n")) == []


def test_equal_fronts_are_an_error_among_siblings_too(tmp_path: Path) -> None:
    """Two cards that ask the same are one card."""
    (line,) = told(tmp_path, card("one", front=CLEAN, note="n"), card("two", front=CLEAN, note="n"))
    assert line == "a.yaml:16: the same front as card 'one' (ask for another angle)"


def test_a_tag_of_one_card_is_an_orphan(tmp_path: Path) -> None:
    """Problem types and their aliases are no orphans."""
    (line,) = told(tmp_path, *many(1, "c", tags="[lonely, fraud, cv, pair]"), *many(1, "d", tags="[pair]"))
    assert line == "a.yaml:13: advice: no other card has the tag 'lonely' (use a tag of other cards, or none)"


def test_a_deck_whose_key_is_mostly_the_longest_option(tmp_path: Path) -> None:
    """Told at the key that leads by least; a third is well."""
    longest = CHOICE.replace("A canary release", "A canary releases so")

    def choices(count: int) -> list[str]:
        return many(count, "l", kind="choice", body=longest) + many(12 - count, "s", kind="choice", body=CHOICE)

    assert told(tmp_path / "third", *choices(4)) == []
    (line,) = told(tmp_path / "more", *choices(5))
    assert "the key is the longest option in 5 of 12 choices of deck 'stores' (35% at most: shorten 1" in line


def test_long_answers_are_few(tmp_path: Path) -> None:
    """The median of all answers has at most 20 words, phrases to say among them, and the 95th percentile 40."""
    long = f"answer: {' '.join(['word'] * 21)}"
    phrase = f"answer: {' '.join(['word'] * 41)}\naloud: {{seconds: 30, elements: [a, b]}}"
    (line,) = told(tmp_path / "median", *many(9, "c"), *many(12, "l", body=long))
    assert "the median of all answers is 21 words" in line
    (line,) = told(tmp_path / "tail", *many(24, "c"), *many(2, "l", body=phrase))
    assert "the 95th percentile of all answers is 41 words" in line


def test_four_citations_of_five_are_primary(tmp_path: Path) -> None:
    """Counted over all decks, told at a card that cites another kind of work."""
    assert told(tmp_path / "enough", *many(16, "c"), *many(4, "l", sources="[book]")) == []
    (line,) = told(tmp_path / "few", *many(15, "c"), *many(5, "l", sources="[book]"))
    assert "only 15 of 20 citations in all decks are primary" in line


def test_a_point_that_teaches_another_scenario_teaches_nothing_to_drill(tmp_path: Path) -> None:
    """Only cards can be scheduled."""
    other = card("other", "scenario", five_points(), front=CLEAN)
    bad = card("s", "scenario", five_points().replace("[taught]", "[other]"), front="['How?']")
    found = told(tmp_path, card("taught", front="['Which?']"), other, bad)
    assert sum("schedules no card to drill" in line for line in found) == 5
