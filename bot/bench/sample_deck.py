"""Twenty thousand realistic cards of every kind, written as deck files: the load of the parser's bench."""

from collections.abc import Callable
from pathlib import Path
from random import Random

CARDS_PER_FILE = 500

_HEAD = """\
deck: bench-{file}
title: Bench deck {file}
defaults: {{step: serving, tier: more, tags: [bench]}}
sources:
  bench-{file}-paper:
    title: An author on a subject
    year: 2021
    url: https://example.org/paper/{file}
    primary: true
  bench-{file}-post: {{title: A publisher on another, year: 2023, primary: false}}
terms:
  - id: term-{file}
    name: Term number {file}
    aliases: [T{file}, "term no. {file}"]
    meaning: A made-up word of this bench; it matters because the glossary has to be read as well.
cards:
"""

_FRAMEWORK = """\
deck: framework
title: The framework
framework:
  buffer_minutes: 3
  squeezed_buffer_minutes: 1
  protect: Keep the last two steps whole.
  steps:
"""

_STEP = """\
    - step: {step}
      name: The step called {step}
      minutes: 7
      squeezed_minutes: 4
      settles: What has to be settled here.
      asks: [One question?, Another question?]
      names: [one, two]
      off_track: [Talking of something else.]
"""

_COMMON = """\
    why: >-
      The {adjective} half keeps only the newest value of each {noun} under its key, so that a point look-up costs a few
      milliseconds; the other half keeps the history for training and is scanned in bulk, which would never fit into
      the {number} ms that one request may take in all.
    sources: [bench-{file}-paper, bench-{file}-post]
"""

_FLIP = """\
  - id: card-{id}
    kind: flip
    tags: [latency, {noun}]
    term: term-{file}
    front:
      - Look-ups of a {noun} take {number} of 200 ms at request time. Which half of the store answers them?
      - "At request time: which store do you read for the {adjective} {noun}?"
    answer: The {adjective} store, keyed by {noun}
"""

_CHOICE = """\
  - id: card-{id}
    kind: choice
    step: monitoring
    tier: core
    front: [Real users must see the {adjective} model and at most {number} may be hurt. Which roll-out?]
    answer: A canary on one per cent of the {noun} traffic
    distractors:
      - text: A shadow deployment of all the {noun} traffic
        misconception: shadow-measures-users
        refutation: Nobody sees a shadow's answers, so nobody reacts to them.
      - text: An interleaving of the two {adjective} lists
        misconception: interleaving-limits-harm
        refutation: Interleaving shows the new list to everybody in the test.
"""

_CLOZE = """\
  - id: card-{id}
    kind: cloze
    note: note-{id}
    front: ['A {adjective} {noun} that was trained on {number} rows is served from the {{{{}}}} store.']
    accepted: [online, on-line, key-value]
    hint: which half
"""

_TYPED = """\
  - id: card-{id}
    kind: typed
    step: data
    front: [Today's histogram of the {adjective} {noun} differs from training's. One number of {number} bins for it?]
    accepted: [PSI, population stability index, stability index]
    lesson: One number can compare two histograms; {number} bins are plenty for it.
"""

_ORDER = """\
  - id: card-{id}
    kind: order
    front: [Put the hops of a request for a {adjective} {noun} within {number} ms into their order.]
    items: [gateway, candidate retrieval, feature look-up, ranking, re-ranking]
"""

_NUMERIC = """\
  - id: card-{id}
    kind: numeric
    front: ["{{rps:,}} requests a second for a {adjective} {noun}, {{each}} a replica, {{use:.0%}} busy: replicas?"]
    draw:
      rps: {{from: {number}00, to: {number}000}}
      each: {{from: 20, to: 800}}
      use: {{pick: [0.5, 0.6, 0.7, 0.8]}}
    lets: {{raw: rps / (each * use)}}
    require: [raw > {number} / 1000, raw < 5e4]
    formula: ceil(raw)
    unit: replicas
    tolerance: {{relative: 0.03}}
    traps:
      - {{name: no head-room, formula: ceil(rps / each), says: You left out the head-room.}}
      - {{name: rounded down, formula: floor(raw) - {number}, says: Half a replica answers nobody.}}
    solution: '{{rps:,}} / ({{each}} * {{use}}) = {{raw:.1f}}, rounded up.'
"""

