"""The accuracy gate as a pytest plugin: ``pytest --factextract-gold corpus --factextract-baseline baseline.json``.

Each gate is a test of its own. pytest imports this module in every run of everybody who has factextract
installed, so it imports nothing else of factextract until the gate is asked for.
"""

from collections.abc import Callable, Generator, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from factextract.evaluation import Baseline, Comparison, Evaluation, GoldArticle
    from factextract.evaluation.scoring import Level

_FIGURES: Final = "factextract"
"""The property of a test's report that holds the figures."""


class _GateError(Exception):
    """A gate that is not passed; the message is all there is to show."""


class _Gate:
    """What the options ask for. The articles are read once, by the first test that needs the figures.

    With pytest-xdist each worker that gets a gate reads them; ``--dist loadfile`` gives all gates to one.
    """

    def __init__(self, config: pytest.Config) -> None:
        from factextract.evaluation import read_baseline, read_gold
        from factextract.evaluation.gate import parse_floor
        from factextract.evaluation.splits import select
        from factextract.language import DEFAULT_MODEL

        folder = config.invocation_params.dir
        self.path: Path = folder / config.getoption("factextract_gold")
        predictions = config.getoption("factextract_predictions")
        baseline = config.getoption("factextract_baseline")
        split = config.getoption("factextract_split")
        self.predictions: Path | None = folder / predictions if predictions else None
        self.model: str = config.getoption("factextract_model") or DEFAULT_MODEL
        self.floors: dict[Level, float] = dict(map(parse_floor, config.getoption("factextract_fail_under")))
        self.baseline: Baseline | None = read_baseline(folder / baseline) if baseline else None
        articles = read_gold(self.path)
        self.gold: list[GoldArticle] = select(articles, self.path, split) if split else articles

    @cached_property
    def evaluation(self) -> "Evaluation":
        """The predictions against gold."""
        from factextract.evaluation import evaluate_extractor, evaluate_records
        from factextract.files import read_records

        if self.predictions:
            return evaluate_records(self.gold, read_records(self.predictions))
        return evaluate_extractor(self.gold, self.model)

    @cached_property
    def comparison(self) -> "Comparison":
        """The evaluation against the baseline."""
        from factextract.evaluation import compare

        assert self.baseline, "only a test against a baseline compares"
        return compare(self.evaluation, self.baseline)

    @property
    def figures(self) -> list[str]:
        """The figures in a few lines."""
        lines = [f"{level} F1 {figure.f1:.4f}" for level, figure in self.evaluation.score.levels.items()]
        notes: tuple[str, ...] = ()
        if self.baseline:
            changes = self.comparison.levels.values()
            lines = [f"{line} ({each.difference:+.4f})" for line, each in zip(lines, changes, strict=True)]
            notes = self.comparison.notes
        articles = "1 article" if len(self.gold) == 1 else f"{len(self.gold):,} articles"
        return [f"{articles}: {', '.join(lines)}", *notes, *self.evaluation.problems]


_GATE: Final = pytest.StashKey[_Gate]()


class GoldGates(pytest.File):
    """The gold that the gates are about; its children are the gates."""

    def collect(self) -> "Iterator[GateTest]":
        """One test for each floor, and one for each level that must not lose."""
        from factextract.evaluation.gate import loss, shortfall
        from factextract.evaluation.scoring import LEVELS

        gate = self.config.stash[_GATE]
        for level, floor in gate.floors.items():
            yield GateTest.from_parent(
                self,
                name=f"{level}_at_least_{floor}",
                gate=gate,
                failure=lambda level=level, floor=floor: shortfall(gate.evaluation.score, level, floor),
            )
        for level in LEVELS if gate.baseline else ():
            yield GateTest.from_parent(
                self,
                name=f"no_loss_of_{level}",
                gate=gate,
                failure=lambda level=level: loss(gate.comparison, level),
            )


class GateTest(pytest.Item):
    """One gate."""

    def __init__(self, *, gate: _Gate, failure: Callable[[], str | None], **rest: Any) -> None:
        super().__init__(**rest)
        self.gate = gate
        self.failure = failure

    def runtest(self) -> None:
        """Pass or fail, and report the figures either way."""
        failure = self.failure()
        self.user_properties.append((_FIGURES, "\n".join(self.gate.figures)))
        if failure:
            raise _GateError(failure)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The message of a gate that failed, or of what could not be read; nothing of our code."""
        from factextract.errors import FactextractError

        if isinstance(excinfo.value, (_GateError, FactextractError)):
            return str(excinfo.value)
        # Of an error of ours, not the whole way through pytest to here.
        excinfo.traceback = excinfo.traceback.cut(path=__file__)
        return excinfo.getrepr(style="short")

    def reportinfo(self) -> tuple[Path, None, str]:
        """What a failure is headed with."""
        return self.path, None, f"factextract: {self.name}"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options. Without the first there is no gate."""
    group = parser.getgroup("factextract", "accuracy of factextract's facts")
    group.addoption("--factextract-gold", metavar="PATH", help="Gold: a file, or a folder of them.")
    group.addoption(
        "--factextract-split", metavar="NAME", help="Only this split of the corpus, such as gate."
    )
    group.addoption(
        "--factextract-baseline",
        metavar="FILE",
        help="Fail on loss against what `factextract evaluate --save FILE` saved.",
    )
    group.addoption(
        "--factextract-fail-under",
        metavar="LEVEL=F1",
        action="append",
        default=[],
        help="Fail if F1 is less: core=0.75. May be given for each level: value, core, record.",
    )
    group.addoption(
        "--factextract-predictions",
        metavar="FILE",
        help="Records as `factextract run` writes them; without it the articles of gold are read now.",
    )
    group.addoption("--factextract-model", metavar="NAME", help="The spaCy pipeline to read them with.")


def pytest_configure(config: pytest.Config) -> None:
    """Read the options. All that can be wrong with them is said before a test runs."""
    needs_gold = ("split", "baseline", "fail_under", "predictions", "model")
    given = [name for name in needs_gold if config.getoption(f"factextract_{name}")]
    if not config.getoption("factextract_gold"):
        if given:
            raise pytest.UsageError(f"--factextract-{given[0].replace('_', '-')} needs --factextract-gold")
        return
    if not {"baseline", "fail_under"}.intersection(given):
        raise pytest.UsageError(
            "--factextract-gold needs a gate: --factextract-baseline, --factextract-fail-under, or both"
        )

    from factextract.errors import FactextractError

    try:
        config.stash[_GATE] = _Gate(config)
    except FactextractError as error:
        raise pytest.UsageError(str(error)) from error


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Put the gates after the tests that pytest finds by itself."""
    report = yield
    if isinstance(collector, pytest.Session) and _GATE in collector.config.stash and report.passed:
        gold = GoldGates.from_parent(collector, path=collector.config.stash[_GATE].path)
        report.result = [*report.result, gold]
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Tell the figures, once, whatever came of the gates."""
    told = {
        text: None
        for reports in terminalreporter.stats.values()
        for report in reports
        for name, text in getattr(report, "user_properties", ())
        if name == _FIGURES
    }
    for text in told:
        terminalreporter.section("factextract")
        terminalreporter.line(text)
