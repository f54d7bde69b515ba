"""Loading folders: every problem of every file at once, with its line; caps; what is left out; what a version is."""

import gc
import itertools
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import bot
from bot.content import files
from bot.content.authored import read_file
from bot.content.files import NoDecksFolder, shipped_cards
from bot.content.loader import BrokenDecks, load
from bot.content.parser import parse
from bot.content.references import check_references
from bot.domain.card import Choice, Cloze, Flip, Numeric, PickDraw, RangeDraw, Scenario, Tier, Typed, kind_of
from bot.domain.steps import Step
from tests.content.decks import (
    CHOICE,
    FRAMEWORK,
    NUMERIC,
    NUMERIC_FRONT,
    card,
    deck,
    five_points,
    folder,
    point,
    scenario_body,
)

JARGON = re.compile(r"Input should|valid dictionary|type=|pydantic|Extra inputs|Value error|List should|String should")


INDENTATION = "check the indentation, quotes and brackets above this line"


def problems(path: Path, deck_files: dict[str, str], **options: bool) -> list[str]:
    """What loading these files complains about, without the folder's name."""
    with pytest.raises(BrokenDecks) as caught:
        load([folder(path, deck_files, **options)])
    return [str(problem).replace(f"{path}/", "") for problem in caught.value.problems]


def test_all_problems_of_all_files_come_at_once_and_sorted(tmp_path: Path) -> None:
    """Syntax, schema and references of four files are told together, each at its line."""
    slips = card("one", anwser="x") + card("two", step="datta") + card("three", sources="[papr]")
    found = problems(
        tmp_path,
        {
            "d.yaml": "deck: [\n",
            "a.yaml": deck(slips),
            "b.yaml": deck(card("one", term="no-such"), name="b"),
            "c/c.yaml": deck(card("four", kind="flp"), name="c") + "extra: 1\n",
        },
    )
    assert found == [
        "a.yaml:12: unknown field 'anwser' (did you mean 'answer'?)",
        "a.yaml:19: 'step' is 'datta' (did you mean 'data'?)",
        "a.yaml:25: unknown source 'papr' (did you mean 'paper'?)",
        "b.yaml:12: unknown term 'no-such' (add it to 'terms')",
        "c/c.yaml:8: unknown kind 'flp' (did you mean 'flip'?)",
        "c/c.yaml:13: unknown field 'extra'",
        f"d.yaml:2: not valid YAML: did not find expected node content ({INDENTATION})",
    ]


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (card("x", front="One?"), "9: 'front' must be a list (each entry on a line of its own after '- ', or [a, b])"),
        (card("x", body=""), "7: field 'answer' is missing"),
        (card("x", body="answer:"), "12: 'answer' is empty (write its text; quote the word if null itself is meant)"),
        (card("x", body="answer: ''"), "12: 'answer' is empty"),
        (card("x", body="answer: [a]"), "12: 'answer' must be text (text that begins with {, [ or - needs quotes)"),
        (card("x", sources="[]"), "11: 'sources' needs 1 or more entries, not 0"),
        (
            card("x", "cloze", "accepted: [a]\nhint: h"),
            "7: every wording of a cloze needs exactly one blank, written {{}}",
        ),
        (card("x", tier="cor"), "12: 'tier' is 'cor' (did you mean 'core'?)"),
        (card("Not A Slug"), "7: 'Not A Slug' cannot be the value of 'id' (it must be lower-case letters"),
        ("- just text\n", "7: each entry of 'cards' must be a mapping of fields (lines such as"),
        ("-\n", "7: 'cards' is empty"),
        ("- id: x\n", "7: field 'kind' is missing"),
        (
            card("x", kind="essay"),
            "8: unknown kind 'essay' (one of flip, choice, cloze, typed, order, numeric, scenario)",
        ),
        (
            card("x", aloud="{seconds: 012, elements: [a, b]}"),
            "12: 'seconds' needs a whole number such as 12, not '012'",
        ),
        (card("x", aloud="{seconds: 5, elements: [a, b]}"), "12: 'seconds' is 5; it must be 10 or more"),
        (card("x", aloud="[a]"), "12: 'aloud' must be a mapping of fields"),
        (card("x", "numeric", NUMERIC.replace("500,", "1_000,"), front=NUMERIC_FRONT), "13: 'from' needs a number"),
        (
            card("x", "numeric", NUMERIC.replace("from: 20", "form: 20"), front=NUMERIC_FRONT),
            "14: unknown field 'form'",
        ),
        (
            card("x", "numeric", NUMERIC.replace("each:", "Each:"), front=NUMERIC_FRONT),
            "14: 'Each' cannot be a name here",
        ),
        (card("x", "order", "items: [a, b]"), "12: 'items' needs 3 or more entries, not 2"),
        (
            card("x", "scenario", five_points().replace("id: point-3", "id: point-1")),
            "7: two rubric points or red flags have the id 'point-1'",
        ),
        (card("x", lesson="x" * 401), "12: 'lesson' is longer than 400 characters (split it)"),
    ],
)
def test_a_slip_is_told_in_plain_words_at_its_line(tmp_path: Path, broken: str, expected: str) -> None:
    """Nobody needs to know the schema library to mend a deck."""
    found = problems(tmp_path, {"a.yaml": deck(broken)})
    assert any(line.startswith(f"a.yaml:{expected}") for line in found), found
    assert not JARGON.search("\n".join(found))


