"""The six-step sheet."""

from bot.domain.steps import Framework, Step, StepGuide
from bot.screens.model import Block, Bullets, Facts, Heading, Paragraph, Screen, Table, spans, strong


def sheet(framework: Framework) -> Screen:
    """All steps on one screen, with both time budgets in minutes."""
    rows = [
        (f"{number}. {guide.name}", str(guide.minutes), str(guide.squeezed_minutes))
        for number, guide in enumerate(framework.steps, 1)
    ]
    rows.append(("Buffer", str(framework.buffer_minutes), str(framework.squeezed_buffer_minutes)))
    return Screen(
        "The six steps of a 45-minute interview",
        (
            Table(("Step", "min", "min, if the interviewer digs early"), tuple(rows)),
            *(_settles(number, guide) for number, guide in enumerate(framework.steps, 1)),
            Paragraph(spans(framework.protect)),
        ),
    )


def step(framework: Framework, which: Step) -> Screen:
    """One step in full."""
    number, guide = next((n, guide) for n, guide in enumerate(framework.steps, 1) if guide.step is which)
    return Screen(
        f"Step {number} of 6: {guide.name}",
        (
            Facts((("Time", f"{guide.minutes} min, or {guide.squeezed_minutes} if the interviewer digs early"),)),
            Paragraph(spans(strong("Settles: "), guide.settles)),
            *_list("Ask", guide.asks),
            *_list("Name", guide.names),
            *_list("You are off track when", guide.off_track),
        ),
    )


def _settles(number: int, guide: StepGuide) -> Paragraph:
    return Paragraph(spans(strong(f"{number}. {guide.name}: "), guide.settles))


def _list(title: str, items: tuple[str, ...]) -> tuple[Block, ...]:
    return (Heading(title), Bullets(tuple(spans(item) for item in items))) if items else ()
