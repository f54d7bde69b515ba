"""Export the person's review log."""

import csv
import io
import json
from collections.abc import Mapping, Sequence

from bot.intents import ExportReviews
from bot.screens.model import File, Note, Reply, Screen, Tone, spans
from bot.screens.words import plural
from bot.store import reviews
from bot.usecases.context import Context


def export_reviews(context: Context, intent: ExportReviews) -> Reply:
    """One row a review, oldest first, as JSON lines or CSV."""
    rows = [row.exported() for row in reviews.history(context.tx, context.person)]
    write = _csv if intent.format == "csv" else _jsonl
    name = f"reviews.{intent.format}"
    screen = Screen("Your review log", (Note(Tone.INFO, spans(f"{plural(len(rows), 'review')} in {name}.")),))
    return Reply((screen,), (File(name, write(rows)),), data=rows)


def _jsonl(rows: Sequence[Mapping[str, object]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _csv(rows: Sequence[Mapping[str, object]]) -> str:
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
