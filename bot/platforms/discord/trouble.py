"""What a person is told when something does not go as they asked."""

from dataclasses import replace

from bot.chat.trouble import refusal
from bot.domain.errors import BotError
from bot.intents import LookUp
from bot.screens.forms import Form, FormIntent
from bot.screens.model import Button, Entry, Paragraph, Screen, soft, spans
from bot.screens.tokens import Act, encode

ONCE_MORE = "Write it again"


def refused_form(error: BotError, form: Form, filled: FormIntent) -> Screen:
    """What was wrong with what they wrote, which is not lost: the form opens again, with it where a button holds it."""
    again = filled if _fits(filled) else form.intent
    typed = " ".join(str(getattr(filled, field.name)) for field in form.fields)
    plain = refusal(error)
    if isinstance(again, LookUp) or not typed:
        return plain
    button = Button(ONCE_MORE, "again", form.intent, default=True, entry=Entry(form.fields[0].label, again))
    return replace(plain, blocks=(*plain.blocks, Paragraph(spans(soft("You wrote: "), typed))), buttons=(button,))


def _fits(filled: FormIntent) -> bool:
    try:
        return bool(encode(filled, Act.ASK))
    except ValueError:
        return False
