"""How far the encoder and the features are trusted, by what they say to held-out articles."""

import pytest

from factextract.training.encoder.calibration import (
    FEATURES,
    OWN,
    Calibration,
    Measured,
    calibrate,
    figures_of,
)
from factextract.training.encoder.examples import Question


def question(rates: list[float], right: int) -> Question:
    marked = [number == right for number in range(len(rates))]
    return Question("role", (0, 1), ["level", "previous"], (), rates, marked)


def test_calibration_trusts_who_is_right() -> None:
    own_right = [
        Measured(question([-0.1, -2.4], right), [3.0 * (right == 0), 3.0 * (right == 1)]) for right in (0, 1)
    ]
    found = calibrate(own_right * 30, Calibration(1.0, 1.0))
    assert found.weight > 1.2
    assert 0 <= found.trust < 1
    own_wrong = [Measured(each.question, each.own[::-1]) for each in own_right]
    assert calibrate(own_wrong * 30, Calibration(1.0, 1.0)).weight < 0.1


def test_calibration_stays_with_training_where_nothing_is_held_out() -> None:
    assert calibrate([], Calibration(1.0, 0.7)) == Calibration(1.0, 0.7)


def test_both_are_weighed_by_how_often_they_are_right() -> None:
    rows = [Measured(question([-0.1, -2.4], 0), [2.0, 0.0])] * 900 + [
        Measured(question([-0.1, -2.4], 1), [2.0, 0.0])
    ] * 100
    found = calibrate(rows, Calibration(1.0, 1.0))
    # Nine times in ten the first is right: together they should say so.
    assert found.weight * 2.0 + found.trust * 2.3 == pytest.approx(2.2, abs=0.2)


def test_a_right_answer_that_is_ruled_out_breaks_nothing() -> None:
    found = calibrate([Measured(question([0.0, -12.0], 1), [900.0, -900.0])] * 5, Calibration(1.0, 1.0))
    assert found.weight < 0.1


def test_figures() -> None:
    rows = {"role": [Measured(question([-0.1, -2.4], right), [0.0, 5.0]) for right in (0, 1, 1, 2)]}
    figures = figures_of(rows, {"role": OWN})["role"]
    assert (figures.questions, figures.by_features, figures.with_encoder) == (4, 0.25, 0.5)
    assert figures.loss_by_features == pytest.approx((0.0955 + 2.3955 * 2) / 3, abs=1e-3)
    assert figures_of(rows, {"role": FEATURES})["role"].with_encoder == 0.25
