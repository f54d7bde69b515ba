"""The judge of Discord's renderer: the message and its pages are within limits, and all that is offered is there."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.intents import ShowHome
from bot.platforms.discord import inbound
from bot.platforms.discord.modals import to_modal
from bot.platforms.discord.render import to_layout_view, to_pages
from bot.screens.model import Screen
from tests.platforms.contract.offers import TYPED, answered, chosen, pressed, ticked
from tests.platforms.discord.judge import lists_of, presses_of, problems_of, problems_of_modal


def discord(screen: Screen) -> Iterator[str]:
    """Discord takes the message, its pages and its forms, and every press, form, option and tick is there."""
    view = to_layout_view(screen, ShowHome())
    yield from problems_of(view)
    for page in to_pages(screen):
        yield from problems_of(page)
    there = [inbound.pressed(data) for data in presses_of(view)]
    if None in there:
        yield "a button means nothing"
    forms = [press.form for press in there if isinstance(press, inbound.OpenForm)]
    for form in forms:
        yield from problems_of_modal(to_modal(form))
    means = {press for press in there if not isinstance(press, inbound.OpenForm)}
    means |= {form.filled({field.name: TYPED for field in form.fields}) for form in forms}
    wanted = [pressed(button) for button in screen.buttons] + [intent for _, intent in chosen(screen)]
    if screen.leave:
        wanted.append(screen.leave)
    if screen.entry and not any(chosen(screen)):
        wanted.append(answered(screen.entry))
    yield from (f"{intent} cannot be reached" for intent in wanted if intent not in means)
    turned = {inbound.pressed(_turned(node, option["value"])) for node in lists_of(view) for option in node["options"]}
    yield from (f"{intent} cannot be ticked" for _, _, intent in ticked(screen) if intent not in turned)


def _turned(node: Mapping[str, Any], value: str) -> dict[str, Any]:
    """The data of choosing one more line in a check list, or one less."""
    before = [option["value"] for option in node["options"] if option["default"]]
    after = [other for other in before if other != value] if value in before else [*before, value]
    return {"component_type": node["type"], "custom_id": node["custom_id"], "values": after}