def test_every_problem_of_one_file_is_told(tmp_path: Path) -> None:
    """A faulty head, a faulty card and a card that refers to nothing do not hide one another."""
    text = deck(card("one", wy="x"), card("two", sources="[papr]"), card("two"), name="Bad Name")
    text = text.replace("defaults: {step: serving}", "defaults: {stepp: serving}")
    assert [line.split(" (")[0] for line in problems(tmp_path, {"a.yaml": text})] == [
        "a.yaml:1: 'Bad Name' cannot be the value of 'deck'",
        "a.yaml:3: unknown field 'stepp'",
        "a.yaml:12: unknown field 'wy'",
        "a.yaml:18: unknown source 'papr'",
        "a.yaml:20: the card id 'two' is already used at a.yaml:14",
    ]


def test_a_duplicate_id_names_both_places(tmp_path: Path) -> None:
    """The second place is the problem's, the first is in its words."""
    found = problems(tmp_path, {"a.yaml": deck(card("one")), "b.yaml": deck(card("zero"), card("one"), name="b")})
    assert found == ["b.yaml:13: the card id 'one' is already used at a.yaml:7 (ids are used once over all decks)"]


def test_a_slip_does_not_make_others_look_wrong(tmp_path: Path) -> None:
    """What is declared in a broken file or entry counts as known to those that refer to it."""
    terms = "terms:\n  - {id: store, name: Store, meaning: Where it is., meening: x}\n"
    found = problems(
        tmp_path,
        {
            "a.yaml": deck(head=terms).replace("primary: true", "primary: yes"),
            "b.yaml": deck(card("one", sources="[paper, lost]", term="store"), source="other"),
            "c.yaml": "deck: [\nsources: {lost: {}}\n",
        },
    )
    assert [line.split(": ")[0] for line in found] == ["a.yaml:5", "a.yaml:7", "c.yaml:3"], found


def test_a_refused_alias_is_told_once(tmp_path: Path) -> None:
    """The empty value that it leaves behind is not told as well."""
    found = problems(tmp_path, {"a.yaml": deck(card("x", body="answer: *other"))})
    hint = "write the value out; text that begins with * needs quotes"
    assert found == [f"a.yaml:12: the alias '*other' is not allowed ({hint})"]


def test_sources_and_terms_are_shared_by_all_files(tmp_path: Path) -> None:
    """A card cites a source and names a term of another file, and of another folder."""
    term = "terms:\n  - {id: online-store, name: Online store, aliases: [OS], meaning: Newest values by key.}\n"
    one = folder(tmp_path / "one", {"a.yaml": deck(head=term)})
    two = folder(
        tmp_path / "two", {"b.yaml": deck(card("x", term="online-store"), name="b", source="other")}, framework=False
    )
    found = load([one, two]).cards["x"]
    assert found.lesson == "Newest values by key."
    assert found.note == "online-store"
    assert found.sources[0].title == "A paper"


@pytest.mark.parametrize(
    ("second", "count"), [("title: A paper, year: 2021", 0), ("title: A paper, year: 2022", 1)], ids=["same", "other"]
)
def test_a_source_key_means_one_work(tmp_path: Path, second: str, count: int) -> None:
    """Two files may repeat a source word for word, but not give its key to another work."""
    path = folder(tmp_path, {"a.yaml": deck(), "b.yaml": deck().replace("title: A paper, year: 2021", second)})
    found = check_references([read_file(file.name, file.read_bytes()) for file in sorted(path.glob("*.yaml"))])
    assert [problem.message for problem in found] == ["the source 'paper' is another work at a.yaml:5"] * count


