"""The JSON Schema of a deck file, for editors: `cards/schema.json` is this export."""

import json
from typing import Any

from bot.content.schema import DeckFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def export() -> str:
    """The schema as stable, sorted JSON with a final newline."""
    schema = DeckFile.model_json_schema(by_alias=True)
    schema |= {"$schema": DIALECT, "title": "mlsd-bot deck file"}
    return json.dumps(_as_editors_see_it(schema), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _as_editors_see_it(part: Any) -> Any:
    """An editor reads an unquoted 42 or true as no text, while the loader keeps it: free text admits all three."""
    if isinstance(part, list):
        return [_as_editors_see_it(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    changed = {key: _as_editors_see_it(value) for key, value in part.items()}
    if part.get("type") == "string" and not part.keys() & {"const", "enum", "pattern"}:
        changed["type"] = ["string", "number", "boolean"]
    return changed
