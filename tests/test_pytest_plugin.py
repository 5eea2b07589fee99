"""The pytest plugin, in runs of pytest of its own. Predictions are saved ones but for one test."""

import re
import subprocess
import sys

# Loaded before pytest runs within pytest, which forgets modules it loads: numpy cannot be loaded twice.
import numpy  # noqa: F401
import pytest

import factextract.evaluation
import factextract.evaluation.gate
import factextract.files
from factextract.evaluation import evaluate_records, read_gold, write_baseline
from factextract.files import read_records
from tests.evaluation.gold_files import gold_file, write_gold, write_predictions

pytest_plugins = ["pytester"]


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with a test of its own, gold (F1 0.2222 at each level), predictions and a baseline of them."""
    pytester.makepyfile(test_own="def test_own(): pass")
    gold_file(pytester.path)
    write_predictions(pytester.path / "facts.jsonl")
    save_baseline(pytester)
    return pytester


def save_baseline(project: pytest.Pytester) -> None:
    """What `factextract evaluate gold.json facts.jsonl --save baseline.json` does."""
    gold, predictions = project.path / "gold.json", project.path / "facts.jsonl"
    write_baseline(
        project.path / "baseline.json", evaluate_records(read_gold(gold), read_records(predictions))
    )


def lose_a_fact(project: pytest.Pytester) -> None:
    """The one right fact is found no more."""
    path = project.path / "facts.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if b'"15.4%"' not in line))


def run(project: pytest.Pytester, *options: str) -> pytest.RunResult:
    """pytest on gold and saved predictions."""
    saved = ("--factextract-gold", "gold.json", "--factextract-predictions", "facts.jsonl")
    return project.runpytest_inprocess("-p", "no:cacheprovider", *saved, *options)


def test_it_does_nothing_unless_asked(project: pytest.Pytester) -> None:
    result = project.runpytest_inprocess()
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*F1*")


def test_it_is_listed_in_help(project: pytest.Pytester) -> None:
    result = project.runpytest_inprocess("--help")
    for option in ("gold", "split", "baseline", "fail-under", "predictions", "model"):
        result.stdout.fnmatch_lines([f"*--factextract-{option}=*"])


def test_importing_it_imports_nothing_else_of_factextract() -> None:
    code = (
        "import sys, factextract.pytest_plugin\n"
        "print(*sorted(name for name in sys.modules if name.partition('.')[0] in "
        "('factextract', 'pydantic', 'spacy', 'numpy', 'rich', 'typer')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["factextract", "factextract.pytest_plugin"]


def test_each_gate_is_a_test(project: pytest.Pytester) -> None:
    floors = ("--factextract-fail-under", "value=0.2", "--factextract-fail-under", "core=0.2")
    result = run(project, *floors, "--factextract-baseline", "baseline.json", "-v")
    result.assert_outcomes(passed=6)
    result.stdout.fnmatch_lines(
        [
            "test_own.py::test_own PASSED*",
            "gold.json::value_at_least_0.2 PASSED*",
            "gold.json::core_at_least_0.2 PASSED*",
            "gold.json::no_loss_of_value PASSED*",
            "gold.json::no_loss_of_core PASSED*",
            "gold.json::no_loss_of_record PASSED*",
        ]
    )
    result.stdout.fnmatch_lines(
        [
            "*= factextract =*",
            "1 article: value F1 0.2222 (+0.0000), core F1 0.2222 (+0.0000), record F1 0.2222 (+0.0000)",
        ]
    )


def test_less_than_a_floor_fails(project: pytest.Pytester) -> None:
    floors = ("--factextract-fail-under", "value=0.2", "--factextract-fail-under", "core=0.75")
    result = run(project, *floors)
    result.assert_outcomes(passed=2, failed=1)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [
            "*factextract: core_at_least_0.75*",
            "core F1 is 0.2222, less than 0.75 (precision 0.1667, recall 0.3333)",
            "1 article: value F1 0.2222, core F1 0.2222, record F1 0.2222",
        ]
    )
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_a_loss_fails_and_names_the_facts(project: pytest.Pytester) -> None:
    lose_a_fact(project)
    result = run(project, "--factextract-baseline", "baseline.json")
    result.assert_outcomes(passed=1, failed=3)
    result.stdout.fnmatch_lines(
        [
            "*factextract: no_loss_of_core*",
            "core F1 fell from 0.2222 to 0.0000 (p = *",
            "  lost: 1",
            "    norland: percentage 15.4%: record -> missed",
        ]
    )


def test_a_baseline_of_other_gold_fails(project: pytest.Pytester) -> None:
    write_gold(project.path / "gold.json", [])
    result = run(project, "--factextract-baseline", "baseline.json")
    result.assert_outcomes(passed=1, failed=3)
    result.stdout.fnmatch_lines(
        ["the baseline has none of these articles with the gold they have now: save it anew"]
    )


def test_gates_can_be_chosen_by_name(project: pytest.Pytester) -> None:
    lose_a_fact(project)
    result = run(project, "--factextract-baseline", "baseline.json", "-k", "no_loss_of_core")
    result.assert_outcomes(failed=1, deselected=3)


def test_gates_run_where_there_is_no_other_test(project: pytest.Pytester) -> None:
    (project.path / "test_own.py").unlink()
    result = run(project, "--factextract-baseline", "baseline.json")
    result.assert_outcomes(passed=3)
    assert result.ret == pytest.ExitCode.OK


def test_they_run_in_workers_too(project: pytest.Pytester) -> None:
    pytest.importorskip("xdist")
    options = ("-n", "2", "--dist", "loadfile", "-vv", "--factextract-baseline", "baseline.json")
    gold = ("--factextract-gold", "gold.json", "--factextract-predictions", "facts.jsonl")
    result = project.runpytest_subprocess(*gold, *options)
    result.assert_outcomes(passed=4)
    output = result.stdout.str()
    assert output.count("1 article: value F1 0.2222") == 1
    assert len(set(re.findall(r"\[(gw\d)\].*gold\.json::no_loss", output))) == 1, "one worker reads the gold"


def test_one_split(project: pytest.Pytester) -> None:
    corpus = project.path / "corpus"
    corpus.mkdir()
    for name in ("one", "other"):
        gold_file(corpus).rename(corpus / f"{name}.json")
    write_gold(corpus / "one.json", [], "one")
    (corpus / "splits.json").write_text('{"gate": ["norland"], "tune": ["one"]}', encoding="utf-8")
    options = ("--factextract-split", "gate", "--factextract-fail-under", "value=0.2")
    result = run(project, "--factextract-gold", "corpus", *options)
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["1 article: value F1 0.2222, *"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--factextract-baseline", "baseline.json"), "--factextract-baseline needs --factextract-gold"),
        (("--factextract-fail-under", "core=0.5"), "--factextract-fail-under needs --factextract-gold"),
        (("--factextract-gold", "gold.json"), "--factextract-gold needs a gate: --factextract-baseline, *"),
        (("--factextract-gold", "gold.json", "--factextract-fail-under", "core=75"), "'core=75': an F1 lies between*"),
        (("--factextract-gold", "nowhere", "--factextract-fail-under", "core=0.5"), "*nowhere: no such file or folder"),
        (("--factextract-gold", "gold.json", "--factextract-baseline", "nowhere"), "*nowhere: no such baseline *"),
        (
            ("--factextract-gold", "gold.json", "--factextract-fail-under", "core=0", "--factextract-split", "gate"),
            "* has no splits.json, so it has no splits",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_call_is_said_before_any_test(
    project: pytest.Pytester, options: tuple[str, ...], message: str
) -> None:
    result = project.runpytest_inprocess(*options)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {message}"])
    result.stdout.no_fnmatch_line("*passed*")


def test_predictions_that_are_no_records_fail_with_file_and_line(project: pytest.Pytester) -> None:
    (project.path / "facts.jsonl").write_text("{}\n", encoding="utf-8")
    result = run(project, "--factextract-fail-under", "core=0")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*facts.jsonl:1: *"])
    result.stdout.no_fnmatch_line("*pytest_plugin.py*")


def test_an_error_of_ours_is_shown_from_here_on(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(factextract.evaluation, "evaluate_records", fail)
    result = run(project, "--factextract-fail-under", "core=0")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*in runtest", "*in evaluation", "E   ZeroDivisionError: a bug"])
    result.stdout.no_fnmatch_line("*pluggy/*")


def test_without_predictions_it_reads_the_articles(project: pytest.Pytester) -> None:
    gold = ("--factextract-gold", "gold.json", "--factextract-fail-under", "value=0.1")
    project.runpytest_subprocess(*gold).assert_outcomes(passed=2)
    wrong = project.runpytest_subprocess(*gold, "--factextract-model", "no_such_model")
    wrong.assert_outcomes(passed=1, failed=1)
    wrong.stdout.fnmatch_lines(["*no_such_model*"])