def test_there_is_exactly_one_framework(tmp_path: Path) -> None:
    """None is told, and so is the second, with the place of the first."""
    assert "no deck file has a framework" in problems(tmp_path / "none", {"a.yaml": deck()}, framework=False)[0]
    found = problems(tmp_path / "two", {"z.yaml": FRAMEWORK})
    assert found == ["z.yaml:3: a second framework; the first is at framework.yaml:3 (keep one of them)"]


def test_the_framework_has_the_six_steps_in_order(tmp_path: Path) -> None:
    """A step twice is a step missing."""
    text = FRAMEWORK.replace("{step: data,", "{step: serving,")
    found = problems(tmp_path, {"f.yaml": text}, framework=False)
    assert found == ["f.yaml:7: the framework's steps are not the six in their order"]


def test_a_card_without_any_step_is_told(tmp_path: Path) -> None:
    """A step comes from the card or the deck's default, and terms need one as well."""
    term = "terms:\n  - {id: t, name: T, meaning: M.}\n"
    text = deck(card("one"), card("two", step="data"), head=term).replace("defaults: {step: serving}\n", "")
    assert problems(tmp_path, {"a.yaml": text}) == [
        "a.yaml:6: 't' has no step (give it one, or the file a default step)",
        "a.yaml:8: 'one' has no step (give it one, or the file a default step)",
    ]


