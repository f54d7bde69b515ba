"""The one table of commands: `/mlsd`, the command line, help, autocomplete and the README all come from it."""

import difflib
import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import BotError
from bot.intents import (
    ChangeSetting,
    DrillMode,
    ExportAll,
    ExportReviews,
    ForgetMe,
    Help,
    Intent,
    LinkAccounts,
    LookUp,
    PauseSchedule,
    ResumeSchedule,
    SendNow,
    SetSchedule,
    ShowFramework,
    ShowHome,
    ShowPrivacy,
    ShowSchedule,
    ShowSettings,
    ShowStats,
    SkipDrill,
    StartDrill,
    StartScenario,
    StopSchedule,
    Undo,
    UnlinkAccounts,
    UnsuspendCards,
)

Values = Mapping[str, str]

_DASH = re.compile(r"(?:(?<=\s)|^)[–—](?=[a-z])")  # phones make one of two hyphens
_QUOTES = str.maketrans("“”‘’", "\"\"''")
ACTS = ("set", "pause", "resume", "off", "now", "skip")


class Takes(StrEnum):
    """What a parameter takes."""

    WORD = "word"
    COUNT = "count"
    REST = "rest"  # everything that is left
    SWITCH = "switch"  # an option without a value


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: positional, or an option written `--name value`, `name=value` or (a switch) `--name`.

    `assumed` is the choice that is meant where a word that is no choice stands in its place: it may be left out.
    """

    name: str
    help: str
    takes: Takes = Takes.WORD
    option: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """One row: what it is called, what it does, what it takes, and how its words become an intent.

    `private` says that the reply is for the person alone, which a platform must know before it acknowledges.
    """

    name: str
    help: str
    build: Callable[[Values], Intent]
    parameters: tuple[Parameter, ...] = ()
    examples: tuple[str, ...] = ()
    private: bool = True

    @property
    def usage(self) -> str:
        """The command with its parameters, as help shows it."""
        return " ".join([self.name, *(_usage(parameter) for parameter in self.parameters)])


class BadCommand(BotError):
    """What was typed is no command, or a command with words that do not fit."""


def _usage(parameter: Parameter) -> str:
    shown = "|".join(parameter.choices) or parameter.name.upper()
    if parameter.takes is Takes.SWITCH:
        return f"[--{parameter.name}]"
    if parameter.option:
        return f"[--{parameter.name} {shown}]"
    return shown if parameter.required else f"[{shown}]"


def _count(values: Values, name: str) -> int | None:
    return int(values[name]) if name in values else None


def _drill(values: Values) -> Intent:
    topic = values.get("topic")
    mode = DrillMode.WEAK if topic == "weak" else DrillMode.DUE
    limit, new = _count(values, "limit"), _count(values, "new")
    return StartDrill(None if mode is DrillMode.WEAK else topic, limit, new, mode)


def _settings(values: Values) -> Intent:
    if "name" not in values:
        return ShowSettings()
    if "value" not in values:
        raise BadCommand(f"What should {values['name']} be?", f"Type the value too: settings {values['name']} VALUE.")
    return ChangeSetting(values["name"], values["value"])


def _export(values: Values) -> Intent:
    if values["what"] == "reviews":
        return ExportReviews(values.get("format", "jsonl"))
    if "format" in values:
        raise BadCommand("Everything comes as one JSON file.", "Leave --format out, or type: export reviews.")
    return ExportAll()


def _schedule(values: Values) -> Intent:
    act, rest = values.get("act"), values.get("when")
    if act is None:
        return ShowSchedule()
    if act == "set":
        return SetSchedule(rest or "")
    if act == "pause":
        return PauseSchedule(rest)
    if rest is not None:
        raise BadCommand(f"'schedule {act}' stands alone.", f"Leave out what follows it: {rest!r}.")
    alone: dict[str, Intent] = {
        "resume": ResumeSchedule(),
        "off": StopSchedule(),
        "now": SendNow(),
        "skip": SkipDrill(),
    }
    return alone[act]


TABLE: tuple[Command, ...] = (
    Command(
        "drill",
        "Drill what your memory needs today, then a few new cards.",
        _drill,
        (
            Parameter("topic", "a step, problem type, kind, deck or tag; or weak, to practise what you forget most"),
            Parameter("limit", "at most so many cards", Takes.COUNT, option=True),
            Parameter("new", "at most so many new cards", Takes.COUNT, option=True),
        ),
        ("drill", "drill serving", "drill fraud --limit 10", "drill weak"),
    ),
    Command(
        "scenario",
        "Answer a design prompt; a rubric shows which points you made.",
        lambda values: StartScenario(values.get("which"), aloud="aloud" in values),
        (
            Parameter("which", "a problem type, a scenario's id or a tag"),
            Parameter("aloud", "say the answer and tick the points yourself", Takes.SWITCH, option=True),
        ),
        ("scenario fraud", "scenario curveball", "scenario ranking --aloud"),
    ),
    Command(
        "lookup",
        "Explain a term in two lines.",
        lambda values: LookUp(values["term"]),
        (Parameter("term", "a term or abbreviation", Takes.REST, required=True),),
        ("lookup psi", "lookup training-serving skew"),
        private=False,
    ),
    Command(
        "framework",
        "The six steps with both time budgets.",
        lambda values: ShowFramework(values.get("step")),
        (Parameter("step", "one step, by name or number"),),
        ("framework", "framework serving"),
        private=False,
    ),
    Command("home", "Where you stand today, and the ways on.", lambda _: ShowHome(), examples=("home",)),
    Command("stats", "How your memory stands: recall, load, weakest step.", lambda _: ShowStats(), examples=("stats",)),
    Command(
        "settings",
        "See your settings, or change one.",
        _settings,
        (Parameter("name", "which setting"), Parameter("value", "its new value", Takes.REST)),
        ("settings", "settings minutes 20", "settings zone Europe/Berlin"),
    ),
    Command(
        "schedule",
        "See or say when I write first; pause, skip today, or have it now.",
        _schedule,
        (
            Parameter("act", "what to do; set where it is left out", choices=ACTS, assumed="set"),
            Parameter("when", "for set: a time, days, a zone; for pause: until when", Takes.REST),
        ),
        ("schedule", "schedule 09:00 weekdays", "schedule 9am mon,wed Europe/Berlin", "schedule pause until monday"),
    ),
    Command("undo", "Take your last answer back.", lambda _: Undo(), examples=("undo",)),
    Command(
        "unsuspend",
        "Show suspended cards again.",
        lambda values: UnsuspendCards(values.get("card")),
        (Parameter("card", "a card's id; none means all"),),
        ("unsuspend", "unsuspend serve-canary-what"),
    ),
    Command(
        "export",
        "Your review log as a file, or everything that is kept of you.",
        _export,
        (
            Parameter("what", "what to export", required=True, choices=("reviews", "all")),
            Parameter("format", "the format of the review log", option=True, choices=("jsonl", "csv")),
        ),
        ("export reviews", "export reviews --format csv", "export all"),
    ),
    Command(
        "link",
        "Join your accounts on several platforms: one memory, one daily drill.",
        lambda values: LinkAccounts(values.get("code")),
        (Parameter("code", "the code that your other account was given; none makes one", Takes.REST),),
        ("link", "link CDFG-HJKM"),
    ),
    Command(
        "unlink",
        "Keep your memory to this account; the others start anew. Asks first.",
        lambda _: UnlinkAccounts(),
        examples=("unlink",),
    ),
    Command(
        "privacy",
        "What is kept of you, who can read it, and how to leave.",
        lambda _: ShowPrivacy(),
        examples=("privacy",),
    ),
    Command(
        "forget",
        "Delete everything that is kept of you; asks first.",
        lambda _: ForgetMe(),
        (Parameter("me", "the word me, so that it is no slip", required=True, choices=("me",)),),
        ("forget me",),
    ),
    Command(
        "help",
        "What you can do here.",
        lambda values: Help(values.get("command")),
        (Parameter("command", "one command in full"),),
        ("help", "help drill"),
    ),
)

BY_NAME: dict[str, Command] = {command.name: command for command in TABLE}


def find(name: str) -> Command:
    """Return the command of that name; an unknown one raises BadCommand with the nearest."""
    command = BY_NAME.get(name.lower())
    if command is None:
        raise unknown(name)
    return command


def unknown(name: str) -> BadCommand:
    """The error that names the command nearest to this word."""
    near = _nearest(name)
    hint = f"Did you mean {near}?" if near else "Type help to see what there is."
    return BadCommand(f"There is no command {name!r}.", hint)


def _nearest(name: str) -> str | None:
    return next(iter(difflib.get_close_matches(name.lower(), BY_NAME, n=1, cutoff=0.5)), None)


def parse(text: str) -> Intent:
    """Turn what was typed after `/mlsd` into an intent; nothing at all is `help`."""
    words = split(text)
    if not words:
        return Help()
    command = find(words[0])
    return intent_of(command, words[1:])


def exactly(text: str) -> Intent | None:
    """The intent of a text that is a command and nothing else: its name, and at most words that it prescribes."""
    name, *rest = split(text.lower()) or [""]
    command = BY_NAME.get(name)
    if command is None or not set(rest) <= {word for parameter in command.parameters for word in parameter.choices}:
        return None
    return _fitting(command, rest)


def guess(text: str) -> tuple[str, Intent] | None:
    """The text with its first word corrected to the nearest command, and what it means then; None if nothing."""
    name, *rest = split(text) or [""]
    near = _nearest(name)
    intent = _fitting(BY_NAME[near], rest) if near else None
    return (" ".join([near, *rest]), intent) if near and intent else None


def _fitting(command: Command, words: list[str]) -> Intent | None:
    try:
        return intent_of(command, words)
    except BadCommand:
        return None


def split(text: str) -> list[str]:
    """Split into words as a shell does, but never fail on a stray quote; what phones make of hyphens and quotes too."""
    plain = _DASH.sub("--", text.translate(_QUOTES))
    try:
        return shlex.split(plain)
    except ValueError:
        return plain.split()


def intent_of(command: Command, words: list[str]) -> Intent:
    """Fit words to a command's parameters."""
    values = _fit(command, words)
    for parameter in command.parameters:
        _check(command, parameter, values)
    return command.build(values)


