"""The first pass's benchmark counts what is passed over, and runs from its command line."""

import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(_ROOT / "benchmarks"))

import first_pass  # noqa: E402

from factextract.language import load_pipeline  # noqa: E402
from factextract.linker.setting import LinkerSetting  # noqa: E402


def test_words_passed_over_are_counted() -> None:
    doc = load_pipeline()("Dealers were pleased. The 3 ships sailed.")
    assert first_pass.passed_over([doc]) == (4 / 9, 1.0)


def test_both_ways_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    first_pass.main(_ROOT / "corpus" / "bank-penalty.json", linker=LinkerSetting.FAST, rounds=1)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1 articles")
    assert [line[:10] for line in lines[3:]] == ["all parsed", "first pass"]