def test_taught_cards_exist(tmp_path: Path) -> None:
    """A rubric point that teaches a card nobody wrote is told at the entry."""
    body = scenario_body(*(point(f"p-{n}", teaches="taught, taugth" if n == 2 else "taught") for n in range(5)))
    found = problems(tmp_path, {"a.yaml": deck(card("taught"), card("s", "scenario", body))})
    assert found == ["a.yaml:47: it teaches an unknown card 'taugth' (did you mean 'taught'?)"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "formula: ceil(raw)",
            "formula: ceil(raww)",
            "18: the formula uses an unknown name 'raww' (did you mean 'raw'?)",
        ),
        ("formula: ceil(raw)", "formula: ceil(raw", "18: "),
        ("raw > 2", "rawr > 2", "17: the formula uses an unknown name 'rawr' (did you mean 'raw'?)"),
        ("{raw: rps", "{raw: rsp", "16: the formula uses an unknown name 'rsp' (did you mean 'rps'?)"),
        ("{raw: rps", "{rps: each, raw: rps", "16: the name 'rps' is already drawn or let (give it another name)"),
        (
            "ceil(rps / each)",
            "ceil(q / each)",
            "21: the formula uses an unknown name 'q' (known here: each, raw, rps, use)",
        ),
        ("{raw:.1f}'", "{rw:.1f}'", "22: the text shows an unknown name '{rw}' (did you mean 'raw'?)"),
        ("  use: {pick", "  ceil: {pick", "15: 'ceil' is the name of a function (give it another name)"),
    ],
)
def test_a_template_uses_only_names_that_it_has(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """Formulas, conditions, traps and texts are checked at load, each at its line."""
    broken = card("x", "numeric", NUMERIC.replace(old, new), front=NUMERIC_FRONT)
    found = problems(tmp_path, {"a.yaml": deck(broken)})
    assert any(line.startswith(f"a.yaml:{expected}") for line in found), found


def test_a_front_shows_only_known_numbers(tmp_path: Path) -> None:
    """A front's placeholder is checked like a solution's."""
    broken = card("x", "numeric", NUMERIC, front=NUMERIC_FRONT.replace("{rps:,}", "{rpm:,}"))
    assert problems(tmp_path, {"a.yaml": deck(broken)}) == [
        "a.yaml:9: the text shows an unknown name '{rpm}' (did you mean 'rps'?)"
    ]


def test_every_kind_is_built(tmp_path: Path) -> None:
    """The seven kinds arrive as the bot's own cards, with what their authors wrote."""
    text = deck(
        card("flip", aloud="{seconds: 30, elements: [one, two]}"),
        card("choice", "choice", CHOICE),
        card("cloze", "cloze", "accepted: [no, 012, 42]\nhint: which", front="['The {{}} store.']"),
        card("typed", "typed", "accepted: [PSI]"),
        card("order", "order", "items: [a, b, c]"),
        card("numeric", "numeric", NUMERIC, front=NUMERIC_FRONT),
        card("taught", tags="[ranking]", tier="core", note="group", lesson="Look."),
        card("scenario", "scenario", five_points()),
    )
    cards = load([folder(tmp_path, {"a.yaml": text})]).cards
    assert [kind_of(card).value for card in cards.values()][:6] == [
        "flip",
        "choice",
        "cloze",
        "typed",
        "order",
        "numeric",
    ]
    flip, cloze, numeric, scenario = cards["flip"], cards["cloze"], cards["numeric"], cards["scenario"]
    assert isinstance(flip, Flip)
    assert (flip.note, flip.lesson, flip.deck) == ("flip", None, "stores")
    assert (flip.step, flip.tier) == (Step.SERVING, Tier.MORE)
    assert flip.aloud is not None
    assert flip.aloud.elements == ("one", "two")
    assert isinstance(cloze, Cloze)
    assert cloze.accepted == ("no", "012", "42")
    assert isinstance(cards["choice"], Choice)
    assert isinstance(cards["typed"], Typed)
    assert isinstance(numeric, Numeric)
    assert numeric.draw["rps"] == RangeDraw(500.0, 50_000.0)
    assert numeric.draw["use"] == PickDraw((0.5, 0.6, 0.7, 0.8))
    assert isinstance(scenario, Scenario)
    assert scenario.rubric[0].evidence.with_ == ("because", "so that")
    taught = cards["taught"]
    assert (taught.tier, taught.note, taught.lesson) == (Tier.CORE, "group", "Look.")
    assert taught.tags == {"ranking"}


def test_deck_defaults_reach_its_cards(tmp_path: Path) -> None:
    """Step and tier can be overridden, tags are added to."""
    text = deck(card("one"), card("two", step="data", tier="deep", tags="[b]"))
    text = text.replace("defaults: {step: serving}", "defaults: {step: serving, tier: core, tags: [a]}")
    cards = load([folder(tmp_path, {"a.yaml": text})]).cards
    assert [(c.step, c.tier) for c in cards.values()] == [(Step.SERVING, Tier.CORE), (Step.DATA, Tier.DEEP)]
    assert [sorted(c.tags) for c in cards.values()] == [["a"], ["a", "b"]]


WEIGHTS = ("must", "strong", "stretch")


@pytest.mark.parametrize("weights", [w for n in (1, 2, 3) for w in itertools.combinations(WEIGHTS, n)], ids="-".join)
def test_rubric_points_share_a_hundred(tmp_path: Path, weights: tuple[str, ...]) -> None:
    """60, 30 and 10 by class; a class without points leaves its share to the others in proportion."""
    points = [point(f"p-{n}", weight=weights[n % len(weights)], more=f"  points: {n + 1}\n") for n in range(6)]
    text = deck(card("taught"), card("s", "scenario", scenario_body(*points)))
    scenario = load([folder(tmp_path, {"a.yaml": text})]).cards["s"]
    assert isinstance(scenario, Scenario)
    shares = {weight: sum(p.points for p in scenario.rubric if p.weight == weight) for weight in weights}
    full = {"must": 60, "strong": 30, "stretch": 10}
    assert sum(shares.values()) == pytest.approx(100)
    assert shares == pytest.approx({weight: 100 * full[weight] / sum(full[w] for w in weights) for weight in weights})
    same_class = [p.points for p in scenario.rubric if p.weight == weights[0]]
    assert same_class[1] / same_class[0] == pytest.approx(1 + len(weights))


def test_only_yaml_files_that_show_are_read(tmp_path: Path) -> None:
    """Other files, hidden files and hidden folders are nobody's decks; subfolders are."""
    broken = "deck: [\n"
    files_ = {
        "a.yaml": deck(card("one")), "sub/b.yml": deck(card("two"), name="b"), "README.md": broken,
        "schema.json": broken, ".hidden.yaml": broken, ".git/c.yaml": broken, "d.yaml.bak": broken,
    }  # fmt: skip
    assert set(load([folder(tmp_path, files_)]).cards) == {"one", "two"}


def test_a_folder_given_twice_is_read_once(tmp_path: Path) -> None:
    """The same file by two ways is no duplicate."""
    path = folder(tmp_path / "x", {"a.yaml": deck(card("one"))})
    assert set(load([path, tmp_path / "x" / ".." / "x", tmp_path]).cards) == {"one"}


def test_a_missing_folder_is_told_with_its_name(tmp_path: Path) -> None:
    """So is a file where a folder belongs."""
    with pytest.raises(NoDecksFolder, match="nowhere cannot be used: no such file or directory"):
        load([tmp_path / "nowhere"])
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(NoDecksFolder, match="file cannot be used: not a directory"):
        load([file])


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    """A dangling link is told beside the problems of the other files."""
    folder(tmp_path, {"a.yaml": deck(card("one", wy="x"))})
    (tmp_path / "b.yaml").symlink_to(tmp_path / "gone.yaml")
    found = problems(tmp_path, {})
    assert found[1] == "b.yaml:1: the file cannot be read: no such file or directory (check its permissions)"
    assert len(found) == 2


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Only regular files are opened."""
    os.mkfifo(tmp_path / "b.yaml")
    assert problems(tmp_path, {}) == ["b.yaml:1: this is no regular file (remove it or rename it)"]


def test_the_number_of_files_is_capped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong folder, such as somebody's home, is noticed before it is read."""
    monkeypatch.setattr(files, "MAX_FILES", 2)
    with pytest.raises(NoDecksFolder, match="more than 2 deck files"):
        load([folder(tmp_path, {"a.yaml": deck(), "b.yaml": deck()})])


def test_nothing_is_collected_while_loading(tmp_path: Path) -> None:
    """The collector would run dozens of times over three hundred cards; it may run once when it is back."""
    path = folder(tmp_path, {"a.yaml": deck(*(card(f"c-{n}") for n in range(300)))})
    runs: list[str] = []
    gc.collect()
    gc.callbacks.append(lambda phase, _: runs.append(phase))
    try:
        load([path])
    finally:
        gc.callbacks.pop()
    assert runs.count("start") <= 1


def test_the_collector_is_left_as_it_was(tmp_path: Path) -> None:
    """On again after a load, also one that failed; and off where it was off."""
    path = folder(tmp_path / "good", {"a.yaml": deck(card("one"))})
    bad = folder(tmp_path / "bad", {"a.yaml": "deck: [\n"})
    load([path])
    assert gc.isenabled()
    with pytest.raises(BrokenDecks):
        load([bad])
    assert gc.isenabled()
    gc.disable()
    try:
        load([path])
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_version_follows_the_text_and_not_the_place(tmp_path: Path) -> None:
    """The same files elsewhere are the same version; a changed byte or a card that left is another."""
    deck_files = {"a.yaml": deck(card("one"), card("two"))}
    here, there = folder(tmp_path / "here", deck_files), folder(tmp_path / "there", deck_files)
    version = load([here]).version
    assert load([there]).version == version
    assert re.fullmatch(r"[0-9a-f]{12}", version)
    folder(there, {"a.yaml": deck(card("one"))})
    assert load([there]).version != version


def test_broken_decks_list_the_first_problems_and_count_the_rest(tmp_path: Path) -> None:
    """The message stays readable; the problems are all there."""
    with pytest.raises(BrokenDecks) as caught:
        load([folder(tmp_path, {"a.yaml": deck(*(card(f"c-{n}", wy="x") for n in range(30)))})])
    assert len(caught.value.problems) == 30
    assert str(caught.value).count("unknown field 'wy'") == 20
    assert "and 10 more" in str(caught.value)


def test_the_shipped_decks_lie_beside_the_package_or_inside_it() -> None:
    """In a checkout they are the cards folder."""
    assert shipped_cards() == Path(bot.__file__).parent.parent / "cards"
    assert shipped_cards().is_dir()


SCENE = parse(
    deck(
        card("flip"),
        card("choice", "choice", CHOICE),
        card("numeric", "numeric", NUMERIC, front=NUMERIC_FRONT),
        card("taught"),
        card("scenario", "scenario", five_points()),
        head="terms:\n  - {id: t, name: T, meaning: M.}\n",
    ).encode()
).tree


def _places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(place for key, value in inner for place in _places(value, (*path, key)))]


