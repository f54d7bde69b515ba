"""Filling in forms and selects as Discord's client lets people do."""

from tests.loopback.discord.components import Part
from tests.loopback.discord.directory import Json
from tests.loopback.discord.shown import Control, NotThere

Answer = str | bool | list[str]
_ONE = (Part.RADIO,)


def chosen(control: Control, labels: list[str]) -> list[str]:
    """The values of options by their labels or values; raises NotThere for what is not offered or too many."""
    offered = {
        name: option["value"] for option in control.part["options"] for name in (option["value"], option["label"])
    }
    for label in labels:
        if label not in offered:
            raise NotThere(f"{control.label!r} offers {', '.join(control.options)}, not {label!r}.")
    least, most = bounds(control)
    if not least <= len(labels) <= most:
        raise NotThere(f"{control.label!r} takes {least} to {most} choices, not {len(labels)}.")
    return [offered[label] for label in labels]


def bounds(control: Control) -> tuple[int, int]:
    """How few and how many options can be chosen."""
    part = control.part
    otherwise = len(part["options"]) if control.kind == Part.CHECKBOXES else 1
    least, most = part.get("min_values"), part.get("max_values")
    needed = 1 if least is None else least
    return (needed if part.get("required", True) else 0), (otherwise if most is None else most)


def filled(control: Control, answer: Answer) -> Json:
    """What stands in an input after somebody has filled it in; raises NotThere where they could not."""
    base = {"type": control.kind, "id": control.part["id"], "custom_id": control.custom_id}
    if control.kind == Part.CHECKBOX:
        return base | {"value": bool(answer)}
    if control.kind == Part.TEXT_INPUT:
        return base | {"value": _typed(control, str(answer))}
    labels = answer if isinstance(answer, list) else [str(answer)]
    values = chosen(control, labels)
    return base | ({"value": values[0] if values else None} if control.kind in _ONE else {"values": values})


def untouched(control: Control) -> Json:
    """What stands in an input that nobody touched; raises NotThere if Discord asks to fill it in."""
    part = control.part
    ticked = [option["label"] for option in part.get("options") or [] if option.get("default")]
    needed = part.get("required", True)
    if control.kind == Part.CHECKBOX:
        return filled(control, bool(part.get("default")))
    before = part.get("value") or ""
    if needed and not ticked and not before:
        raise NotThere(f"Discord asks to fill in {control.label!r} first.")
    return filled(control, before if control.kind == Part.TEXT_INPUT else ticked)


def _typed(control: Control, text: str) -> str:
    part = control.part
    least, most = part.get("min_length") or 0, part.get("max_length") or 4000
    if len(text) > most or (text and len(text) < least):
        raise NotThere(f"{control.label!r} takes {least} to {most} characters, not {len(text)}.")
    if not text and part.get("required", True):
        raise NotThere(f"Discord asks to fill in {control.label!r} first.")
    return text


def submitted(components: list[Json], states: dict[str, Json]) -> list[Json]:
    """The components of a submission, in the shape of the form: its labels and rows with what stands in them."""
    told = []
    for part in components:
        if part["type"] == Part.LABEL:
            told.append({"type": part["type"], "id": part["id"], "component": states[part["component"]["custom_id"]]})
        elif part["type"] == Part.ROW:
            inner = [states[one["custom_id"]] for one in part["components"]]
            told.append({"type": part["type"], "id": part["id"], "components": inner})
        else:
            told.append({"type": part["type"], "id": part["id"]})
    return told
