"""Killed at random moments, no acknowledged act is lost and none is half there.

Twelve times here, to the part of the server that takes commands (benchmarks/commands_alone.py says what it leaves out);
200 times to the whole server, at whose pages people act, by `make bench ONLY=kills`.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.kills import AIMS, kill_often, prepare


def test_twelve_kills_lose_nothing_and_leave_nothing_half(tmp_path: Path) -> None:
    prepare(tmp_path / "data")
    findings = kill_often(tmp_path / "data", kills=12, whole_server=False)
    assert findings.faults == []
    assert set(findings.kills) == set(AIMS)
    assert sum(findings.kills.values()) >= 12
    assert set(findings.acknowledged) == {"submissions", "acceptances", "releases"}
    assert min(findings.acknowledged.values()) >= 5  # else nothing was at stake
    assert findings.logs_left > 0
