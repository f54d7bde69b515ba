"""Walks through every conversation with the real door and collects the screens that come up."""

from dataclasses import dataclass, field, replace
from itertools import cycle, islice

from bot.commands import TABLE, parse
from bot.content.audience import Viewer
from bot.content.library import Library
from bot.domain.card import Scenario
from bot.domain.errors import BotError
from bot.domain.linking import MOST_TRIES
from bot.domain.schedule_courtesy import Gentleness
from bot.domain.steps import STEPS, Step
from bot.door import Door
from bot.intents import (
    Actor,
    AddLine,
    AnswerCard,
    AskFact,
    ChangeSetting,
    DrillMode,
    ExportAll,
    ExportReviews,
    FlagCard,
    ForgetMe,
    Help,
    Intent,
    InterpretText,
    LinkAccounts,
    LookUp,
    PauseSchedule,
    Place,
    Request,
    ResumeSchedule,
    SendNow,
    SetSchedule,
    ShowFramework,
    ShowHome,
    ShowPrivacy,
    ShowSchedule,
    ShowSettings,
    ShowStats,
    ShowWelcome,
    SkipDrill,
    SnoozeDrill,
    StartDrill,
    StartScenario,
    StopSchedule,
    SubmitScenario,
    Surface,
    TickElements,
    Undo,
    UnlinkAccounts,
    UnsuspendCards,
)
from bot.screens.daily import Daily, daily, paused
from bot.screens.model import Options, Reply, Screen, Ticks
from tests.conversations.conftest import Clock

_ME = Actor("terminal", "local", "me", "Europe/Berlin")
_OTHER = Actor("slack", "slack:T1", "U1")
HOSTILE = "<!channel> <@U1> @everyone *bold* `code` & \x1b[31m [red]{0}%s " + "word " * 3000
AMPLE = {"new": "500", "minutes": "600", "reviews": "5000", "bury-siblings": "off"}


