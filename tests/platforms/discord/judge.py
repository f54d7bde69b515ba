"""What a strict Discord, and a little more, says to a rendered message or modal, as the JSON that would be sent.

Its limits are the loopback server's own; what stands here besides is what we ask of ourselves.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from discord import ui

from tests.loopback.discord import components, mentions

Json = Mapping[str, Any]

ROW, BUTTON, SELECT, INPUT, SECTION, DISPLAY, FILE, SEPARATOR, CONTAINER, LABEL = 1, 2, 3, 4, 9, 10, 13, 14, 17, 18
KNOWN = {
    ROW: {"type", "components"},
    BUTTON: {"type", "style", "label", "custom_id", "disabled"},
    SELECT: {"type", "custom_id", "options", "placeholder", "min_values", "max_values", "disabled", "required"},
    SECTION: {"type", "components", "accessory"},
    DISPLAY: {"type", "content"},
    FILE: {"type", "file", "spoiler"},
    SEPARATOR: {"type", "divider", "spacing"},
    CONTAINER: {"type", "components", "spoiler", "accent_color"},
}
INSIDE = {CONTAINER: {ROW, SECTION, DISPLAY, FILE, SEPARATOR}, SECTION: {DISPLAY}, ROW: {BUTTON, SELECT}}
_MENTION = re.compile(r"<(?=[@#:/&!\w])|@(?=everyone|here)", re.IGNORECASE)
_MASKED = re.compile(r"(?<!\\)\]\(")


def units(text: str) -> int:
    """The length as Discord's client counts."""
    return len(text.encode("utf-16-le")) // 2


def payload_of(view: ui.LayoutView) -> list[dict[str, Any]]:
    """What is sent."""
    untyped: Any = view
    return list(untyped.to_components())


def problems_of(view: ui.LayoutView) -> list[str]:
    """Everything that is wrong with a message."""
    top = payload_of(view)
    nodes = [node for each in top for node in objects(each)]
    found = [problem for node in nodes for problem in _problems(node)]
    found += _strict(view)
    found += filter(None, [components.problem(top, layout=True)])
    found += mentions.ringing(components.texts(top), None, set())
    if not 1 <= len(nodes) <= 40:
        found.append(f"{len(nodes)} components")
    if (size := sum(units(node["content"]) for node in nodes if node["type"] == DISPLAY)) > 4000:
        found.append(f"{size} characters of text")
    ids = [node["custom_id"] for node in nodes if "custom_id" in node]
    if len(ids) != len(set(ids)):
        found.append("a custom_id stands there twice")
    return found


def objects(node: Json) -> Iterator[Json]:
    """A component and all in it."""
    yield node
    for child in [*node.get("components", ()), *filter(None, [node.get("accessory"), node.get("component")])]:
        yield from objects(child)


def presses_of(view: ui.LayoutView) -> list[Json]:
    """Every press that a message offers, as the interaction's data: each button, each line of a menu, each list."""
    nodes = [node for each in payload_of(view) for node in objects(each) if "custom_id" in node]
    return [press for node in nodes for press in _presses(node)]


def lists_of(view: ui.LayoutView) -> list[Json]:
    """The check lists of a message."""
    nodes = [node for each in payload_of(view) for node in objects(each)]
    return [node for node in nodes if node["type"] == SELECT and node["min_values"] == 0]


def texts_of(view: ui.LayoutView) -> list[str]:
    """What is to be read, in order."""
    return [node["content"] for each in payload_of(view) for node in objects(each) if node["type"] == DISPLAY]


def problems_of_modal(modal: ui.Modal) -> Iterator[str]:
    """Everything that is wrong with a modal."""
    made = modal.to_dict()
    yield from filter(None, [components.form_problem(made)])
    yield from _between("title", made["title"], 1, 45)
    yield from _between("custom_id", made["custom_id"], 1, 100)
    if not 1 <= len(made["components"]) <= 5:
        yield "a modal has 1 to 5 components"
    for label in made["components"]:
        if label["type"] != LABEL or label["component"]["type"] != INPUT:
            yield "an input stands without its label"
            continue
        yield from _between("label", label["label"], 1, 45)
        yield from _between("description", label.get("description", "-"), 1, 100)
        yield from _input(label["component"])


