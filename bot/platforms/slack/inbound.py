"""From what Slack sends to what is meant: presses, submissions, what people type. Pure; fails on no payload."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.commands import parse
from bot.intents import Intent, TickIntent
from bot.platforms.slack.elements import NUMBER_SIGN
from bot.platforms.slack.modals import texts_of
from bot.platforms.slack.text import unescape
from bot.screens import tokens
from bot.screens.forms import Form, FormIntent, form_for
from bot.screens.tokens import Act

_HIGHEST = 1000
_TYPED = (
    None,
    "file_share",
    "thread_broadcast",
)  # others tell of edits, deletions, programs


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


def typed(event: Mapping[str, Any]) -> str:
    """What a person wrote to the bot, from a `message` event; empty for all other news of messages."""
    is_theirs = event.get("subtype") in _TYPED and event.get("user") and not event.get("bot_id")
    if event.get("type") != "message" or event.get("channel_type") != "im" or not is_theirs:
        return ""
    return _text(event.get("text")).strip()


def command(text: str) -> Intent:
    """What stands after `/mlsd`; raises BotError with what would do."""
    return parse(unescape(text))


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
