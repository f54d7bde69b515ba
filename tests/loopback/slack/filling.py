"""What people fill in: the state of selects and inputs, as Slack sends it along with every interaction."""

from collections.abc import Sequence
from typing import Any

from tests.loopback.slack.composition import options_of
from tests.loopback.slack.directory import Json
from tests.loopback.slack.shown import Control, NotThere, Shown

Given = str | Sequence[str] | None

_OF_OPTION = {"static_select": "selected_option", "radio_buttons": "selected_option", "overflow": "selected_option"}
_OF_OPTIONS = {"multi_static_select": "selected_options", "checkboxes": "selected_options"}
_OF_VALUE = {
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
}
_OF_VALUES = {
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
}
_KEYS = {**_OF_OPTION, **_OF_OPTIONS, **_OF_VALUE, **_OF_VALUES}


def filled(control: Control, given: Given) -> Json:
    """The state of a control once something is chosen or typed; raises NotThere for what Slack would not let by."""
    kind = control.kind
    if kind in _OF_OPTION:
        value: Any = _option(control, str(given)) if given is not None else None
    elif kind in _OF_OPTIONS:
        value = [_option(control, text) for text in _several(given)]
    elif kind in _OF_VALUES:
        value = _several(given)
    elif kind in _OF_VALUE:
        value = _typed(control, given)
    else:
        raise NotThere(f"{control.label!r} is a {kind}: there is nothing to fill in.")
    return {"type": kind, _KEYS[kind]: value}


def initial(control: Control) -> Json:
    """The state of a control that nobody has touched."""
    element, kind = control.element, control.kind
    beginning = f"initial_{_KEYS[kind].removeprefix('selected_')}"
    nothing: Any = [] if kind in _OF_OPTIONS or kind in _OF_VALUES else None
    return {"type": kind, _KEYS[kind]: element.get(beginning, nothing)}


def state_values(shown: Shown, changed: Json) -> Json:
    """`state.values` of a surface: by block id, then action id; what was changed stands over what it began with."""
    values: Json = {}
    for control in shown.controls:
        if control.kind in _KEYS and control.kind != "overflow":
            kept = changed.get(control.block_id, {}).get(control.action_id)
            block = values.setdefault(control.block_id, {})
            block[control.action_id] = kept or initial(control)
    return values


def is_empty(state: Json) -> bool:
    """Whether a control holds nothing."""
    return not any(value for key, value in state.items() if key != "type")


def _option(control: Control, text: str) -> Json:
    for option in options_of(control.element):
        if text in (option["text"]["text"], option["value"]):
            return option
    offered = ", ".join(repr(option["text"]["text"]) for option in options_of(control.element))
    raise NotThere(f"{control.label!r} does not offer {text!r}; it offers {offered}.")


def _several(given: Given) -> list[str]:
    if given is None:
        return []
    return [given] if isinstance(given, str) else list(given)


def _typed(control: Control, given: Given) -> Given:
    least, most = control.element.get("min_length", 0), control.element.get("max_length", float("inf"))
    if isinstance(given, str) and given and not least <= len(given) <= most:
        raise NotThere(f"{control.label!r} takes {least} to {most} characters, not {len(given)}.")
    return given or None
