"""The benchmark of alerts tells the real ones, to few chats."""

from __future__ import annotations

from tests.benchmarks.alerts import main


def test_who_asks_for_the_same_is_told_the_same(capsys):
    main(["--chats", "60", "--filters", "9", "--items", "3"])

    head, columns, many, one = capsys.readouterr().out.splitlines()
    assert head == "60 chats, 3 new articles"
    assert columns.split() == ["alerts", "seconds", "blocked", "writing"]
    assert many.startswith("9 senses")
    assert one.split()[:3] == ["one", "sense", "60"]