_SCENARIO = """\
  - id: card-{id}
    kind: scenario
    title: Rank the {adjective} {noun}
    type: ranking
    level: senior
    curveball: false
    front:
      - >-
        You are asked to rank the {adjective} {noun} of a marketplace with {number} million items. People open it on a
        phone, scroll for a minute, and buy once a month. The team has a year of click logs and a nightly batch, and
        the product lead wants more repeat purchases without annoying anybody. Walk me through the whole system.
    if_asked:
      - {{asked_by: [latency, p99], tells: 'At p99: {number} ms.'}}
      - {{asked_by: [traffic, requests a second], tells: Ten thousand requests a second at peak.}}
      - {{asked_by: [labels, feedback], tells: Clicks at once and purchases within {number} days.}}
    rubric:
{points}\
    red_flags:
      - id: model-first
        mechanism: order
        any_of: [two towers, transformer]
        before: [label, loss]
        repaired_by: [let me go back]
        cost: Nothing can be compared with it.
        repair: Say the label and the loss first.
    follow_ups:
      weak: {{ask: What does one request read?, listens_for: [the online store, the candidate list]}}
      partial: {{ask: 'Minute two is slower than minute one: why?', listens_for: [a cold cache, a hot key]}}
      strong: {{ask: Now the budget is halved. What goes first?, listens_for: [fewer candidates, a distilled model]}}
    model_answer: Retrieval narrows {number} million items to a few hundred and a ranker orders those.
    samples: {{weak: A model., passing: A model and a store of features., strong: All of it with numbers.}}
"""

_POINT = """\
      - id: point-{number}
        step: {step}
        weight: {weight}
        says: Says which {noun} is read online and ties it to the {number} ms.
        evidence:
          any_of: [online store, feature store, key-value store, low-latency store]
          with: [because, so that, ms]
          unless: [no online store]
        teaches: [card-{taught}]
        passes: [Read from the online store because it is fast., A key-value store so that it fits., 5 ms by the store]
        fails: [Features., A store., Something fast.]
"""

_KINDS = [(_FLIP, 35), (_CHOICE, 20), (_CLOZE, 14), (_TYPED, 13), (_ORDER, 5), (_NUMERIC, 10), (_SCENARIO, 3)]
_NOUNS = ["feature", "embedding", "candidate", "click", "session", "query", "listing", "ad", "label", "window"]
_ADJECTIVES = ["online", "offline", "stale", "fresh", "sparse", "dense", "rare", "popular", "delayed", "sampled"]
_STEPS = ["requirements", "problem", "data", "modeling", "serving", "monitoring"]
_WEIGHTS = ["must", "must", "strong", "stretch"]


def write(folder: Path, count: int, *, seed: int = 1) -> None:
    """Write `count` cards and a framework as deck files. The same seed writes the same bytes."""
    random = Random(seed)  # noqa: S311 - a bench wants the same cards each time, not secrets
    (folder / "framework.yaml").write_text(_FRAMEWORK + "".join(_STEP.format(step=step) for step in _STEPS))
    for file, first in enumerate(range(0, count, CARDS_PER_FILE)):
        cards = (_card(id_, file, random) for id_ in range(first, min(first + CARDS_PER_FILE, count)))
        (folder / f"bench-{file:03}.yaml").write_text(_HEAD.format(file=file) + "".join(cards))


def _card(id_: int, file: int, random: Random) -> str:
    template = random.choices([kind for kind, _ in _KINDS], [share for _, share in _KINDS])[0]
    words = _words(random) | {"id": id_, "file": file}
    points = "".join(_point(taught, random) for taught in range(12)) if template is _SCENARIO else ""
    return (template + _COMMON).format(**words, points=points)


def _point(number: int, random: Random) -> str:
    step, weight = _STEPS[number % 6], _WEIGHTS[number % 4]
    return _POINT.format(**_words(random) | {"number": number, "step": step, "weight": weight, "taught": number})


def _words(random: Random) -> dict[str, object]:
    choose: Callable[[list[str]], str] = random.choice
    return {"noun": choose(_NOUNS), "adjective": choose(_ADJECTIVES), "number": random.randint(10, 99)}
