"""The formulas that card authors write, evaluated safely. The only importer of simpleeval.

Allowed: numbers, names, lists, `+ - * / // % **`, comparisons, `and or not`, and these functions. `ceil floor round`
(half away from zero), `sqrt exp ln log2 log10`; `min max sum` of a list or of arguments, `abs`; `descending(list)`;
`dcg(list)` = Σ relevance / log2(i + 2) with i from 0, so that the first place counts fully.
There is no `if`: a draw for which a formula has no value, such as the logarithm of 0, is refused like one that breaks a
`require`. Every result is rounded to 12 significant digits, so that 1 − 0.7 − 0.2 is 0.1 and ceil(0.3 / 0.1) is 3.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from simpleeval import EvalWithCompoundTypes, InvalidExpression

from bot.domain.errors import BotError

Number = int | float
Value = Number | list[Number]

LONGEST_FORMULA = 300
LARGEST_EXPONENT = 256
ALLOWED = "Use numbers, names, lists, + - * / // % **, comparisons, and/or/not, and the functions of the guide."
_NODES = (ast.Constant, ast.Name, ast.List, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Call)


class FormulaError(BotError):
    """A formula that cannot be read, or that has no value for these numbers."""


def evaluate(formula: str, names: Mapping[str, Value]) -> Value:
    """The value of a formula, a number or a list of numbers. Raises FormulaError."""
    evaluator = EvalWithCompoundTypes(operators=_OPERATORS, functions=dict(_FUNCTIONS), names=dict(names))
    evaluator.functions = _FUNCTIONS
    evaluator.nodes = {node: handler for node, handler in evaluator.nodes.items() if node in _NODES}
    try:
        return _checked(evaluator.eval(formula, previously_parsed=_parse(formula)))
    except (InvalidExpression, ArithmeticError, ValueError, TypeError, RecursionError) as error:
        raise FormulaError(f"`{formula}` cannot be worked out: {error}.") from error


def evaluate_number(formula: str, names: Mapping[str, Value]) -> Number:
    """The value of a formula that must be one number. Raises FormulaError."""
    value = evaluate(formula, names)
    if isinstance(value, list):
        raise FormulaError(f"`{formula}` gives a list where one number is needed.")
    return value


def names_in(formula: str) -> frozenset[str]:
    """The names that a formula reads, unknown functions among them. Raises FormulaError where it cannot be parsed."""
    nodes = ast.walk(_parse(formula))
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name)) - _FUNCTIONS.keys()


def is_function(name: str) -> bool:
    """Whether a name is taken by a function and therefore not free for a number."""
    return name in _FUNCTIONS


def clean(value: float) -> Number:
    """A number without the noise of binary arithmetic: 12 significant digits, whole numbers as int."""
    if abs(value) < 1e-12:
        return 0
    rounded = float(f"{value:.12g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


@lru_cache(maxsize=2048)
def _parse(formula: str) -> ast.expr:
    if len(formula) > LONGEST_FORMULA:
        raise FormulaError(f"A formula of {len(formula)} characters is too long; {LONGEST_FORMULA} are allowed.")
    try:
        tree = ast.parse(formula.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise FormulaError(f"`{formula}` is no formula: {error}.") from error
    strange = next((type(node).__name__ for node in ast.walk(tree) if not _is_allowed(node)), "")
    if strange:
        raise FormulaError(f"`{formula}` uses {strange}, which formulas do not have.", ALLOWED)
    return tree


def _is_allowed(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, float)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and not node.keywords
    return isinstance(node, (*_NODES, ast.expr_context, ast.boolop)) or type(node) in _OPERATORS


def _checked(value: object) -> Value:
    if isinstance(value, list):
        return [_number(item) for item in value]
    return _number(value)


def _number(value: object) -> Number:
    if not isinstance(value, int | float):
        raise TypeError(f"a number is needed, not {type(value).__name__}")
    if not math.isfinite(value):
        raise OverflowError("the result is too large")
    return clean(value)


def _numbers(*values: object) -> list[Number]:
    """The arguments of min, max and sum: one list, or numbers."""
    listed = values[0] if len(values) == 1 and isinstance(values[0], list) else values
    return [_number(value) for value in listed]


def _on_numbers(function: Callable[..., Any]) -> Callable[..., Number]:
    """The function on cleaned numbers only: no text, no lists, no infinities, a clean result."""

    def checked(*values: object) -> Number:
        return _number(function(*map(_number, values)))

    return checked


def _power(base: Number, exponent: Number) -> object:
    if abs(exponent) > LARGEST_EXPONENT:
        raise OverflowError(f"a power above {LARGEST_EXPONENT} is refused")
    return float(base) ** exponent


def _whole_quotient(one: Number, other: Number) -> int:
    return math.floor(clean(one / other))


def _remainder(one: Number, other: Number) -> float:
    return one - other * _whole_quotient(one, other)


def _round(value: Number, digits: Number = 0) -> float:
    scale = 10.0 ** int(digits)
    return math.copysign(math.floor(clean(abs(value) * scale + 0.5)), value) / scale


def _dcg(gains: object) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(_numbers(gains)))


def _descending(values: object) -> list[Number]:
    return sorted(_numbers(values), reverse=True)


_OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: _on_numbers(operator.add),
    ast.Sub: _on_numbers(operator.sub),
    ast.Mult: _on_numbers(operator.mul),
    ast.Div: _on_numbers(operator.truediv),
    ast.FloorDiv: _on_numbers(_whole_quotient),
    ast.Mod: _on_numbers(_remainder),
    ast.Pow: _on_numbers(_power),
    ast.UAdd: _on_numbers(operator.pos),
    ast.USub: _on_numbers(operator.neg),
    ast.Not: operator.not_,
    ast.Eq: _on_numbers(operator.eq),
    ast.NotEq: _on_numbers(operator.ne),
    ast.Lt: _on_numbers(operator.lt),
    ast.LtE: _on_numbers(operator.le),
    ast.Gt: _on_numbers(operator.gt),
    ast.GtE: _on_numbers(operator.ge),
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ceil": _on_numbers(math.ceil),
    "floor": _on_numbers(math.floor),
    "round": _on_numbers(_round),
    "sqrt": _on_numbers(math.sqrt),
    "exp": _on_numbers(math.exp),
    "ln": _on_numbers(math.log),
    "log2": _on_numbers(math.log2),
    "log10": _on_numbers(math.log10),
    "abs": _on_numbers(abs),
    "min": lambda *values: min(_numbers(*values)),
    "max": lambda *values: max(_numbers(*values)),
    "sum": lambda *values: sum(_numbers(*values)),
    "dcg": _dcg,
    "descending": _descending,
}
