"""The benchmark of related news asks the real command, on few articles."""

from __future__ import annotations

from tests.benchmarks.stories_related import main


def test_both_are_timed_on_the_same_articles(capsys):
    main(["--articles", "900", "--samples", "40"])

    head, ours, plain = capsys.readouterr().out.splitlines()
    assert head.startswith("900 articles")
    assert ours.startswith("/related")
    assert plain.startswith("FTS5")
    assert all(float(value) > 0 for line in (ours, plain) for value in line.split()[-3:])
