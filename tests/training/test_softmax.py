"""Fitting one task on decisions made for it."""

import numpy as np
import pytest

from factextract.training.examples import Example
from factextract.training.lbfgs import minimise
from factextract.training.softmax import Settings, _Likelihood, choose, fit_task


def example(*candidates: list[str], right: int | None = 0) -> Example:
    return Example("task", candidates, [number == right for number in range(len(candidates))], 0)


NEAR = [example(["far", "a date"], ["near", "a date"], right=1), example(["near"], ["far"], ["far"])]


def test_learns_what_tells_right_from_wrong() -> None:
    weights = fit_task(NEAR * 5, Settings())
    assert weights["near"] > 0 > weights["far"]
    assert all(choose(weights, decision.candidates) == decision.right.index(True) for decision in NEAR)


def test_what_all_candidates_share_gets_no_weight() -> None:
    assert "a date" not in fit_task(NEAR * 5, Settings())


def test_is_the_same_on_every_run() -> None:
    assert fit_task(NEAR * 5, Settings()) == fit_task(NEAR * 5, Settings())


def test_l2_draws_to_zero() -> None:
    assert fit_task(NEAR * 5, Settings(l2=0.1))["near"] > fit_task(NEAR * 5, Settings(l2=10))["near"]


def test_rare_features_get_no_weight() -> None:
    seldom = [*NEAR * 5, example(["near", "once"], ["far"])]
    assert "once" not in fit_task(seldom, Settings(least=2))
    assert "once" in fit_task(seldom, Settings(least=1))


def test_several_right_candidates_share_the_credit() -> None:
    both = Example("task", [["one"], ["two"], ["three"]], [True, True, False], 0)
    weights = fit_task([both] * 5, Settings())
    assert weights["one"] == weights["two"] > weights["three"]


def test_decisions_without_a_right_candidate_say_nothing() -> None:
    assert fit_task([example(["near"], ["far"], right=None)] * 5, Settings()) == {}


def test_weights_have_three_decimals() -> None:
    assert all(weight == round(weight, 3) for weight in fit_task(NEAR * 5, Settings()).values())


def test_gradient_is_that_of_the_loss() -> None:
    likelihood = _Likelihood(NEAR, ["a date", "far", "near"], l2=0.5)
    point, step = np.array([0.3, -0.2, 0.7]), 1e-6
    _, gradient = likelihood.loss(point)
    for number, unit in enumerate(np.eye(3)):
        rise = likelihood.loss(point + step * unit)[0] - likelihood.loss(point - step * unit)[0]
        assert rise / (2 * step) == pytest.approx(gradient[number], abs=1e-6)


def test_minimise_finds_the_bottom_of_a_curved_valley() -> None:
    def valley(point: np.ndarray) -> tuple[float, np.ndarray]:
        x, y = point
        value = 1 + (1 - x) ** 2 + 100 * (y - x * x) ** 2
        return value, np.array([-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])

    assert minimise(valley, np.array([-1.2, 1.0])) == pytest.approx([1, 1], abs=0.05)