def _input(made: Json) -> Iterator[str]:
    yield from _between("custom_id", made["custom_id"], 1, 100)
    yield from _between("placeholder", made.get("placeholder") or "-", 1, 100)
    yield from _between("value", made.get("value") or "", 0, made["max_length"])
    if not 1 <= made["max_length"] <= 4000:
        yield "an input takes 1 to 4000 characters"


def _presses(node: Json) -> Iterator[Json]:
    base = {"component_type": node["type"], "custom_id": node["custom_id"]}
    if node["type"] == BUTTON:
        yield base
    elif node["min_values"] == 0:
        yield {**base, "values": [option["value"] for option in node["options"] if option["default"]]}
    else:
        yield from ({**base, "values": [option["value"]]} for option in node["options"])


def _strict(view: ui.LayoutView) -> Iterator[str]:
    """discord.py must keep nothing of a view, nor end it."""
    if view.timeout is not None:
        yield "the view has a timeout"
    for item in view.walk_children():
        if hasattr(item, "custom_id") and not isinstance(item, ui.DynamicItem):
            yield f"{item} is no dynamic item"
    if view.is_dispatchable():
        yield "discord.py would keep the view"


def _problems(node: Json) -> Iterator[str]:
    sort = node["type"]
    if sort not in KNOWN or set(node) - KNOWN[sort]:
        yield f"unknown: {node}"
        return
    yield from (
        f"a {child['type']} in a {sort}" for child in node.get("components", ()) if child["type"] not in INSIDE[sort]
    )
    yield from _CHECKS.get(sort, lambda _: iter(()))(node)


def _display(node: Json) -> Iterator[str]:
    yield from _between("text", node["content"], 1, 4000)
    if not node["content"].strip():
        yield "a text says nothing"
    yield from _unsafe(node["content"])
    if _MASKED.search(node["content"]):
        yield f"a link hides in {node['content'][:60]!r}"


def _button(node: Json) -> Iterator[str]:
    yield from _between("custom_id", node["custom_id"], 1, 100)
    yield from _between("button", node["label"], 1, 80)
    yield from _unsafe(node["label"])


def _select(node: Json) -> Iterator[str]:
    yield from _between("custom_id", node["custom_id"], 1, 100)
    yield from _between("placeholder", node["placeholder"], 1, 150)
    options = node["options"]
    if not 1 <= len(options) <= 25:
        yield f"{len(options)} options"
    if len({option["value"] for option in options}) != len(options):
        yield "an option's value stands there twice"
    if not 0 <= node["min_values"] <= node["max_values"] <= len(options):
        yield "a menu wants more than there is"
    for option in options:
        yield from _between("option", option["label"], 1, 100)
        yield from _between("value", option["value"], 1, 100)
        yield from _unsafe(option["label"])


def _row(node: Json) -> Iterator[str]:
    sorts = [child["type"] for child in node["components"]]
    if not (sorts == [SELECT] or (set(sorts) == {BUTTON} and len(sorts) <= 5)):
        yield f"a row of {sorts}"


def _section(node: Json) -> Iterator[str]:
    if not 1 <= len(node["components"]) <= 3 or node["accessory"]["type"] != BUTTON:
        yield "a section has 1 to 3 texts and a button"


def _between(name: str, text: str, least: int, most: int) -> Iterator[str]:
    if not least <= units(text) <= most:
        yield f"the {name} {text[:40]!r} has {units(text)} characters"


def _unsafe(text: str) -> Iterator[str]:
    """Text from screens calls nobody and holds no control characters; we mention nobody ourselves."""
    if _MENTION.search(text):
        yield f"{text[:60]!r} mentions somebody"
    if any(ord(char) < 32 and char != "\n" for char in text):
        yield f"{text[:60]!r} holds a control character"


_CHECKS = {DISPLAY: _display, BUTTON: _button, SELECT: _select, ROW: _row, SECTION: _section}
