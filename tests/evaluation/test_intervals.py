import pytest

from handoff.evaluation.intervals import wilson


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        # Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_of_the_literature(count, n, low, high):
    assert wilson(count, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("n", [1, 3, 500])
def test_the_ends_stay_within_a_share_and_mirror_each_other(n):
    nothing, everything = wilson(0, n), wilson(n, n)
    assert 0 <= nothing[0] == pytest.approx(0)
    assert 1 >= everything[1] == pytest.approx(1)
    assert nothing[1] == pytest.approx(1 - everything[0])
