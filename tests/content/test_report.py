"""The report counts what is in the decks, as tables and as JSON."""

import json
from pathlib import Path

from typer.testing import CliRunner

from bot.cli import app
from bot.content.loader import load
from bot.content.report import Table, report
from tests.content.decks import CHOICE, NUMERIC, NUMERIC_FRONT, card, deck, five_points, folder

HEAD = "terms:\n  - {id: store, name: Store, step: data, meaning: Keeps features.}\n"


def bank(path: Path) -> Path:
    """Two decks: one with a card of five kinds, two of them core, and one with a single card."""
    cards = [
        card("flip", tier="core", tags="[fraud]", step="data"),
        card("key", "choice", CHOICE, tags="[feed]"),
        card("word", "typed", "accepted: [the online store, store]", sources="[book]"),
        card("sum", "numeric", NUMERIC, front=NUMERIC_FRONT, sources="[paper, book]"),
        card("open", "scenario", five_points().replace("[taught]", "[flip]"), tier="core"),
    ]
    other = deck(card("far", sources="[book]"), name="other", source="note")
    return folder(path, {"a.yaml": deck(*cards, head=HEAD), "b.yaml": other})


def tables(path: Path) -> dict[str, Table]:
    """The report's tables by title."""
    return {table.title: table for table in report(load([bank(path)]))}


def row(table: Table, name: str) -> dict[str, str | int]:
    """One row by the name that it begins with."""
    return next(row for row in table.as_data() if row[table.columns[0]] == name)


def test_steps_add_up(tmp_path: Path) -> None:
    """Every card stands under one step; terms are counted beside them."""
    table = tables(tmp_path)["By step"]
    assert row(table, "data") == {
        **dict.fromkeys(table.columns, 0), "step": "data", "cards": 1, "core": 1, "flip": 1, "terms": 1
    }  # fmt: skip
    assert row(table, "serving")["cards"] == 5
    assert row(table, "all")["cards"] == 6
    assert row(table, "all")["core"] == 2


def test_kinds_tiers_and_types(tmp_path: Path) -> None:
    """Aliases of types count for their type, scenarios for their own."""
    found = tables(tmp_path)
    flips = {"kind": "flip", "core": 1, "more": 1, "deep": 0, "cards": 2, "%": 33}
    assert row(found["By kind and tier"], "flip") == flips
    assert row(found["By deck"], "other")["cards"] == 1
    assert row(found["By problem type"], "ranking")["cards"] == 2
    assert row(found["By problem type"], "fraud")["cards"] == 1
    assert row(found["Scenarios"], "ranking") == {
        "type": "ranking", "designs": 1, "curveballs": 0, "mid": 0, "senior": 1, "staff": 0, "rubric points": 5
    }  # fmt: skip


def test_sources_and_lengths(tmp_path: Path) -> None:
    """Citations and works are told apart; of an answer the shown spelling counts."""
    found = tables(tmp_path)
    assert row(found["Sources"], "of primary works") == {"what": "of primary works", "count": 4, "share": "57 %"}
    assert row(found["Sources"], "primary works")["share"] == "50 %"
    assert row(found["Sources"], "templates with two sources or more")["share"] == "100 %"
    assert row(found["Length in words, scenarios aside"], "answer")["longest"] == 3
    assert row(found["Length in words, scenarios aside"], "answer")["texts"] == 4
    assert row(found["The key among the options, by length"], "between")["choices"] == 1


def test_the_command_prints_tables_and_json(tmp_path: Path) -> None:
    """Whole, though a pipe has no width; the JSON holds the same rows."""
    where = str(bank(tmp_path))
    printed = CliRunner().invoke(app, ["cards", "report", where])
    assert printed.exit_code == 0
    assert "requirements" in printed.output
    assert "…" not in printed.output
    data = json.loads(CliRunner().invoke(app, ["cards", "report", "--json", where]).output)
    assert data == {table.title: table.as_data() for table in tables(tmp_path).values()}


def test_an_empty_bank_has_a_report(tmp_path: Path) -> None:
    """Nothing is divided by zero."""
    found = report(load([folder(tmp_path, {})]))
    assert row(found[0], "all")["cards"] == 0
