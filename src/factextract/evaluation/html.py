"""An evaluation as one HTML page that needs nothing else: figures, and each error in its sentence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from itertools import pairwise
from string import Template

from factextract.evaluation.bootstrap import Interval
from factextract.evaluation.comparison import Comparison, FactChange
from factextract.evaluation.errors import CAUSES, Mistake, content_of, field_of, reading
from factextract.evaluation.reliability import Reliability
from factextract.evaluation.report import Report, by_cause, by_main_cause
from factextract.evaluation.scoring import Figure, Measure
from factextract.kinds import KINDS, Kind

_NONE = "–"


def as_html(report: Report) -> str:
    """The page. Its style and script are inside it, and it works without the script but for the filters."""
    page = Template((files(__package__) / "data" / "report.html").read_text(encoding="utf-8"))
    mistakes = report.evaluation.mistakes
    titles = {result.article.id: result.article.title for result in report.evaluation.results}
    causes = ((cause, CAUSES[cause], len(found)) for cause, found in by_cause(mistakes))
    counts = ((kind, _plain(kind), sum(m.fact.kind == kind for m in mistakes)) for kind in KINDS)
    return page.substitute(
        title="Evaluation of facts",
        about=_about(report),
        failures=_failures(report.failures) + _problems(report.evaluation.problems),
        levels="".join(_level(report, level, figure) for level, figure in report.score.levels.items()),
        kinds=_kinds(report),
        slots=_slots(report),
        reliability=_reliability(report),
        comparison=_comparison(report.comparison) if report.comparison else "",
        causes=_options(causes),
        kind_options=_options(counts),
        cause_table=_cause_table(mistakes),
        mistakes="\n".join(_group(cause, found, titles) for cause, found in by_main_cause(mistakes)),
    )


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _about(report: Report) -> str:
    figure = report.score.levels["value"]
    return (
        f"{report.score.articles:,} articles with {figure.gold:,} gold facts; the program found "
        f"{figure.predicted:,} facts. Intervals cover 95 in 100 draws of the articles."
    )


def _failures(failures: Iterable[str]) -> str:
    items = "".join(map(_failure, failures))
    return (
        f'<div class="box failed"><strong class="bad">The gate failed</strong>{items}</div>' if items else ""
    )


def _failure(failure: str) -> str:
    """A failure: its first line, and on demand the facts that it lists."""
    first, *others = escape(failure).splitlines()
    if not others:
        return f"<p>{first}</p>"
    listed = "\n".join(others)
    return f"<details><summary>{first}</summary><pre>{listed}</pre></details>"


def _problems(problems: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(problem)}</li>" for problem in problems)
    return f'<ul class="box plain notes">{items}</ul>' if items else ""


def _level(report: Report, level: str, figure: Figure) -> str:
    interval = report.intervals["level", level].f1
    return (
        f'<section class="box level"><div class="name">{level} F1</div><div class="f1">{figure.f1:.3f}</div>'
        f'{_bar(figure.f1, interval)}<div class="more">{interval.low:.3f}–{interval.high:.3f}</div>'
        f'<div class="more">precision {figure.precision:.3f}, recall {figure.recall:.3f}</div></section>'
    )


def _bar(share: float, interval: Interval | None = None) -> str:
    """A share as a bar, its interval (or where it should end) as a shade over it."""
    shade = ""
    if interval:
        width = 100 * (interval.high - interval.low)
        shade = f'<b style="left:{100 * interval.low:.1f}%;width:{width:.1f}%"></b>'
    return f'<div class="bar"><i style="width:{100 * share:.1f}%"></i>{shade}</div>'


def _table(head: Iterable[str], rows: Iterable[str]) -> str:
    columns = "".join(f"<th>{name}</th>" for name in head)
    return (
        f'<div class="box scroll"><table><thead><tr>{columns}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _kinds(report: Report) -> str:
    head = ("kind", "level", "", "F1", "precision", "recall", "right", "gold", "found")
    return _table(head, _kind_rows(report))


def _kind_rows(report: Report) -> Iterator[str]:
    for kind, figures in report.score.kinds.items():
        for place, (level, figure) in enumerate(figures.items()):
            name = _plain(kind) if place == 0 else ""
            counts = "".join(f"<td>{count:,}</td>" for count in (figure.right, figure.gold, figure.predicted))
            yield (
                f'<tr{"" if place else " class=first"}><th class="group">{name}</th><td>{level}</td>'
                f"{_shares(report, ('kind', kind, level), figure)}{counts}</tr>"
            )


def _shares(report: Report, measure: Measure, figure: Figure) -> str:
    """The cells of a bar, and of F1, precision and recall with their intervals."""
    found = report.intervals[measure]
    shares = ((figure.f1, found.f1), (figure.precision, found.precision), (figure.recall, found.recall))
    cells = (
        f"<td>{share:.3f} <small>{interval.low:.2f}–{interval.high:.2f}</small></td>"
        for share, interval in shares
    )
    return f"<td>{_bar(figure.f1, found.f1)}</td>{''.join(cells)}"


def _slots(report: Report) -> str:
    figures = sorted(report.score.slots.items(), key=lambda item: (item[1].share, item[0]))
    rows = (
        f"<tr><th>{slot}</th>{_shares(report, ('slot', slot), figure)}"
        f"<td>{figure.share:.3f}</td><td>{figure.pairs:,}</td></tr>"
        for slot, figure in figures
    )
    return _table(("field", "", "F1", "precision", "recall", "of found", "pairs"), rows)


def _reliability(report: Report) -> str:
    found = report.reliability
    if not found.bins:
        return '<p class="legend">The predictions have no confidence.</p>'
    rows = (
        f"<tr><th>{each.low:.1f}–{each.high:.1f}</th><td>{each.facts:,}</td><td>{each.confidence:.3f}</td>"
        f"<td>{each.right:.3f}</td><td>{_bar(each.right, Interval(each.confidence, each.confidence))}</td></tr>"
        for each in found.bins
    )
    legend = (
        f"Expected calibration error {found.error:.3f}: the mean gap between the confidence of facts (the mark) "
        "and the share of them whose core is right (the bar)."
    )
    head = ("confidence", "facts", "mean", "core right", "")
    return f'<p class="legend">{legend}</p>{_table(head, rows)}{_coverage(found)}'


def _coverage(found: Reliability) -> str:
    """The risk-coverage curve as a table: what each floor of confidence keeps."""
    rows = (
        f"<tr><th>{each.least:.1f}</th><td>{each.facts:,}</td><td>{each.coverage:.3f}</td>"
        f"<td>{each.right:.3f}</td><td>{each.recall:.3f}</td>"
        f"<td>{_bar(each.right, Interval(each.coverage, each.coverage))}</td></tr>"
        for each in found.kept
    )
    legend = (
        "What <code>--min-confidence</code> keeps: the share of all facts predicted (the mark), of those kept the share "
        "whose core is right (the bar), and the share of gold's facts that they get right."
    )
    head = ("at least", "kept", "of all", "core right", "of gold", "")
    return f'<p class="legend">{legend}</p>{_table(head, rows)}'


def _comparison(found: Comparison) -> str:
    rows = (
        f"<tr><th>{level}</th><td>{change.before.f1:.4f}</td><td>{change.after.f1:.4f}</td>"
        f'<td class="{_tone(change.difference)}">{change.difference:+.4f}</td>'
        f"<td>{change.p_value:.3f}</td></tr>"
        for level, change in found.levels.items()
    )
    table = _table(("level", "before", "now", "difference", "p"), rows)
    lists = (
        _details(f"{len(found.worse)} facts got worse", map(_change, found.worse)),
        _details(f"{len(found.better)} facts got better", map(_change, found.better)),
        _details(f"{len(found.extra)} new facts too many", map(_extra, found.extra)),
        _details(f"{len(found.gone)} facts too many are gone", map(_extra, found.gone)),
        *(f'<p class="legend">{escape(note)}</p>' for note in found.notes),
    )
    return f"<h2>Against the baseline, {found.articles:,} articles</h2>{table}{''.join(lists)}"


def _tone(difference: float) -> str:
    return "bad" if difference < 0 else "good" if difference > 0 else ""


def _details(title: str, items: Iterable[str]) -> str:
    listed = "".join(f"<li>{item}</li>" for item in items)
    if not listed:
        return ""
    return f'<details class="box"><summary>{escape(title)}</summary><ul class="plain">{listed}</ul></details>'


def _change(change: FactChange) -> str:
    """A fact that came out differently, with its sentence if something is wrong with it now."""
    sentence = "".join(_highlighted(change.mistake)) if change.mistake else ""
    return escape(str(change)) + (f'<p class="sentence">{sentence}</p>' if sentence else "")


def _extra(extra: tuple[str, str]) -> str:
    return escape(": ".join(extra))


def _cause_table(mistakes: Sequence[Mistake]) -> str:
    """How often what went wrong, by kind. A click on it shows those."""
    kinds = [kind for kind in KINDS if any(mistake.fact.kind == kind for mistake in mistakes)]
    groups = by_cause(mistakes)
    most = max((len(found) for _, found in groups), default=1)
    rows = (
        f'<tr><th><button type="button" data-cause="{cause}">{CAUSES[cause]}</button></th>'
        f"<td>{_bar(len(found) / most)}</td><td>{len(found):,}</td>{_counts(found, kinds)}</tr>"
        for cause, found in groups
    )
    return _table(("", "", "all", *(kind.partition("_")[0] for kind in kinds)), rows)


def _counts(found: Iterable[Mistake], kinds: Iterable[Kind]) -> str:
    counts = Counter(mistake.fact.kind for mistake in found)
    return "".join(f"<td>{counts[kind] or ''}</td>" for kind in kinds)


def _options(choices: Iterable[tuple[str, str, int]]) -> str:
    return "".join(
        f'<option value="{value}">{escape(name)} ({count:,})</option>'
        for value, name, count in choices
        if count
    )


def _group(cause: str, found: Iterable[Mistake], titles: Mapping[str, str | None]) -> str:
    cards = "\n".join(_mistake(mistake, titles[mistake.article]) for mistake in found)
    return f'<section class="group"><h3>{CAUSES[cause]} <output></output></h3>\n{cards}</section>'


def _mistake(mistake: Mistake, title: str | None) -> str:
    causes = "".join(f'<span class="tag cause">{CAUSES[cause]}</span>' for cause in mistake.causes)
    kind = mistake.fact.kind
    return (
        f'<article class="box mistake" data-kind="{kind}" data-causes="{" ".join(mistake.causes)}">'
        f'<header>{causes}<span class="tag">{_plain(kind)}</span>'
        f'<span class="article" title="{escape(title or "")}">{escape(mistake.article)}</span></header>'
        f'<p class="sentence">{"".join(_highlighted(mistake))}</p>{_sides(mistake)}</article>'
    )


def _highlighted(mistake: Mistake) -> Iterator[str]:
    """The sentence, cut where either evidence begins or ends."""
    passage = mistake.passage
    sides = {"gold": mistake.gold, "program": mistake.predicted}
    places = {side: (fact.start, fact.end) for side, fact in sides.items() if fact}
    cuts = sorted({passage.start, passage.end, *(cut for place in places.values() for cut in place)})
    for start, end in pairwise(cuts):
        words = escape(passage.text[start - passage.start : end - passage.start])
        read_by = [side for side, place in places.items() if place[0] <= start and end <= place[1]]
        if read_by:
            yield f'<mark class="{read_by[0] if len(read_by) == 1 else "both"}">{words}</mark>'
        else:
            yield words


def _sides(mistake: Mistake) -> str:
    """Gold and program side by side: what differs as rows, what agrees in a line below."""
    gold = reading(mistake.gold) if mistake.gold else {}
    program = reading(mistake.predicted) if mistake.predicted else {}
    fields = list(dict.fromkeys([*gold, *program]))
    found = bool(gold and program)
    wrong = {field_of(cause) for cause in mistake.causes}
    different = [field for field in fields if field in wrong] if found else fields
    rows = "".join(
        f'<tr><th>{field}</th><td class="gold">{escape(content_of(gold, field) if found else gold.get(field, _NONE))}</td>'
        f'<td class="program">{escape(content_of(program, field) if found else program.get(field, _NONE))}</td></tr>'
        for field in different
    )
    same = ", ".join(f"{field} {gold[field]}" for field in fields if field in gold and field not in different)
    agreeing = f'<p class="same">right: {escape(same)}</p>' if found and same else ""
    heads = ("gold" if gold else "not in gold", "program" if program else "not found")
    head = "".join(f"<th>{name}</th>" for name in heads)
    return (
        f'<table class="sides"><thead><tr><th></th>{head}</tr></thead><tbody>{rows}</tbody></table>{agreeing}'
    )
