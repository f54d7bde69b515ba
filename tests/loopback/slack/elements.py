"""Slack's block elements as shapes: what may stand in sections, actions, contexts and inputs."""

from tests.loopback.slack import limits
from tests.loopback.slack.composition import (
    CONFIRM,
    DISPATCH_CONFIG,
    MARKED_OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    PLAIN_OPTION,
    SLACK_FILE,
    initial_among_options,
    plain,
    values_are_unique,
)
from tests.loopback.slack.shapes import Check, boolean, exactly_one, many, number, one_of, record, string, typed

_ACTION_ID = {"action_id": string(limits.ACTION_ID)}
_INTERACTIVE: dict[str, Check] = {**_ACTION_ID, "confirm": CONFIRM}
_INPUT: dict[str, Check] = {**_ACTION_ID, "focus_on_load": boolean}
_PLACEHOLDER = {"placeholder": plain(limits.SELECT_PLACEHOLDER)}
_TYPED: dict[str, Check] = {**_INPUT, **_PLACEHOLDER, "dispatch_action_config": DISPATCH_CONFIG}
_SELECT: dict[str, Check] = {**_INTERACTIVE, **_INPUT, **_PLACEHOLDER}
_MULTI: dict[str, Check] = {**_SELECT, "max_selected_items": number(1)}
_ID = string(255)

BUTTON = typed(
    "button",
    {"text": plain(limits.BUTTON_TEXT)},
    {
        **_INTERACTIVE,
        "value": string(limits.BUTTON_VALUE),
        "url": string(limits.BUTTON_URL),
        "style": one_of("primary", "danger"),
        "accessibility_label": string(limits.BUTTON_ACCESSIBILITY_LABEL),
    },
)

IMAGE = typed(
    "image",
    {"alt_text": string(limits.IMAGE_ALT_TEXT)},
    {"image_url": string(limits.IMAGE_URL), "slack_file": SLACK_FILE},
    exactly_one("image_url", "slack_file"),
)


def _from_options(name: str, initial: str, base: dict[str, Check]) -> Check:
    many_at_first = initial.endswith("s")
    return typed(
        name,
        {},
        {
            **base,
            "options": many(PLAIN_OPTION, limits.SELECT_OPTIONS),
            "option_groups": many(OPTION_GROUP, limits.SELECT_OPTION_GROUPS),
            initial: many(PLAIN_OPTION) if many_at_first else PLAIN_OPTION,
        },
        exactly_one("options", "option_groups"),
        initial_among_options,
        values_are_unique,
    )


def _ticked(name: str, most: int, initial: str, shape: Check) -> Check:
    return typed(
        name,
        {"options": many(MARKED_OPTION, most)},
        {**_INTERACTIVE, **_INPUT, initial: shape},
        initial_among_options,
        values_are_unique,
    )


def _of_ids(noun: str, extra: dict[str, Check] | None = None) -> dict[str, Check]:
    one, several = f"{noun}s_select", f"multi_{noun}s_select"
    return {
        one: typed(one, {}, {**_SELECT, f"initial_{noun}": _ID, **(extra or {})}),
        several: typed(several, {}, {**_MULTI, f"initial_{noun}s": many(_ID), **(extra or {})}),
    }


SELECTS: dict[str, Check] = {
    "static_select": _from_options("static_select", "initial_option", _SELECT),
    "multi_static_select": _from_options("multi_static_select", "initial_options", _MULTI),
    **_of_ids("user"),
    **_of_ids("channel"),
    **_of_ids("conversation", {"default_to_current_conversation": boolean}),
}

PICKERS: dict[str, Check] = {
    "datepicker": typed("datepicker", {}, {**_SELECT, "initial_date": string(10, 10)}),
    "timepicker": typed("timepicker", {}, {**_SELECT, "initial_time": string(5, 5), "timezone": string(64)}),
    "datetimepicker": typed("datetimepicker", {}, {**_INTERACTIVE, **_INPUT, "initial_date_time": number(0)}),
}

TICKS: dict[str, Check] = {
    "checkboxes": _ticked("checkboxes", limits.CHECKBOXES_OPTIONS, "initial_options", many(MARKED_OPTION)),
    "radio_buttons": _ticked("radio_buttons", limits.RADIO_OPTIONS, "initial_option", MARKED_OPTION),
}

OVERFLOW = typed(
    "overflow", {"options": many(OVERFLOW_OPTION, limits.OVERFLOW_OPTIONS)}, _INTERACTIVE, values_are_unique
)

TYPED_INPUTS: dict[str, Check] = {
    "plain_text_input": typed(
        "plain_text_input",
        {},
        {
            **_TYPED,
            "initial_value": string(limits.PLAIN_TEXT_INPUT, 0),
            "multiline": boolean,
            "min_length": number(0, limits.PLAIN_TEXT_INPUT),
            "max_length": number(1, limits.PLAIN_TEXT_INPUT),
        },
    ),
    "number_input": typed(
        "number_input",
        {"is_decimal_allowed": boolean},
        {**_TYPED, "initial_value": string(64), "min_value": string(64), "max_value": string(64)},
    ),
    "email_text_input": typed("email_text_input", {}, {**_TYPED, "initial_value": string(255)}),
    "url_text_input": typed("url_text_input", {}, {**_TYPED, "initial_value": string(limits.OPTION_URL)}),
}

FILE_INPUT = typed(
    "file_input", {}, {**_ACTION_ID, "filetypes": many(string(32)), "max_files": number(1, limits.FILE_INPUT_FILES)}
)

_FEEDBACK_BUTTON = record(
    {"text": plain(limits.FEEDBACK_BUTTON_TEXT), "value": string(limits.FEEDBACK_BUTTON_VALUE)},
    {"accessibility_label": string(limits.FEEDBACK_BUTTON_ACCESSIBILITY_LABEL)},
)

CONTEXT_ACTIONS: dict[str, Check] = {
    "feedback_buttons": typed(
        "feedback_buttons",
        {"positive_button": _FEEDBACK_BUTTON, "negative_button": _FEEDBACK_BUTTON},
        _ACTION_ID,
    ),
    "icon_button": typed(
        "icon_button",
        {"icon": one_of("trash"), "text": plain(limits.BUTTON_TEXT)},
        {
            **_INTERACTIVE,
            "value": string(limits.BUTTON_VALUE),
            "accessibility_label": string(limits.BUTTON_ACCESSIBILITY_LABEL),
            "visible_to_user_ids": many(_ID, limits.ICON_BUTTON_VISIBLE_TO),
        },
    ),
}

URL_SOURCE = typed("url", {"url": string(limits.URL_SOURCE_URL), "text": string(limits.TEXT_OBJECT)})

IN_ACTIONS: dict[str, Check] = {"button": BUTTON, "overflow": OVERFLOW, **SELECTS, **PICKERS, **TICKS}
IN_SECTION: dict[str, Check] = {**IN_ACTIONS, "image": IMAGE}
IN_INPUT: dict[str, Check] = {**SELECTS, **PICKERS, **TICKS, **TYPED_INPUTS, "file_input": FILE_INPUT}
