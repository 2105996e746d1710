"""Radar figures against scipy and brute force."""

import numpy as np
import pytest
from scipy import stats

from engine.measures.sar.backscatter import compare, decibels, lee, roc


def test_roc_against_counting_pairs():
    rng = np.random.default_rng(0)
    positive = rng.random(300) < 0.3
    score = np.round(rng.normal(positive * 0.8, 1.0), 1)  # with ties
    got = roc(score, positive)
    higher = (score[positive][:, None] > score[~positive]).mean()
    equal = (score[positive][:, None] == score[~positive]).mean()
    assert got.area == pytest.approx(higher + 0.5 * equal, abs=1e-12)
    # scipy knows the same number as Mann and Whitney's U.
    u = stats.mannwhitneyu(score[positive], score[~positive]).statistic
    assert got.area == pytest.approx(u / (positive.sum() * (~positive).sum()), abs=1e-12)
    gains = {t: (score[positive] >= t).mean() - (score[~positive] >= t).mean() for t in np.unique(score)}
    assert gains[got.threshold] == pytest.approx(max(gains.values()))
    assert np.isnan(roc(score, np.ones(300, bool)).area)


def test_figures_against_scipy():
    rng = np.random.default_rng(1)
    roughness = rng.lognormal(4, 1, 5000)
    backscatter = 2 * np.log10(roughness) - 2 + rng.normal(0, 1, 5000)
    got = compare(roughness, backscatter, 100.0, 2.5)
    assert got.pearson == pytest.approx(stats.pearsonr(np.log10(roughness), backscatter)[0])
    assert got.spearman == pytest.approx(stats.spearmanr(roughness, backscatter)[0])
    assert got.rough_bright_percent == pytest.approx(100 * np.mean(backscatter[roughness > 100] > 2.5))
    assert got.rough_percent == pytest.approx(100 * np.mean(roughness > 100))
    nothing = compare(np.array([1.0]), np.array([1.0]), 100.0, 2.5)
    assert np.isnan(nothing.pearson) and np.isnan(nothing.rough_bright_percent)


def test_decibels_and_speckle():
    assert decibels(np.array([[1.0, 100.0, 0.0, -1.0]], np.float32))[0, :2] == pytest.approx([0.0, 20.0])
    assert np.isnan(decibels(np.array([[0.0, -1.0]], np.float32))).all()
    rng = np.random.default_rng(2)
    even = rng.gamma(8.0, 1 / 8.0, (120, 120)).astype(np.float32)
    even[:, 60:] *= 10.0
    even[5, 5] = np.nan
    got = lee(even)
    assert np.isnan(got[5, 5]) and np.isfinite(got).sum() == even.size - 1
    assert np.nanstd(got[:, :50]) < 0.7 * np.nanstd(even[:, :50])
    assert np.nanmean(got[:, :50]) == pytest.approx(np.nanmean(even[:, :50]), rel=0.02)
    assert np.nanmean(got[:, 70:]) > 8 * np.nanmean(got[:, :50])  # the edge stays
