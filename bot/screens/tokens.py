"""Buttons carry their meaning: an intent as a token of at most 100 characters, and back.

Tokens stand in messages for ever: a code is never given to another intent, and fields are only added at the end.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from enum import Enum, StrEnum
from types import MappingProxyType, NoneType
from typing import Any, get_args, get_origin, get_type_hints
from urllib.parse import quote, unquote

from bot import intents
from bot.intents import Intent

VERSION = "1"
LONGEST = 100  # what Discord allows; Slack allows more

CODES: Mapping[str, type[Intent]] = MappingProxyType(
    {
        "ac": intents.AnswerCard,
        "af": intents.AskFact,
        "al": intents.AddLine,
        "cf": intents.CorrectFlags,
        "cp": intents.CorrectPoints,
        "cs": intents.ChangeSetting,
        "ed": intents.EndDrill,
        "ex": intents.ExportReviews,
        "fm": intents.ForgetMe,
        "fz": intents.FollowZone,
        "fl": intents.FlagCard,
        "fs": intents.FinishScenario,
        "fw": intents.ShowFramework,
        "gr": intents.GradeCard,
        "he": intents.Help,
        "ho": intents.ShowHome,
        "it": intents.InterpretText,
        "la": intents.LinkAccounts,
        "lu": intents.LookUp,
        "nw": intents.SendNow,
        "of": intents.StopSchedule,
        "pr": intents.ShowPrivacy,
        "ps": intents.PauseSchedule,
        "rs": intents.ResumeSchedule,
        "rv": intents.Reveal,
        "sb": intents.SubmitScenario,
        "sc": intents.ShowSchedule,
        "sd": intents.StartDrill,
        "se": intents.ShowSettings,
        "sk": intents.SkipCard,
        "sn": intents.SnoozeDrill,
        "ss": intents.StartScenario,
        "st": intents.ShowStats,
        "su": intents.SuspendCard,
        "sw": intents.SetSchedule,
        "td": intents.SkipDrill,
        "te": intents.TickElements,
        "ua": intents.UnlinkAccounts,
        "un": intents.Undo,
        "us": intents.UnsuspendCards,
        "we": intents.ShowWelcome,
        "xa": intents.ExportAll,
    }
)


class Act(StrEnum):
    """What a press does with the intent."""

    DO = ":"  # do it
    ASK = "?"  # open the form for its text first
    SHOW = "+"  # do it, and show the whole of a screen that was cut


@dataclass(frozen=True, slots=True)
class Token:
    """A token as read."""

    act: Act
    intent: Intent


def encode(intent: Intent, act: Act = Act.DO) -> str:
    """Write an intent as a token; ValueError where its texts are too long for one."""
    sort = type(intent)
    parts = [slot.write(getattr(intent, slot.name)) for slot in _SLOTS[sort]]
    token = ":".join([f"{VERSION}{act}{_CODE_OF[sort]}", *parts]).rstrip(":")
    if len(token) > LONGEST:
        raise ValueError(f"{sort.__name__} takes {len(token)} characters, more than a button holds")
    return token


def decode(token: str) -> Intent | None:
    """The intent of a token that says to do it; None where it says otherwise, or is none of ours (any more)."""
    found = read(token)
    return found.intent if found and found.act is Act.DO else None


def read(token: str) -> Token | None:
    """The intent of a token and what to do with it; None for one that is none of ours (any more)."""
    match = _TOKEN.fullmatch(token) if len(token) <= LONGEST else None
    if match is None or match[2] not in CODES:
        return None
    try:
        found = Token(Act(match[1]), _build(CODES[match[2]], match[3].split(":")[1:]))
        return found if encode(found.intent, found.act) == token else None  # each intent has one token only
    except ValueError:
        return None


_TOKEN = re.compile(rf"{VERSION}([:?+])([a-z]{{2}})((?::[^:]*)*)")
_CODE_OF: Mapping[type, str] = {sort: code for code, sort in CODES.items()}
_EMPTY = "!"  # stands for an empty value where nothing at all means the default
_SAFE = " /=,+;()"  # besides letters, digits and _.-~; all else is escaped
_WIDEST = 2**63  # what a database holds


@dataclass(frozen=True, slots=True)
class _Kind:
    write: Callable[[Any], str]
    read: Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class _Slot:
    """One field of an intent; its default is written as nothing."""

    name: str
    kind: _Kind
    default: Any

    def write(self, value: Any) -> str:
        return "" if value == self.default else self.kind.write(value) or _EMPTY

    def read(self, text: str) -> Any:
        if text:
            return self.kind.read("" if text == _EMPTY else text)
        if self.default is MISSING:
            raise ValueError(f"{self.name} is missing")
        return self.default


def _slots(sort: type[Intent]) -> tuple[_Slot, ...]:
    hints = get_type_hints(sort)
    return tuple(_Slot(field.name, _kind(hints[field.name]), field.default) for field in fields(sort))


def _build(sort: type[Intent], parts: list[str]) -> Intent:
    slots = _SLOTS[sort]
    padded = parts + [""] * (len(slots) - len(parts))
    intent: Intent = sort(**{slot.name: slot.read(part) for slot, part in zip(slots, padded, strict=True)})
    return intent


def _kind(hint: Any) -> _Kind:
    """How values of a type are written; TypeError for one that tokens cannot hold."""
    inner = [part for part in get_args(hint) if part is not NoneType]
    if NoneType in get_args(hint) and len(inner) == 1:
        return _kind(inner[0])
    if hint == tuple[int, ...]:
        return _Kind(lambda items: ".".join(map(_hex, items)), lambda text: tuple(map(_int, text.split("."))))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum(hint)
    if get_origin(hint) is None and hint in _PLAIN:
        return _PLAIN[hint]
    raise TypeError(f"a token cannot hold {hint}")


def _enum(sort: type[Enum]) -> _Kind:
    members = {str(member.value): member for member in sort}

    def member_of(text: str) -> Enum:
        if text not in members:
            raise ValueError(text)
        return members[text]

    return _Kind(lambda member: str(member.value), member_of)


def _hex(value: int) -> str:
    return f"{value:x}"


def _int(text: str) -> int:
    value = int(text, 16)
    if not -_WIDEST <= value < _WIDEST:
        raise ValueError(text)
    return value


_PLAIN: Mapping[type, _Kind] = {
    bool: _Kind(lambda value: "1" if value else "0", lambda text: text == "1"),
    int: _Kind(_hex, _int),
    str: _Kind(lambda text: quote(text, safe=_SAFE), lambda text: unquote(text, errors="strict")),
}

_SLOTS: Mapping[type, tuple[_Slot, ...]] = {sort: _slots(sort) for sort in CODES.values()}
