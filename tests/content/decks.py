"""Small deck files for tests: every function returns YAML text, and `folder` writes a set of files."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import indent

STEPS = ("requirements", "problem", "data", "modeling", "serving", "monitoring")
_GUIDE = """\
    - {{step: {step}, name: Name of {step}, minutes: 7, squeezed_minutes: 3, settles: Something., asks: [One?],
       names: [one], off_track: [Nothing.]}}
"""
FRAMEWORK = (
    "deck: framework\ntitle: The framework\nframework:\n  buffer_minutes: 3\n  squeezed_buffer_minutes: 2\n"
    "  protect: Keep the last two.\n  steps:\n"
    + "".join(_GUIDE.format(step=step) for step in STEPS)
    + "sources:\n  book: {title: A book, year: 2020, primary: false}\n"
)
WHY = (
    "Because the store keeps the newest value under its key, a look-up costs a few milliseconds and never a full scan. "
    "Whatever is computed ahead of the request costs no time within it, only freshness."
)


def folder(path: Path, files: Mapping[str, str], *, framework: bool = True) -> Path:
    """Write the files, with a framework beside them unless told otherwise."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in (({"framework.yaml": FRAMEWORK} if framework else {}) | dict(files)).items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    return path


def deck(*cards: str, name: str = "stores", head: str = "", source: str = "paper") -> str:
    """A deck file with one source; line 1 is the deck's name, line 4 the source, line 6 the first card (no head)."""
    lines = f"deck: {name}\ntitle: Stores\ndefaults: {{step: serving}}\nsources:\n"
    lines += f"  {source}: {{title: A paper, year: 2021, primary: true}}\n{head}"
    return lines + ("cards:\n" + indent("".join(cards), "  ") if cards else "cards: []\n")


def reason(id_: str) -> str:
    """An explanation of the right length with the id among every six words, so that no two cards share nine."""
    words = WHY.split()
    return " ".join(f"{word} {id_}" if place % 6 == 5 else word for place, word in enumerate(words))


def card(id_: str, kind: str = "flip", body: str = "answer: The online store", **fields: str) -> str:
    """A card of eight lines or so: id, kind, front, why, sources, then further fields, then the body."""
    common = {"front": f"['Which store answers {id_}?']", "why": reason(id_), "sources": "[paper]"} | fields
    lines = [f"- id: {id_}", f"kind: {kind}", *(f"{key}: {value}" for key, value in common.items()), *body.splitlines()]
    return lines[0] + "\n" + "".join(f"  {line}\n" for line in lines[1:])


CHOICE = """\
answer: A canary release
distractors:
  - {text: A shadow release, misconception: shadow-measures, refutation: Nobody sees its answers.}
  - {text: A full release ok, misconception: all-at-once, refutation: Everybody is hurt at once.}"""
NUMERIC = """\
draw:
  rps: {from: 500, to: 50000}
  each: {from: 20, to: 800}
  use: {pick: [0.5, 0.6, 0.7, 0.8]}
lets: {raw: rps / (each * use)}
require: [raw > 2]
formula: ceil(raw)
unit: replicas
traps:
  - {name: no head-room, formula: ceil(rps / each), says: You left out the head-room.}
solution: '{rps:,} / ({each} * {use}) = {raw:.1f}'"""
NUMERIC_FRONT = "['{rps:,} a second, {each} a replica, {use:.0%} busy at most: how many replicas?']"


def point(id_: str, *, step: str = "data", weight: str = "must", teaches: str = "taught", more: str = "") -> str:
    """One rubric point."""
    return f"""\
- id: {id_}
  step: {step}
  weight: {weight}
  says: Names the online store and says why.
  evidence: {{any_of: [online store, feature store], with: [because, so that], unless: [no online store]}}
  teaches: [{teaches}]
  passes: [The online store because it is fast., A feature store so that it fits., Online store because of 5 ms.]
  fails: [A store., Features., Something fast.]
{more}"""


def scenario_body(*points: str) -> str:
    """The fields of a scenario with these rubric points, at least five."""
    rubric = indent("".join(points), "  ")
    return f"""\
title: Rank a feed
type: ranking
level: senior
if_asked:
  - {{asked_by: [latency], tells: 200 ms}}
  - {{asked_by: [traffic], tells: 10k a second}}
  - {{asked_by: [labels], tells: Clicks}}
rubric:
{rubric}
follow_ups:
  weak: {{ask: What is read?, listens_for: [the store, the list]}}
  partial: {{ask: Why slower?, listens_for: [a cache, a key]}}
  strong: {{ask: Halve it., listens_for: [fewer, smaller]}}
model_answer: Retrieve, then rank.
samples: {{weak: A model., passing: A store., strong: A store because of its speed.}}"""


def five_points() -> str:
    """A scenario's fields with five must points."""
    return scenario_body(*(point(f"point-{number}") for number in range(5)))
