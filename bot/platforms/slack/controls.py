"""What can be pressed under a screen: the place to type, the buttons, and a menu for the quiet ones."""

from collections.abc import Iterator

from bot.platforms.slack import limits
from bot.platforms.slack.elements import Choice, Json, actions, button, context, groups, overflow, select
from bot.platforms.slack.mrkdwn import cut, tidy
from bot.platforms.slack.parts import Part, Weight
from bot.screens.forms import form_of
from bot.screens.model import Button, Entry, Options, Screen, spans
from bot.screens.tokens import Act, encode

STOP = "Stop here"
MORE = "More"


def controls_of(screen: Screen) -> Iterator[Part]:
    """An invitation to type, and rows of elements in the screen's order."""
    entry = None if _chosen_by_button(screen) else screen.entry
    if entry and not entry.lines:
        yield Part(context(cut(tidy(spans(f"✏️ {entry.label}")), limits.CONTEXT_TEXT)), Weight.ACTING)
    for row in _rows(_main(screen, entry), _menus(_quiet(screen))):
        yield Part(actions(row), Weight.ACTING)


def _rows(main: list[Json], menus: list[Json]) -> list[list[Json]]:
    rows = [list(row) for row in groups(main, limits.ACTIONS_ELEMENTS)]
    if rows and len(rows[-1]) + len(menus) <= limits.ACTIONS_ELEMENTS:
        rows[-1].extend(menus)
    else:
        rows.extend(list(row) for row in groups(menus, limits.ACTIONS_ELEMENTS))
    return rows


def _main(screen: Screen, entry: Entry | None) -> list[Json]:
    wanted = entry is not None and not entry.optional
    typed = [_opening(entry)] if entry else []
    pressed = [_pressing(made, primary=made.default and not wanted) for made in screen.buttons if not made.quiet]
    return typed + pressed if wanted else pressed + typed


def _chosen_by_button(screen: Screen) -> bool:
    """Where an option is chosen by its button, nothing needs to be typed."""
    return any(option.intent for block in screen.blocks if isinstance(block, Options) for option in block.items)


def _opening(entry: Entry) -> Json:
    form = form_of(entry)
    title = form.title if form else entry.label
    return button(title, encode(entry.intent, Act.ASK), primary=not entry.optional, value=_label(entry))


def _pressing(made: Button, *, primary: bool) -> Json:
    return button(made.label, _token(made), primary=primary, value=_label(made.entry) if made.entry else "")


def _label(entry: Entry) -> str:
    """The form's label, which the press must bring along: it does not follow from the intent."""
    form = form_of(entry)
    return form.fields[0].label if form else ""


def _token(made: Button) -> str:
    return encode(made.entry.intent, Act.ASK) if made.entry else encode(made.intent)


def _quiet(screen: Screen) -> list[Choice]:
    quiet = [Choice(made.label, _token(made)) for made in screen.buttons if made.quiet]
    if screen.leave and all(made.entry or made.intent != screen.leave for made in screen.buttons):
        quiet.append(Choice(STOP, encode(screen.leave)))
    return quiet


def _menus(quiet: list[Choice]) -> list[Json]:
    if not quiet:
        return []
    if len(quiet) <= limits.OVERFLOW_OPTIONS:
        return [overflow(quiet)]
    return [select(MORE, group) for group in groups(quiet, limits.SELECT_OPTIONS)]
