"""From what Slack sends to what is meant: presses, submissions, what people type. Pure; fails on no payload."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.commands import BY_NAME, parse
from bot.intents import Intent, TickIntent
from bot.platforms.slack.elements import NUMBER_SIGN
from bot.platforms.slack.modals import texts_of
from bot.platforms.slack.text import unescape
from bot.screens import tokens
from bot.screens.forms import Form, FormIntent, form_for
from bot.screens.model import Screen
from bot.screens.tokens import Act
from bot.screens.typed import Leave, read

_DASH = re.compile(r"(?:(?<=\s)|^)[–—](?=[a-z])")  # phones make one of two hyphens
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_HIGHEST = 1000


@dataclass(frozen=True, slots=True)
class OpenForm:
    """The press asks for a text first; the modal must be the first response."""

    form: Form


@dataclass(frozen=True, slots=True)
class ShowAll:
    """The press wants to read what had to be cut: the intent's screen as a page."""

    intent: Intent


Pressed = Intent | OpenForm | ShowAll


def pressed(action: Mapping[str, Any]) -> Pressed | None:
    """What one action of a `block_actions` payload means; None for a button that is none of ours (any more)."""
    token = tokens.read(_token(action))
    if token is None:
        return None
    if token.act is Act.ASK:
        form = form_for(token.intent, _text(action.get("value")))
        return OpenForm(form) if form else None
    if token.act is Act.SHOW:
        return ShowAll(token.intent)
    return _ticked(token.intent, action) if action.get("type") == "checkboxes" else token.intent


def submitted(view: Mapping[str, Any]) -> FormIntent | None:
    """What a `view_submission` means; None for a modal that is none of ours (any more)."""
    form = form_of_view(view)
    state = view.get("state")
    values = state.get("values") if isinstance(state, Mapping) else None
    return form.filled(texts_of(form, values if isinstance(values, Mapping) else {})) if form else None


def form_of_view(view: Mapping[str, Any]) -> Form | None:
    """The form that a modal shows, from its `callback_id`."""
    token = tokens.read(str(view.get("callback_id", "")))
    return form_for(token.intent) if token and token.act is Act.ASK else None


def said(text: str, screen: Screen | None = None) -> Intent | Leave:
    """What a message in the bot's own chat means on the open screen; without one it is a command.

    Raises BotError with what would do.
    """
    plain = unescape(text)
    if screen is None:
        return parse(_as_typed(plain))
    return read(screen, plain if screen.entry else _as_typed(plain))


def command(text: str) -> Intent:
    """What stands after `/mlsd`; raises BotError with what would do."""
    return parse(_as_typed(unescape(text)))


def _as_typed(text: str) -> str:
    """A command without what a phone made of its hyphens and quotes."""
    first = text.split(maxsplit=1)[:1]
    return _DASH.sub("--", text.translate(_QUOTES)) if first and first[0].lower() in BY_NAME else text


def _token(action: Mapping[str, Any]) -> str:
    """The token of a button or check list, or of the option that was chosen in a menu, without its number."""
    chosen = action.get("selected_option")
    carrier = chosen.get("value") if isinstance(chosen, Mapping) else action.get("action_id")
    return str(carrier or "").rpartition(NUMBER_SIGN)[0]


def _ticked(intent: Intent, action: Mapping[str, Any]) -> Intent | None:
    """The check list with what is ticked in this group besides what is ticked in the others."""
    if not isinstance(intent, TickIntent):
        return None
    return replace(intent, ticked=tuple(sorted({*intent.ticked, *_indices(action.get("selected_options"))})))


def _indices(options: Any) -> Iterator[int]:
    for option in options if isinstance(options, list) else []:
        value = _text(option.get("value")) if isinstance(option, Mapping) else ""
        if value.isdecimal() and int(value) < _HIGHEST:
            yield int(value)


def _text(value: Any) -> str:
    return unescape(value) if isinstance(value, str) else ""
