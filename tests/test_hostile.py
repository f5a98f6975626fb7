"""Hostile and broken files: each is read or refused in one Chinese sentence, within 512 MB and 10 s, whatever it is."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import warnings
from contextlib import suppress
from pathlib import Path

import pytest
from hostile import FORMATS, other_files, xlsx_files

from faheng.intake.formats.isolated import MOST_SECONDS
from faheng.intake.formats.workbook import read_workbook
from faheng.intake.grid import Refused

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # zipfile says of the second entry of one name what we want it to be
    FILES = {name: (build, expected) for name, build, expected in (*xlsx_files(), *other_files())}
PROJECT = Path(__file__).parents[1]


def read_by_a_child(data: bytes) -> dict[str, object]:
    """What the guarded child says of a file."""
    run = subprocess.run(
        [sys.executable, "-m", "faheng.intake.formats.isolated", "表.xlsx"],
        input=data,
        capture_output=True,
        cwd=PROJECT,
        timeout=6 * MOST_SECONDS,  # the limit is of the processor's time; the machine runs other tests, too
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()[-2000:]
    answer: dict[str, object] = json.loads(run.stdout)
    return answer


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_read_or_refused_in_one_sentence(name: str) -> None:
    build, expected = FILES[name]
    answer = read_by_a_child(build())
    if expected is None:
        assert "sheets" in answer, answer
        return
    refusal = str(answer.get("refused", ""))
    assert expected in refusal
    assert re.fullmatch(r"[^。]*[\u4e00-\u9fff][^。]*。(?:[^。]*。)?", refusal), answer


def test_the_set_is_large_enough() -> None:
    assert len(FILES) >= 92


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods", "html"])
def test_flipped_bytes_cuts_and_splices_never_raise_anything_else(ending: str) -> None:
    sound = (FORMATS / f"rich.{ending}").read_bytes()
    chance = random.Random(f"faheng {ending}")
    for _ in range(150):
        data = bytearray(sound)
        for _ in range(chance.choice((1, 1, 3, 20))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            begin = chance.randrange(len(data))
            del data[begin : begin + chance.randrange(200)]
        with suppress(Refused):
            read_workbook(bytes(data), f"表.{ending}")