def _replaced(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    if isinstance(tree, dict):
        return {key: _replaced(inner, path[1:], value) if key == path[0] else inner for key, inner in tree.items()}
    return [_replaced(inner, path[1:], value) if at == path[0] else inner for at, inner in enumerate(tree)]


@given(
    st.sampled_from(_places(SCENE)),
    st.sampled_from(
        [None, "", "x y", "no", 3, -1, 1e9, [], ["a"], [None], {}, {"a": "b"}, {"kind": "flip"}, "x" * 9000]
    ),
)
@settings(max_examples=250, deadline=None)
def test_no_wrong_value_anywhere_breaks_the_telling(place: tuple[Any, ...], value: Any) -> None:
    """Whatever stands anywhere in a deck, there are plain problems at lines of the file, or none."""
    text = yaml.safe_dump(_replaced(SCENE, place, value), sort_keys=False).encode()
    file = read_file("a.yaml", text)
    found = [*file.problems, *check_references([file])]
    assert all(1 <= problem.line <= text.count(b"\n") for problem in found)
    assert not JARGON.search("\n".join(map(str, found)))
    if place and place[-1] in {"id", "front", "why", "answer", "formula", "rubric"} and value in (None, "", {}):
        assert any(problem.line >= 7 for problem in file.problems)
