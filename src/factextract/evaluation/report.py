"""An evaluation put together for people and programs: tables for the terminal, or plain data."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from factextract.evaluation.bootstrap import COVERED, RESAMPLES, Interval, Intervals, intervals
from factextract.evaluation.comparison import Comparison, FactChange
from factextract.evaluation.errors import CAUSES, Mistake, content_of, field_of, reading
from factextract.evaluation.evaluation import Evaluation
from factextract.evaluation.reliability import Reliability, reliability
from factextract.evaluation.scoring import LEVELS, Figure, Measure, Score, SlotFigure
from factextract.evaluation.statement import Statement
from factextract.kinds import KINDS

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Report:
    """All that an evaluation tells. ``failures`` are the gates that failed."""

    evaluation: Evaluation
    intervals: dict[Measure, Intervals]
    reliability: Reliability
    comparison: Comparison | None
    failures: tuple[str, ...]

    @property
    def score(self) -> Score:
        """The figures."""
        return self.evaluation.score


def make_report(
    evaluation: Evaluation, comparison: Comparison | None = None, failures: Iterable[str] = ()
) -> Report:
    """The figures with their intervals, and the reliability table, beside what is given."""
    measures = [measure for measure, *_ in figures_of(evaluation.score)]
    return Report(
        evaluation=evaluation,
        intervals=intervals([result.tally for result in evaluation.results], measures),
        reliability=reliability(evaluation.results),
        comparison=comparison,
        failures=tuple(failures),
    )


def figures_of(score: Score) -> Iterator[tuple[Measure, Figure]]:
    """Every figure with what it counts: the levels, the kinds, the fields from the worst to the best."""
    for level, figure in score.levels.items():
        yield ("level", level), figure
    for kind, figures in score.kinds.items():
        for level, figure in figures.items():
            yield ("kind", kind, level), figure
    for slot, slot_figure in sorted(score.slots.items(), key=lambda item: (item[1].share, item[0])):
        yield ("slot", slot), slot_figure


def by_main_cause(mistakes: Sequence[Mistake]) -> list[tuple[str, list[Mistake]]]:
    """The mistakes under the gravest of their causes, the most frequent first. Each stands once."""
    groups = {cause: [mistake for mistake in mistakes if mistake.main_cause == cause] for cause in CAUSES}
    return sorted(((c, found) for c, found in groups.items() if found), key=lambda group: -len(group[1]))


def by_cause(mistakes: Sequence[Mistake]) -> list[tuple[str, list[Mistake]]]:
    """The mistakes under each cause, the most frequent cause first. One with two causes stands under both."""
    groups = {cause: [mistake for mistake in mistakes if cause in mistake.causes] for cause in CAUSES}
    return sorted(((c, found) for c, found in groups.items() if found), key=lambda group: -len(group[1]))


def as_json(report: Report) -> dict[str, Any]:
    """All of it as plain data, shares rounded to four digits."""
    score = report.score
    data: dict[str, Any] = {
        "articles": score.articles,
        "levels": {level: _figure(report, ("level", level), score.levels[level]) for level in LEVELS},
        "kinds": {
            kind: {level: _figure(report, ("kind", kind, level), figure) for level, figure in figures.items()}
            for kind, figures in score.kinds.items()
        },
        "slots": {
            slot: _figure(report, ("slot", slot), figure)
            | {"accuracy": round(figure.share, 4), "pairs": figure.pairs}
            for slot, figure in score.slots.items()
        },
        "intervals": {"covered": COVERED, "resamples": RESAMPLES, "over": "articles"},
        "reliability": {
            "expected_calibration_error": round(report.reliability.error, 4),
            "bins": [_rounded(asdict(each)) for each in report.reliability.bins],
            "risk_coverage": [_rounded(asdict(each)) for each in report.reliability.kept],
        },
        "causes": {cause: len(found) for cause, found in by_cause(report.evaluation.mistakes)},
        "mistakes": [_mistake(mistake) for mistake in report.evaluation.mistakes],
        "problems": list(report.evaluation.problems),
        "failures": list(report.failures),
    }
    if report.comparison:
        data["comparison"] = _comparison(report.comparison)
    return data


def _figure(report: Report, measure: Measure, figure: Figure) -> dict[str, Any]:
    found = report.intervals[measure]
    shares = {"precision": found.precision, "recall": found.recall, "f1": found.f1}
    ends = {f"{name}_interval": [round(each.low, 4), round(each.high, 4)] for name, each in shares.items()}
    return figure.as_data() | ends


def _rounded(content: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in content.items()}


def _mistake(mistake: Mistake) -> dict[str, Any]:
    return {
        "article": mistake.article,
        "causes": list(mistake.causes),
        "kind": mistake.fact.kind,
        "held": list(mistake.held),
        "sentence": asdict(mistake.passage),
        "gold": _side(mistake.gold),
        "program": _side(mistake.predicted),
    }


def _side(fact: Statement | None) -> dict[str, Any] | None:
    """What one side reads: every field that it has something in."""
    if fact is None:
        return None
    return {
        field: _plain(content)
        for field, content in asdict(fact).items()
        if content is not None and content != ()
    }


def _plain(content: Any) -> Any:
    """Numbers and days as JSON has them."""
    if isinstance(content, Decimal):
        return int(content) if content == content.to_integral_value() else float(content)
    if isinstance(content, dict):
        return {name: str(day) for name, day in content.items()}
    return content


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "articles": comparison.articles,
        "levels": {
            level: {
                "before": round(change.before.f1, 4),
                "after": round(change.after.f1, 4),
                "difference": round(change.difference, 4),
                "p_value": round(change.p_value, 4),
                "loss": change.is_loss,
            }
            for level, change in comparison.levels.items()
        },
        "worse": [_change(change) for change in comparison.worse],
        "better": [_change(change) for change in comparison.better],
        "new_extra": [{"article": article, "fact": fact} for article, fact in comparison.extra],
        "gone_extra": [{"article": article, "fact": fact} for article, fact in comparison.gone],
        "notes": list(comparison.notes),
    }


def _change(change: FactChange) -> dict[str, Any]:
    causes = list(change.mistake.causes) if change.mistake else []
    return {
        "article": change.article,
        "fact": change.fact,
        "before": change.before,
        "after": change.after,
        "causes": causes,
    }


def as_text(report: Report, *, with_mistakes: bool = False) -> "Iterator[RenderableType]":
    """What the terminal shows, from the figures to the failures."""
    yield from _figure_tables(report)
    if report.reliability.bins:
        yield _reliability_table(report.reliability)
        yield _coverage_table(report.reliability)
    if report.evaluation.mistakes:
        yield _cause_table(report.evaluation.mistakes)
    if with_mistakes:
        yield from _mistake_lists(report.evaluation.mistakes)
    if report.comparison:
        yield from _comparison_texts(report.comparison)


def _figure_tables(report: Report) -> "Iterator[Table]":
    """Three tables: the levels, the kinds, the fields."""
    shares = ("precision", "recall", "F1", "95%")
    counts = ("right", "gold", "found")
    levels = _table("Facts", "level", *shares, *counts)
    kinds = _table("By kind (right where the kind is right too)", "", *shares, *counts)
    slots = _table("By field (of found: right where a fact was found)", "field", *shares, "of found", "pairs")
    for measure, figure in figures_of(report.score):
        row = _shares(figure, report.intervals[measure].f1)
        if isinstance(figure, SlotFigure):
            slots.add_row(measure[1], *row, f"{figure.share:.3f}", str(figure.pairs))
            continue
        row += [str(figure.right), str(figure.gold), str(figure.predicted)]
        if measure[0] == "level":
            levels.add_row(measure[1], *row)
        else:
            if measure[2] == LEVELS[0]:
                kinds.add_row(measure[1])
            kinds.add_row(f"  {measure[2]}", *row)
    yield from (table for table in (levels, kinds, slots) if table.row_count)


def _shares(figure: Figure, interval: Interval) -> list[str]:
    shares = [f"{share:.3f}" for share in (figure.precision, figure.recall, figure.f1)]
    return [*shares, f"{interval.low:.2f}-{interval.high:.2f}"]


def _reliability_table(found: Reliability) -> "Table":
    title = f"Confidence: expected calibration error {found.error:.3f}"
    table = _table(title, "confidence", "facts", "mean", "core right")
    for each in found.bins:
        row = (str(each.facts), f"{each.confidence:.3f}", f"{each.right:.3f}")
        table.add_row(f"{each.low:.1f}-{each.high:.1f}", *row)
    return table


def _coverage_table(found: Reliability) -> "Table":
    table = _table(
        "What --min-confidence keeps (risk and coverage)",
        "at least",
        "kept",
        "of all",
        "core right",
        "of gold",
    )
    for each in found.kept:
        shares = (f"{each.coverage:.3f}", f"{each.right:.3f}", f"{each.recall:.3f}")
        table.add_row(f"{each.least:.1f}", str(each.facts), *shares)
    return table


def _cause_table(mistakes: Sequence[Mistake]) -> "Table":
    """How often what went wrong, by kind."""
    kinds = [kind for kind in KINDS if any(mistake.fact.kind == kind for mistake in mistakes)]
    title = "What went wrong (a fact may be wrong in several ways)"
    table = _table(title, "", "all", *(kind.partition("_")[0] for kind in kinds))
    for cause, members in by_cause(mistakes):
        counts = Counter(mistake.fact.kind for mistake in members)
        figures = (len(members), *(counts[kind] for kind in kinds))
        table.add_row(CAUSES[cause], *(str(figure) if figure else "" for figure in figures))
    return table


def _mistake_lists(mistakes: Sequence[Mistake]) -> "Iterator[Text]":
    """Every mistake under each of its causes: its sentence, and what gold and the program read."""
    from rich.text import Text

    for cause, members in by_cause(mistakes):
        yield Text(f"\n{CAUSES[cause]}: {len(members)}", style="bold underline")
        for mistake in members:
            yield _mistake_text(mistake, cause)


def _mistake_text(mistake: Mistake, cause: str) -> "Text":
    from rich.text import Text

    fact, passage = mistake.fact, mistake.passage
    text = Text(f"\n{mistake.article}: {fact.kind} ")
    text.append(fact.evidence, style="bold")
    before, after = passage.text[: fact.start - passage.start], passage.text[fact.end - passage.start :]
    text.append(f"\n  {_SPACE.sub(' ', before)}", style="dim")
    text.append(_SPACE.sub(" ", fact.evidence), style="bold reverse")
    text.append(_SPACE.sub(" ", after), style="dim")
    for side, read in (("gold", mistake.gold), ("program", mistake.predicted)):
        fields = reading(read) if read else {}
        if mistake.gold and mistake.predicted:
            shown = field_of(cause)
            fields = {shown: content_of(fields, shown)}
        text.append(f"\n  {side:8}", style="green" if side == "gold" else "red")
        text.append(", ".join(f"{field}: {content}" for field, content in fields.items()) or "-")
    return text


def _comparison_texts(found: Comparison) -> "Iterator[RenderableType]":
    from rich.text import Text

    title = f"Against the baseline, {found.articles} articles"
    table = _table(title, "level", "before", "now", "difference", "p")
    for level, change in found.levels.items():
        figures = (f"{change.before.f1:.4f}", f"{change.after.f1:.4f}", f"{change.difference:+.4f}")
        table.add_row(level, *figures, f"{change.p_value:.3f}")
    yield table
    for title, changes in (("worse", found.worse), ("better", found.better)):
        if changes:
            yield Text("\n".join([f"{title}: {len(changes)}", *(f"  {change}" for change in changes)]))
    for title, extra in (("new facts too many", found.extra), ("facts too many that are gone", found.gone)):
        if extra:
            lines = (f"  {article}: {fact}" for article, fact in extra)
            yield Text("\n".join([f"{title}: {len(extra)}", *lines]))
    yield from (Text(note) for note in found.notes)


def _table(title: str, first: str, *others: str) -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    # A title may be wider than its table.
    heading = Text(title, style="bold", no_wrap=True, overflow="ignore")
    table = Table(
        title=heading, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0)
    )
    table.add_column(first, no_wrap=True)
    for name in others:
        table.add_column(name, justify="right", no_wrap=True)
    return table
