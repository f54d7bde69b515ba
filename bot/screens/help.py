"""What one can do, made from the table of commands."""

from collections.abc import Sequence

from bot.commands import Command
from bot.screens.model import Bullets, Facts, Heading, Paragraph, Screen, code, spans


def overview(commands: Sequence[Command]) -> Screen:
    """What a newcomer needs, then every command in a line."""
    return Screen(
        "mlsd: drills for machine-learning system design interviews",
        (
            Paragraph(
                spans(
                    "Start with ",
                    code("drill"),
                    ": a few minutes a day, and each card comes back when you are about to forget it. ",
                    "For a whole design question, try ",
                    code("scenario fraud"),
                    ".",
                )
            ),
            Facts(tuple((command.usage, command.help) for command in commands)),
            Paragraph(spans("More on one command: ", code("help drill"), ".")),
        ),
    )


def command(row: Command) -> Screen:
    """One command in full."""
    options = tuple((parameter.name, parameter.help) for parameter in row.parameters)
    return Screen(
        row.usage,
        (
            Paragraph(spans(row.help)),
            *((Facts(options),) if options else ()),
            Heading("For example"),
            Bullets(tuple(spans(code(example)) for example in row.examples)),
        ),
    )
