"""What can be pressed under a screen: the place to type, the buttons, and a menu for the quiet ones."""

from collections.abc import Iterator, Sequence

from bot.platforms.discord import limits
from bot.platforms.discord.markdown import cut, tidy, to_markdown
from bot.platforms.discord.parts import Choice, Menu, Part, Press, Row, Rule, Weight, Words, groups
from bot.screens.forms import form_of
from bot.screens.model import Button, Entry, Options, Screen, spans
from bot.screens.tokens import Act, encode

STOP = "Stop here"
MORE = "More"
MENU = "menu"  # a menu's own id says nothing; its options hold the tokens
INVITATION = "✏️ "
INVITATION_TEXT = 300


def controls_of(screen: Screen) -> Iterator[Part]:
    """An invitation to type, and rows of buttons in the screen's order, the quiet ones last."""
    entry = None if _chosen_by_button(screen) else screen.entry
    if entry and not entry.lines:
        yield Words(to_markdown(cut(tidy(spans(INVITATION + entry.label)), INVITATION_TEXT)), Weight.ACTING)
    rows = [*_button_rows(screen, entry), *_menus(_quiet(screen))]
    if rows:
        yield Rule()
    yield from rows


def _button_rows(screen: Screen, entry: Entry | None) -> Iterator[Row]:
    """A quiet button that opens a form stays a button: what was chosen in a menu cannot be chosen once more."""
    asking = [_pressing(made) for made in screen.buttons if made.quiet and made.entry]
    for group in groups([*_main(screen, entry), *asking], limits.ROW_BUTTONS):
        yield Row(group)


def _main(screen: Screen, entry: Entry | None) -> list[Press]:
    wanted = entry is not None and not entry.optional
    typed = [_opening(entry)] if entry else []
    pressed = [_pressing(made, primary=made.default and not wanted) for made in screen.buttons if not made.quiet]
    return typed + pressed if wanted else pressed + typed


def _chosen_by_button(screen: Screen) -> bool:
    """Where an option is chosen by its button, nothing needs to be typed."""
    return any(option.intent for block in screen.blocks if isinstance(block, Options) for option in block.items)


def _opening(entry: Entry) -> Press:
    form = form_of(entry)
    return Press(form.title if form else entry.label, encode(entry.intent, Act.ASK), primary=not entry.optional)


def _pressing(made: Button, *, primary: bool = False) -> Press:
    token = encode(made.entry.intent, Act.ASK) if made.entry else encode(made.intent)
    return Press(made.label, token, primary)


def _quiet(screen: Screen) -> list[Choice]:
    quiet = [Choice(made.label, encode(made.intent)) for made in screen.buttons if made.quiet and not made.entry]
    if screen.leave and all(made.entry or made.intent != screen.leave for made in screen.buttons):
        quiet.append(Choice(STOP, encode(screen.leave)))
    return quiet


def _menus(quiet: Sequence[Choice]) -> Iterator[Row]:
    for group in groups(quiet, limits.SELECT_OPTIONS):
        yield Row((Menu(MENU, MORE, group),))
