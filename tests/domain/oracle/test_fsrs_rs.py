"""Our stability and difficulty against the Rust implementation of the model."""

import pytest

from tests.domain.oracle.histories import histories

HISTORIES = 200
LENGTH = 8
TOLERANCE = 1e-5


def test_stability_and_difficulty_are_those_of_fsrs_rs() -> None:
    """After every answer of 200 histories over local days both numbers are within 1e-5 of fsrs-rs."""
    rust = pytest.importorskip("fsrs_rs_python")
    model = rust.FSRS(rust.DEFAULT_PARAMETERS)
    for played in histories(HISTORIES, LENGTH):
        reviews = [rust.FSRSReview(int(answered.grade), answered.elapsed_days) for answered in played]
        for length, answered in enumerate(played, start=1):
            state = model.memory_state(rust.FSRSItem(reviews[:length]))
            assert answered.memory.stability == pytest.approx(state.stability, rel=TOLERANCE)
            assert answered.memory.difficulty == pytest.approx(state.difficulty, rel=TOLERANCE)
