"""Numbers that begin with their point."""

import pytest

from bot.domain.answers import text


@pytest.mark.parametrize(("accepted", "given", "right"), [(".3", "3", False), (".3", "0.3", True), ("0.2", ".2", True)])
def test_a_bare_point_is_zero_point(accepted: str, given: str, right: bool) -> None:
    """`.3` is 0.3 and never 3."""
    assert text.grade((accepted,), given).correct is right
