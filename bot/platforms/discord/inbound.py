"""From what Discord sends to what is meant: presses, submissions. Pure; fails on no payload."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.intents import AnswerCard, Intent, TickIntent
from bot.platforms.discord.controls import INVITATION
from bot.platforms.discord.items import token_of
from bot.platforms.discord.modals import texts_of
from bot.platforms.discord.text import unescape
from bot.screens import tokens
from bot.screens.forms import Form, FormIntent, form_for
from bot.screens.tokens import Act

Data = Mapping[str, Any]

_HIGHEST = 1000


@dataclass(frozen=True, slots=True)
class OpenForm:
    """The press asks for a text first; the modal must be the first response."""

    form: Form


@dataclass(frozen=True, slots=True)
class ShowAll:
    """The press wants to read what had to be cut: the intent's screen as pages."""

    intent: Intent


Pressed = Intent | OpenForm | ShowAll


def pressed(data: Data, invitation: str = "") -> Pressed | None:
    """What a press means, from the interaction's data; None for a component that is none of ours (any more).

    `invitation` is what the message says about typing: a form's label that does not follow from the intent.
    """
    token = _read(data.get("custom_id"))
    if token is None:
        token = _read(next(_values(data), None))
    elif "values" in data:
        return _ticked(token.intent, data) if token.act is Act.DO else None
    if token is None:
        return None
    if token.act is Act.ASK:
        form = form_for(token.intent, invitation if isinstance(token.intent, AnswerCard) else "")
        return OpenForm(form) if form else None
    return ShowAll(token.intent) if token.act is Act.SHOW else token.intent


def submitted(data: Data) -> FormIntent | None:
    """What a modal's submission means; None for a modal that is none of ours (any more)."""
    form = form_of_modal(data)
    return form.filled(texts_of(form, data.get("components"))) if form else None


def form_of_modal(data: Data) -> Form | None:
    """The form that a modal shows, from its `custom_id`."""
    token = _read(data.get("custom_id"))
    return form_for(token.intent) if token and token.act is Act.ASK else None


def invitation_of(texts: Iterator[str]) -> str:
    """What a message's texts say about typing, or nothing."""
    found = (text for text in texts if text.startswith(INVITATION))
    return unescape(next(found, "").removeprefix(INVITATION))


def _read(custom_id: Any) -> tokens.Token | None:
    return tokens.read(token_of(custom_id)) if isinstance(custom_id, str) else None


def _ticked(intent: Intent, data: Data) -> Intent | None:
    """The check list with what is ticked in this menu besides what is ticked in the others."""
    if not isinstance(intent, TickIntent):
        return None
    return replace(intent, ticked=tuple(sorted({*intent.ticked, *_indices(data)})))


def _indices(data: Data) -> Iterator[int]:
    for value in _values(data):
        if value.isdecimal() and value.isascii() and int(value) < _HIGHEST:
            yield int(value)


def _values(data: Data) -> Iterator[str]:
    values = data.get("values")
    for value in values if isinstance(values, list) else []:
        if isinstance(value, str):
            yield value
