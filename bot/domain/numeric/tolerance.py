"""How near a number must lie to another to count as the same under a card's tolerance."""

import math

from bot.domain.card import Tolerance, ToleranceKind


def is_within(tolerance: Tolerance, key: float, value: float, times: float = 1.0) -> bool:
    """Whether `value` lies within `times` tolerances of `key`; under EXACT and FACTOR `times` changes nothing."""
    if math.isclose(value, key, rel_tol=1e-9, abs_tol=1e-12):
        return True
    match tolerance.kind:
        case ToleranceKind.EXACT:
            return False
        case ToleranceKind.RELATIVE:
            return abs(value - key) <= times * tolerance.size * abs(key) * (1 + 1e-9)
        case ToleranceKind.ABSOLUTE:
            return abs(value - key) <= times * tolerance.size * (1 + 1e-9)
        case ToleranceKind.FACTOR:
            return key * value > 0 and 1 / tolerance.size <= value / key * (1 + 1e-9) <= tolerance.size * (1 + 2e-9)
