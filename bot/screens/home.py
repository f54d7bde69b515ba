"""Where a person stands today, on one page: what waits, what is open, how it goes, and the ways on."""

from dataclasses import dataclass
from datetime import date

from bot.domain.schedule import Schedule
from bot.domain.steps import Step
from bot.intents import Help, ShowPrivacy, ShowSchedule, ShowSettings, ShowStats, StartDrill, StartScenario
from bot.screens.hints import HOME
from bot.screens.model import Button, Facts, Heading, Paragraph, Screen, code, spans
from bot.screens.schedule import in_words
from bot.screens.words import STEP_NAMES, duration, plural


@dataclass(frozen=True, slots=True)
class Home:
    """What the page shows. `seconds` is about how long today's cards take; `left` counts those of an open drill.

    `scenario` is the title of an open one. Of the settings: minutes and new cards a day, the zone, when to ask first.
    """

    due: int
    new: int
    seconds: float
    left: int
    scenario: str | None
    streak: int
    known: int
    all_cards: int
    weakest: Step | None
    minutes_a_day: int
    new_a_day: int
    zone: str
    schedule: Schedule | None
    today: date


def overview(made: Home) -> Screen:
    """The whole page."""
    return Screen(
        HOME,
        (
            Facts(_standing(made)),
            Heading("Settings"),
            Facts(_settings(made)),
            Paragraph(spans("Type ", code("help"), " for everything I can do.")),
        ),
        _ways_on(made),
    )


def _standing(made: Home) -> tuple[tuple[str, str], ...]:
    facts = [("Today", _today(made))]
    if made.left:
        facts.append(("Open drill", f"{plural(made.left, 'card')} left"))
    if made.scenario:
        facts.append(("Open scenario", made.scenario))
    facts += [("Days in a row", str(made.streak)), ("Known", f"{made.known} of {made.all_cards} cards")]
    if made.weakest:
        facts.append(("Weakest step", STEP_NAMES[made.weakest]))
    return tuple(facts)


def _today(made: Home) -> str:
    if not made.due + made.new:
        return "nothing more is due"
    parts = [f"{made.due} due"] * bool(made.due) + [f"{made.new} new"] * bool(made.new)
    return f"{' and '.join(parts)}, about {duration(made.seconds)}"


def _settings(made: Home) -> tuple[tuple[str, str], ...]:
    return (
        ("A day", f"{plural(made.minutes_a_day, 'minute')}, at most {plural(made.new_a_day, 'new card')}"),
        ("Time zone", made.zone),
        ("I write first", in_words(made.schedule, made.today)),
    )


def _ways_on(made: Home) -> tuple[Button, ...]:
    drill = "Go on with the drill" if made.left else "Start today's drill"
    scenario = "Go on with the scenario" if made.scenario else "A scenario"
    return (
        Button(drill, "drill", StartDrill(), default=True),
        Button(scenario, "scenario", StartScenario()),
        Button("Statistics", "stats", ShowStats()),
        Button("Settings", "settings", ShowSettings()),
        Button("When I write first", "schedule", ShowSchedule(), quiet=True),
        Button("Privacy", "privacy", ShowPrivacy(), quiet=True),
        Button("Help", "help", Help(), quiet=True),
    )
