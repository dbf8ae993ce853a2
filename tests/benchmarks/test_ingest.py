"""The benchmark of ingestion runs, small, and says what it leaves out."""

from __future__ import annotations

import json

from tests.benchmarks.hazards import cost_of_hazards
from tests.benchmarks.ingest import run


async def test_without_the_data_folder_it_measures_polling_and_says_what_is_missing(capfd):
    await run(None, gets=30, feeds=20)

    printed = capfd.readouterr().out
    assert "30 conditional requests, 60 hosts" in printed
    assert "20 feeds due at once" in printed
    rows = [row for row in map(str.split, printed.splitlines()) if len(row) == 5]
    assert {how: new_items for how, _, _, new_items, _ in rows} == {"ours": "4", "plainly": "4"}
    assert "NEWS_DATA names no data folder" in printed


async def test_a_hostile_feed_costs_what_its_worker_says(tmp_path):
    deep = b"<rss><channel>" + b"<x>" * 50_000
    (tmp_path / "deep.xml").write_bytes(deep)
    (tmp_path / "fine.xml").write_bytes(b"<rss><channel><item><title>A</title></item></channel>")
    rows = [
        {"file": "deep.xml", "cls": "hazard"},
        {"file": "fine.xml", "cls": "hazard"},
        {"file": "other.xml", "cls": "ok"},
    ]
    (tmp_path / "manifest.json").write_text(json.dumps(rows))

    costs, _ = await cost_of_hazards(tmp_path)

    assert [(cost.name, cost.answer) for cost in costs] == [
        ("deep.xml", "the page is too large"),
        ("fine.xml", "1 items"),
    ]
    assert all(cost.is_survived for cost in costs)
