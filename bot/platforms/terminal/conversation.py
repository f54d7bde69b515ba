"""The conversation: show a screen, take a line, ask the door, until nothing more can be said."""

from dataclasses import dataclass

from bot.domain.errors import BotError
from bot.intents import Actor, Intent, Place, Request, Surface
from bot.platforms.terminal.face import Face
from bot.port import Answer
from bot.screens.model import Screen
from bot.screens.typed import LEAVE, Leave, read

PLACE = Place(Surface.TERMINAL)


def actor(zone: str) -> Actor:
    """The one account of the terminal; its database is its owner's."""
    return Actor(platform="terminal", tenant="local", account="me", zone=zone)


def request(who: Actor, intent: Intent) -> Request:
    """What the terminal's person wants."""
    return Request(who, PLACE, intent)


def converse(answer: Answer, who: Actor, face: Face, first: Intent) -> None:
    """Run one conversation to its end; Ctrl-C and the end of input mean the same as `quit`.

    Raises BotError for the first intent only: later errors are explained, and the screen asks again.
    """
    talk = _Talk(answer, who, face)
    screen: Screen | None = talk.send(first)
    while screen and (screen.buttons or screen.entry):
        screen = talk.follow(screen, _ask(face, screen))


@dataclass(frozen=True, slots=True)
class _Talk:
    answer: Answer
    who: Actor
    face: Face

    def follow(self, screen: Screen, line: str | None) -> Screen | None:
        """Do what the line says; the next screen, or None when the person has gone.

        A screen that asks nothing, such as help, leaves the one before it open.
        """
        try:
            intent = LEAVE if line is None else read(screen, line)
            if not isinstance(intent, Leave):
                following = self.send(intent)
                return following if following.buttons or following.entry else screen
            if screen.leave:
                self.send(screen.leave)
            return None
        except BotError as error:
            if error.fatal:
                raise
            self.face.complain(error)
            return None if line is None else screen

    def send(self, intent: Intent) -> Screen:
        """Ask the door and show what it says; the last screen is the one that stays."""
        reply = self.answer(request(self.who, intent))
        for screen in reply.screens:
            self.face.show(screen)
        return reply.screens[-1]


def _ask(face: Face, screen: Screen) -> str | None:
    try:
        return face.ask(screen)
    except KeyboardInterrupt:
        return None