@dataclass
class Explorer:
    """One person who tries everything. `screens` are all that the person has seen."""

    door: Door
    clock: Clock
    library: Library
    screens: list[Screen] = field(default_factory=list)

    def asks(self, intent: Intent) -> Screen:
        """Send one intent; the screen that stays."""
        return self._answer_to(Request(_ME, Place(Surface.TERMINAL), intent)).screens[-1]

    def _answer_to(self, request: Request) -> Reply:
        reply = self.door.answer(request)
        self.screens.extend(reply.screens)
        return reply

    def walk(self) -> list[Screen]:
        """Everything, once."""
        self._look_around()
        self._schedule()
        for name, value in AMPLE.items():
            self.asks(ChangeSetting(name, value))
        self._drill(StartDrill(limit=1000))
        self.asks(ChangeSetting("buttons", "4"))
        self.clock.advance(days=10)
        self._drill(StartDrill(limit=60))
        self._drill(StartDrill(mode=DrillMode.WEAK))
        for scenario in self._scenarios():
            self._try(scenario)
        self._look_around()
        self._join()
        return self.screens

    def _look_around(self) -> None:
        wanted: list[Intent] = [Help(), ShowStats(), ShowSettings(), ShowFramework(), ExportReviews(), UnsuspendCards()]
        wanted += [ShowWelcome(), ShowHome(), ShowPrivacy(), ExportAll(), ForgetMe(), InterpretText("scenaro fraud")]
        wanted += [Help(command.name) for command in TABLE]
        wanted += [ShowFramework(step.value) for step in STEPS]
        wanted += [LookUp(term) for term in ("psi", "skew", "nothing of the kind " * 30)]
        wanted += [parse(example) for command in TABLE for example in command.examples if command.name == "settings"]
        for intent in wanted:
            self.asks(intent)

    def _schedule(self) -> None:
        """Every way to be asked or not, and the messages that come by themselves."""
        wanted: list[Intent] = [ShowSchedule(), SetSchedule("09:00 mon,wed"), PauseSchedule("2 weeks"), ShowSchedule()]
        wanted += [ShowHome(), ResumeSchedule(), SkipDrill(), SnoozeDrill("2026-11-23"), SendNow(), StopSchedule()]
        for intent in wanted:
            self.asks(intent)
        for gentle in Gentleness:
            self.screens.append(daily(Daily("2026-11-23~12", 120, 12, 3000.0, 7, Step.REQUIREMENTS, gentle)))
            self.screens.append(daily(Daily("2026-11-23", 120, 12, 3000.0, 0, Step.REQUIREMENTS, gentle)))
        self.screens.append(paused())

    def _join(self) -> None:
        """A code of another account is refused, asked about and used; then the accounts part again."""
        made = self._answer_to(Request(_OTHER, Place(Surface.DIRECT), LinkAccounts()))
        assert isinstance(made.data, dict)
        code = made.data["code"]
        self._answer_to(Request(_OTHER, Place(Surface.DIRECT), LinkAccounts(code)))
        for intent in (LinkAccounts(), LinkAccounts(code), LinkAccounts(code, confirmed=True), LinkAccounts(code)):
            self.asks(intent)
        for other in (ShowPrivacy(), UnlinkAccounts(), UnlinkAccounts(confirmed=True), LinkAccounts(code)):
            self.asks(other)
        for _ in range(MOST_TRIES):
            self.asks(LinkAccounts("CDFG-CDFG"))

    def _drill(self, start: Intent) -> None:
        """To its summary; then back into it, out of it, and where nothing is left."""
        screen = self.asks(start)
        for way in _WAYS:
            if screen.leave is None:
                break
            screen = self._turned(screen, way) if screen.entry else self._graded(screen, way)
        assert screen.leave is None
        self.asks(Undo())
        self.asks(_of(self.asks(StartDrill()), "quit"))
        self.asks(StartDrill(limit=0))

    def _turned(self, front: Screen, way: str) -> Screen:
        """Turn a card in one of several ways, after a flag on the front."""
        choices = [option.intent for block in front.blocks if isinstance(block, Options) for option in block.items]
        if way == "choose" and choices and choices[0]:
            return self.asks(choices[0])
        if way == "type" and front.entry and not choices:
            return self._typed(front, front.entry.intent)
        if way in {"skip", "suspend"}:
            return self.asks(_of(front, way))
        return self.asks(next(button.intent for button in front.buttons if button.word in {"show", "pass"}))

    def _typed(self, front: Screen, intent: Intent) -> Screen:
        """Say too much, which is flagged first; what cannot be read leaves the front open."""
        assert isinstance(intent, AnswerCard)
        flag = next(button.intent for button in front.buttons if button.word == "flag")
        assert isinstance(flag, FlagCard)
        self.asks(replace(flag, text=HOSTILE))
        try:
            return self.asks(replace(intent, text=HOSTILE))
        except BotError:
            return self.asks(replace(intent, text=""))

    def _graded(self, back: Screen, way: str) -> Screen:
        for block in back.blocks:
            if isinstance(block, Ticks) and isinstance(block.intent, TickElements) and not block.intent.ticked:
                return self.asks(replace(block.intent, ticked=(0, len(block.items) - 1)))
        grades = [button for button in back.buttons if not button.quiet]
        return self.asks(grades[0 if way == "again" else -1].intent)

    def _scenarios(self) -> list[Scenario]:
        return [card for card in self.library.visible(Viewer("local", None)) if isinstance(card, Scenario)]

    def _try(self, scenario: Scenario) -> None:
        samples = scenario.samples
        for answer in (samples.weak, samples.passing, samples.strong, scenario.model_answer, HOSTILE):
            prompt = self.asks(StartScenario(scenario.id))
            for fact in scenario.if_asked:
                prompt = self._ask(prompt, fact.asked_by[0])
            self._answer(self._ask(prompt, HOSTILE[:1000]), answer)
        self._answer(self.asks(StartScenario(scenario.id, aloud=True)), "")
        prompt = self.asks(StartScenario(scenario.id))
        assert prompt.entry
        assert isinstance(prompt.entry.intent, SubmitScenario)
        self._answer(self.asks(AddLine(prompt.entry.intent.session, HOSTILE)), "")

    def _ask(self, prompt: Screen, question: str) -> Screen:
        intent = _of(prompt, "ask")
        assert isinstance(intent, AskFact)
        return self.asks(replace(intent, text=question))

    def _answer(self, prompt: Screen, answer: str) -> None:
        intent = prompt.entry.intent if prompt.entry else _of(prompt, "tick")
        assert isinstance(intent, SubmitScenario)
        result = self.asks(replace(intent, text=answer))
        for block in result.blocks:
            if isinstance(block, Ticks):
                result = self.asks(replace(block.intent, ticked=tuple(range(len(block.items)))))
                break
        self.asks(_of(result, "done"))


def _of(screen: Screen, word: str) -> Intent:
    if word == "quit":
        assert screen.leave
        return screen.leave
    return next(button.intent for button in screen.buttons if button.word == word)


_WAYS = tuple(
    "skip" if number % 41 == 0 else "suspend" if number % 43 == 0 else way
    for number, way in enumerate(islice(cycle(("choose", "type", "pass", "again")), 3000), 1)
)
