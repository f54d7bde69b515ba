"""The JSON Schema for editors, and how scalars become numbers, truth values and text."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

import bot
from bot.content.jsonschema import export
from bot.content.schema import AloudEntry, DrawEntry, SourceEntry, TypedEntry

SCHEMA = Path(bot.__file__).parent.parent / "cards" / "schema.json"


def test_the_schema_file_is_the_export() -> None:
    """Whoever changes the authored form writes the export to the file again."""
    assert SCHEMA.read_text(encoding="utf-8") == export()


def test_the_export_is_stable_and_described() -> None:
    """Sorted JSON with a title, a dialect, and words on what a deck file is."""
    schema = json.loads(export())
    assert export() == json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert schema["title"] == "mlsd-bot deck file"
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["description"]
    assert schema["$defs"]["DrawEntry"]["properties"].keys() == {"from", "to", "pick"}


def test_an_editor_accepts_unquoted_numbers_where_text_is_meant() -> None:
    """`accepted: [42, true]` loads as text, so the schema does not complain of it; an id stays text."""
    typed = json.loads(export())["$defs"]["TypedEntry"]["properties"]
    assert typed["accepted"]["items"]["type"] == ["string", "number", "boolean"]
    assert typed["id"]["type"] == "string"


@pytest.mark.parametrize("scalar", ["42", "012", "no", "1e3", "true", "1.50"])
def test_text_fields_keep_what_was_written(scalar: str) -> None:
    """An accepted answer is compared with what people type, so 1.50 must not become 1.5."""
    entry = {"id": "x", "kind": "typed", "front": ["a"], "why": "b", "sources": ["c"], "accepted": [scalar]}
    assert TypedEntry.model_validate(entry).accepted == (scalar,)


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12.0), ("0.5", 0.5), (".5", 0.5), ("1e6", 1e6), ("+3", 3.0), ("2.5E-3", 0.0025)]
)
def test_number_fields_read_numbers(text: str, number: float) -> None:
    """The ways in which YAML 1.2 writes a decimal number."""
    assert DrawEntry.model_validate({"pick": [text, "7"]}).pick == (number, 7.0)


@pytest.mark.parametrize(
    "text", ["012", "1_000", "1:30", ".inf", "inf", "nan", "0x10", "1,000", "12k", "", "true", " 1"]
)
def test_number_fields_refuse_what_only_looks_like_one(text: str) -> None:
    """What YAML 1.1 or Python would take for a number is told as the slip that it mostly is."""
    with pytest.raises(ValidationError, match="needs a number"):
        DrawEntry.model_validate({"pick": [text, "7"]})
    with pytest.raises(ValidationError, match="needs a whole number"):
        AloudEntry.model_validate({"seconds": text, "elements": ["a", "b"]})


@pytest.mark.parametrize(("text", "truth"), [("true", True), ("false", False)])
def test_truth_fields_read_true_and_false(text: str, *, truth: bool) -> None:
    """And nothing else."""
    assert SourceEntry.model_validate({"title": "t", "year": "2020", "primary": text}).primary is truth


@pytest.mark.parametrize("text", ["yes", "no", "on", "off", "1", "y", "True "])
def test_truth_fields_refuse_yes_and_no(text: str) -> None:
    """They are text in YAML 1.2."""
    with pytest.raises(ValidationError, match="needs true or false"):
        SourceEntry.model_validate({"title": "t", "year": "2020", "primary": text})
