"""The benchmark of pages says what it lacks, and its weights follow the signs."""

from __future__ import annotations

import numpy as np
import pytest

from bot.ingest.extract.body import BlockSigns, BodyCandidates
from tests.benchmarks import pages
from tests.training import body_weights
from tests.training.body_weights import Page, fit

PARAGRAPH = BlockSigns(taken=True, akin=1.8, linked=0, invites=False, furniture=0, quoted=False)
TEASER = BlockSigns(taken=True, akin=0.1, linked=0.5, invites=True, furniture=2, quoted=False)


@pytest.mark.parametrize("main", [pages.main, body_weights.main])
def test_without_its_data_it_says_in_a_sentence_what_to_name(main, monkeypatch, tmp_path):
    monkeypatch.setattr("sys.argv", ["benchmark"])
    for named in ("", str(tmp_path)):
        monkeypatch.setenv("NEWS_DATA", named)
        with pytest.raises(SystemExit, match=r"^Name in NEWS_DATA a folder"):
            main()


def test_what_speaks_for_an_article_weighs_more_than_nothing_and_what_speaks_against_less():
    found = BodyCandidates([], [PARAGRAPH] * 8 + [TEASER] * 4)
    page = Page({}, "coast-times.example", found, np.array([1.0] * 8 + [0.0] * 4), np.ones(12))
    _, weights = fit([page])
    assert weights.akin > 0
    assert max(weights.linked, weights.invites, weights.furniture) < 0
    assert abs(weights.quoted) < 1e-9
