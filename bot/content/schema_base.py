"""What every authored form is built of: texts with their limits, numbers and truth values as YAML 1.2 writes them."""

import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

_WHOLE = re.compile(r"[-+]?(0|[1-9]\d*)")
_NUMBER = re.compile(r"[-+]?(\.\d+|(0|[1-9]\d*)(\.\d*)?)([eE][-+]?\d+)?")


def _whole(value: object) -> object:
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        raise PydanticCustomError("not_a_number", "needs a whole number such as 12")
    return value


def _number(value: object) -> object:
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise PydanticCustomError("not_a_number", "needs a number such as 12, 0.5 or 1e6")
    return value


def _truth(value: object) -> object:
    if isinstance(value, str) and value not in {"true", "false"}:
        raise PydanticCustomError("not_a_truth", "needs true or false")
    return value


# The parser leaves every scalar as text. What counts as a number or a truth value is YAML 1.2's core schema without
# its surprises: `012`, `1_000`, `1:30`, `.inf`, `yes` and `on` are text, and therefore refused where a number belongs.
Whole = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[float, BeforeValidator(_number)]
Truth = Annotated[bool, BeforeValidator(_truth)]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)]
Formula = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Wordings = Annotated[tuple[Paragraph, ...], Field(min_length=1, max_length=4)]
Spellings = Annotated[tuple[Line, ...], Field(min_length=1, max_length=12)]
Audience = Annotated[str, StringConstraints(pattern=r"^(everyone|tenant:[\w:.-]+|channel:[\w:.-]+)$")]


class Authored(BaseModel):
    """Base of every model that an author writes: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
