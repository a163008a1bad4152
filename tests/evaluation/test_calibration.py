import pytest

from handoff.evaluation.calibration import Bin, Guess, sort_into_bins


def test_a_bin_has_the_mean_confidence_and_the_share_right_of_its_guesses():
    bins = sort_into_bins([Guess(0.62, right=True), Guess(0.68, right=False), Guess(0.65, right=True)])
    assert (bins[6].low, bins[6].high, bins[6].count) == (0.6, 0.7, 3)
    assert bins[6].mean_confidence == pytest.approx(0.65)
    assert bins[6].share_right == pytest.approx(2 / 3)


def test_ten_bins_cover_every_confidence_once_and_empty_ones_claim_nothing():
    bins = sort_into_bins([Guess(0.0, right=False), Guess(0.1, right=True), Guess(1.0, right=True)])
    assert [part.count for part in bins] == [1, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert bins[5] == Bin(0.5, 0.6, 0, None, None)
    assert [part.high for part in bins[:-1]] == [part.low for part in bins[1:]]