def _fit(command: Command, words: list[str]) -> dict[str, str]:
    options = {parameter.name: parameter for parameter in command.parameters if parameter.option}
    slots = [parameter for parameter in command.parameters if not parameter.option]
    values: dict[str, str] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if name in options and (equals or word.startswith("--")):
            values[name] = _option_value(command, options[name], value, rest)
        elif word.startswith("--"):
            raise BadCommand(f"{command.name} has no option {word}.", f"Usage: {command.usage}")
        elif slots:
            slot = slots.pop(0)
            if slot.assumed and slots and word not in slot.choices:
                values[slot.name] = slot.assumed
                slot = slots.pop(0)
            values[slot.name] = " ".join([word, *rest]) if slot.takes is Takes.REST else word
            rest = [] if slot.takes is Takes.REST else rest
        else:
            raise BadCommand(f"{command.name} does not take {word!r}.", f"Usage: {command.usage}")
    return values


def _option_value(command: Command, option: Parameter, value: str, rest: list[str]) -> str:
    if option.takes is Takes.SWITCH:
        return "yes"
    if value:
        return value
    if not rest:
        raise BadCommand(f"--{option.name} needs a value.", f"Usage: {command.usage}")
    return rest.pop(0)


def _check(command: Command, parameter: Parameter, values: Values) -> None:
    value = values.get(parameter.name)
    if value is None:
        if parameter.required:
            raise BadCommand(f"{command.name} needs {parameter.help}.", f"Usage: {command.usage}")
        return
    if parameter.takes is Takes.COUNT and not (value.isdecimal() and 0 <= int(value) <= 1000):
        raise BadCommand(f"--{parameter.name} takes a number from 0 to 1000, not {value!r}.", f"Usage: {command.usage}")
    if parameter.choices and value not in parameter.choices:
        raise BadCommand(f"{parameter.name} is one of {', '.join(parameter.choices)}.", f"Usage: {command.usage}")
