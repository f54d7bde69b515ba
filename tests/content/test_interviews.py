"""Mock interviews as content: the schema, the references, who sees them, and what the check says of a script."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content.audience import Viewer
from bot.content.check import findings
from bot.content.files import shipped_cards
from bot.content.interview_checks import FEWEST_TURNS, check_interview
from bot.content.loader import BrokenDecks, Survey, load, take_survey
from bot.content.report import report
from bot.content.schema_rubric import EvidenceEntry
from bot.domain.steps import ProblemType
from tests.content.decks import card, deck, folder

SHIPPED = shipped_cards() / "interviews" / "feed-ranking.yaml"
Change = Callable[[dict[str, Any]], object]
CLEAN = "['What answers a point look-up?']"


def written(path: Path, *changes: Change, audience: str = "everyone") -> Path:
    """The shipped feed interview in a folder of its own, changed, citing one source and teaching one card."""
    tree = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    script = tree["interviews"][0]
    script["sources"] = ["paper"]
    for graded in (*script["rubric"], *script["red_flags"]):
        graded["teaches"] = ["taught"]
    for change in changes:
        change(script)
    tree["audience"] = audience
    text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=110)
    return folder(path, {"i.yaml": text, "a.yaml": deck(card("taught", front=CLEAN))})


def told(path: Path, *changes: Change) -> list[str]:
    """Every finding on the changed interview, without path and line."""
    return [str(problem).partition(": ")[2] for problem in findings([written(path, *changes)])]


def survey_of(path: Path) -> Survey:
    """What a load of the folder finds."""
    return take_survey([path])


def turn_of(script: dict[str, Any], turn_id: str) -> dict[str, Any]:
    """A turn of the authored script."""
    turns = (turn for listed in script["turns"].values() for turn in listed)
    return next(turn for turn in turns if turn["id"] == turn_id)


def test_the_script_used_here_is_clean(tmp_path: Path) -> None:
    """So every finding below comes from the change."""
    assert told(tmp_path) == []


def test_six_interviews_ship_and_are_clean() -> None:
    """One a problem type but matching, each with forty turns or more."""
    scripts = [placed.interview for placed in take_survey([shipped_cards()]).interviews]
    assert {script.case.type for script in scripts} == set(ProblemType) - {ProblemType.MATCHING}
    for script in scripts:
        assert list(check_interview(script)) == []
        assert sum(len(turns) for turns in script.turns.values()) >= FEWEST_TURNS


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda s: s.update(titel="x"), "unknown field 'titel' (did you mean 'title'?)"),
        (lambda s: turn_of(s, "req-open").update(sayz="x"), "unknown field 'sayz' (did you mean 'says'?)"),
        (lambda s: s.update(sources=["papr"]), "unknown source 'papr' (did you mean 'paper'?)"),
        (lambda s: s["rubric"][0].update(teaches=["taugt"]), "it teaches an unknown card 'taugt'"),
        (lambda s: turn_of(s, "mod-gap").update(id="req-open"), "two turns have the id 'req-open'"),
        (lambda s: s.update(minutes=30), "the steps take 41 of 30 minutes"),
        (lambda s: s["cut"].update(minutes=10), "the steps take 18 of 10 minutes"),
        (lambda s: turn_of(s, "req-open").update(kind="shout"), "'kind' is 'shout'"),
    ],
)
def test_what_keeps_an_interview_from_loading(tmp_path: Path, change: Change, expected: str) -> None:
    """By file and line, with the nearest name."""
    path = written(tmp_path, change)
    with pytest.raises(BrokenDecks) as caught:
        load([path])
    (problem,) = caught.value.problems
    assert problem.file.endswith("i.yaml")
    assert problem.line > 3
    assert expected in str(problem)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda s: s.update(turns={k: v[:5] for k, v in s["turns"].items()}), "the interviewer has "),
        (lambda s: s.update(brief="Design a feed."), "'brief' has 3 words (60 to 120 pass)"),
        (lambda s: s["red_flags"].pop(5), "no red flag is of time"),
        (lambda s: turn_of(s, "prob-challenge").update(kind="question"), "no turn of kind 'challenge'"),
        (lambda s: s["cut"]["leaves_out"].append("data-dive"), "the short form has no turn of kind 'deep_dive'"),
        (lambda s: s["cut"]["leaves_out"].append("nobody"), "there is no turn 'nobody' to leave out"),
        (lambda s: turn_of(s, "req-open").update(listens_for=["nothing"]), "an unknown rubric point 'nothing'"),
        (lambda s: turn_of(s, "prob-label-weak")["when"].update(after="mod-gap"), "which is no earlier turn"),
        (lambda s: turn_of(s, "mod-gap-when")["when"].update(strength=["weak"]), "which listens for nothing"),
        (lambda s: turn_of(s, "data-interrupt").update(kind="question"), "needs both kind 'interruption'"),
        (lambda s: turn_of(s, "data-call").update(when={"least_left": 1}), "breaks in by its own clock"),
        (
            lambda s: turn_of(s, "mon-open").update(says="Is it PSI above 0.2, and then a retraining?"),
            "turn 'mon-open' says 100% of the point 'trigger'",
        ),
        (
            lambda s: turn_of(s, "req-guard")["when"].update(missing=["success-limit"]),
            "no candidate meets turn 'req-guard' in the full form",
        ),
        (lambda s: s["transcripts"].update(weak=dict(s["transcripts"]["strong"])), "The weak sample scores "),
        (lambda s: s["rubric"][1].update(id="other"), "turn 'req-open' names an unknown rubric point"),
    ],
)
def test_a_weak_script_is_told(tmp_path: Path, change: Change, expected: str) -> None:
    """Each rule of the guide that a machine can see."""
    found = told(tmp_path, change)
    assert any(expected in line for line in found), found


def test_a_step_that_no_form_reaches_is_told(tmp_path: Path) -> None:
    """Its turns are all left out of the short form."""

    def leave_out(script: dict[str, Any]) -> None:
        script["cut"]["leaves_out"] += [turn["id"] for turn in script["turns"]["modeling"]]

    assert any("the short form never reaches the step 'modeling'" in line for line in told(tmp_path, leave_out))


def test_an_interview_that_teaches_only_scenarios_is_told(tmp_path: Path) -> None:
    """A miss has to schedule a card; here the only card is gone."""
    path = written(tmp_path, lambda s: s["rubric"][0].update(teaches=["mock-feed-ranking"]))
    assert any("unknown card 'mock-feed-ranking'" in str(problem) for problem in findings([path]))


def test_two_interviews_may_not_share_an_id(tmp_path: Path) -> None:
    """Histories hang on it."""
    path = written(tmp_path)
    (path / "again.yaml").write_text((path / "i.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    (problem,) = survey_of(path).problems
    assert "the interview id 'mock-feed-ranking' is already used at" in str(problem)


def test_an_interview_is_seen_by_its_audience(tmp_path: Path) -> None:
    """And by nobody else; without a viewer it is always found."""
    library = load([written(tmp_path, audience="tenant:T1")])
    here, elsewhere = Viewer("T1"), Viewer("T2")
    assert [script.id for script in library.visible_interviews(here)] == ["mock-feed-ranking"]
    assert library.visible_interviews(elsewhere) == ()
    assert library.interview("mock-feed-ranking", here) is library.interview("mock-feed-ranking")
    assert library.interview("mock-feed-ranking", elsewhere) is None
    assert library.interview("mock-nothing") is None


def test_an_interview_is_no_card(tmp_path: Path) -> None:
    """It is drilled by nobody, and the report counts it in a line of its own."""
    library = load([written(tmp_path)])
    assert list(library.cards) == ["taught"]
    (row,) = next(table for table in report(library) if table.title == "Mock interviews").as_data()
    assert row["scripts"] == 1
    assert row["deep dives"] == 1
    assert int(row["turns"]) >= FEWEST_TURNS


def test_evidence_may_have_twenty_spellings() -> None:
    """And no more."""
    assert len(EvidenceEntry(any_of=tuple("abcdefghijklmnopqrst")).any_of) == 20
    with pytest.raises(ValueError, match="at most 20"):
        EvidenceEntry(any_of=tuple("abcdefghijklmnopqrstu"))
