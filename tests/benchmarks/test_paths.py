"""A newcomer can follow a piece of news through few files."""

from __future__ import annotations

from tests.benchmarks.paths import walked


async def test_few_files_are_entered_until_a_page_is_ingested_and_told():
    of_ingest, of_digest = await walked()

    assert len(of_ingest) <= 42, sorted(of_ingest)
    assert len(of_digest) <= 86, sorted(of_digest)
