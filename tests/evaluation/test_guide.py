"""What README and docs/gold.md say of evaluating and of gold is so."""

import json
import re
import shlex
from pathlib import Path
from typing import get_args

import pytest

from factextract.evaluation.checking import check_corpus
from factextract.kinds import KINDS
from factextract.records import Basis, Direction, Flow, Modifier, PercentUnit, Role, Status
from tests.conftest import Cli

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "gold.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("## How accuracy is measured")[2].partition("\n## ")[0]
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", SECTION, flags=re.DOTALL) for line in block.splitlines()
]


def test_the_example_of_gold_is_sound(tmp_path: Path) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", GUIDE, flags=re.DOTALL)
    content = json.loads(example)
    (tmp_path / f"{content['id']}.json").write_text(example, encoding="utf-8")
    assert check_corpus(tmp_path) == []
    assert {fact["kind"] for fact in content["facts"]} < set(KINDS)


def test_the_guide_names_every_choice_and_every_field() -> None:
    for choice in (Basis, Direction, Flow, Modifier, PercentUnit, Role, Status):
        assert [word for word in get_args(choice) if f"`{word}`" not in GUIDE] == []
    gold = json.loads((ROOT / "corpus" / "china-asean-trade.json").read_text(encoding="utf-8"))
    fields = {field for fact in gold["facts"] for field in fact} - {"kind", "start", "end"}
    assert [field for field in sorted(fields) if f"`{field}`" not in GUIDE] == []


def test_readme_has_commands() -> None:
    assert {shlex.split(line)[0] for line in COMMANDS} == {"factextract", "pytest"}


@pytest.mark.parametrize("line", COMMANDS)
def test_readme_names_options_and_paths_that_exist(cli: Cli, pytestconfig: pytest.Config, line: str) -> None:
    program, *words = shlex.split(line)
    options = [word for word in words if word.startswith("--")]
    if program == "pytest":
        assert all(hasattr(pytestconfig.option, option[2:].replace("-", "_")) for option in options)
    else:
        command = words[: 2 if words[0] == "corpus" else 1]
        assert cli(*command, "--help").exit_code == 0
        helped = cli(*command, "--help").stdout
        assert [option for option in options if option not in helped] == []
    paths = [word for word in words if word.startswith("corpus/") or word == "corpus"]
    assert [path for path in paths if not (ROOT / path).exists()] == []
