"""Reports: what they hold, and that a page needs nothing but itself."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import StringIO

import pytest
from rich.console import Console

from factextract.evaluation import Report, compare, evaluate_records, evaluate_statements, make_report
from factextract.evaluation.baseline import baseline_of
from factextract.evaluation.gold import GoldArticle
from factextract.evaluation.html import as_html
from factextract.evaluation.report import as_json, as_text
from factextract.evaluation.statement import from_record
from tests.samples import ARTICLE, TEXT, sample_facts


def report() -> Report:
    """One fact is missed, one has another unit, one is extra and full of HTML's own signs."""
    statements = [from_record(fact) for fact in sample_facts()]
    gold = (
        statements[0],
        replace(statements[1], unit="SEK"),
        *statements[3:],
        replace(statements[5], start=0, end=7),
    )
    article = replace(ARTICLE, text=TEXT.replace("($28 million)", "(<b>&million)"))
    facts = [fact for fact in sample_facts() if fact.kind != "percentage"]
    return make_report(evaluate_records([GoldArticle(article, gold)], facts), failures=["core F1 <low>"])


def test_json_holds_both_readings_and_the_sentence() -> None:
    data = json.loads(json.dumps(as_json(report())))
    assert data["failures"] == ["core F1 <low>"]
    assert data["causes"] == {"missed": 2, "extra": 1, "unit": 1}
    (unit,) = [mistake for mistake in data["mistakes"] if mistake["causes"] == ["unit"]]
    assert (unit["gold"]["value"], unit["gold"]["unit"]) == (300_000_000, "SEK")
    assert (unit["program"]["value"], unit["program"]["unit"]) == (300_000_000, "NOK")
    missed = next(mistake for mistake in data["mistakes"] if mistake["kind"] == "percentage")
    assert missed["gold"]["value"] == 15.4
    assert missed["program"] is None
    assert unit["sentence"]["text"].startswith("Norland's exports to Sudria")
    assert unit["held"] == []
    assert set(data["slots"]["unit"]) >= {"precision", "recall", "f1", "f1_interval", "accuracy"}


def test_reliability_is_of_core_matches() -> None:
    found = report().reliability
    (only,) = found.bins
    # Five facts of confidence 0.9, three of them with their core right.
    assert (only.low, only.facts, only.confidence) == (0.9, 5, pytest.approx(0.9))
    assert only.right == pytest.approx(3 / 5)
    assert found.error == pytest.approx(0.3)
    (all_of_them,) = found.kept
    assert (all_of_them.least, all_of_them.facts, all_of_them.coverage) == (0.9, 5, 1.0)
    assert all_of_them.right == pytest.approx(3 / 5)


def test_a_floor_keeps_what_is_surer() -> None:
    from factextract.evaluation.reliability import _kept

    binned: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    binned[2] = [(0.25, False), (0.28, True)]
    binned[9] = [(0.95, True), (0.97, True)]
    low, high = _kept(binned, gold=6)
    assert (low.least, low.facts, low.coverage, low.right, low.recall) == (0.2, 4, 1.0, 0.75, 0.5)
    assert (high.least, high.facts, high.coverage, high.right) == (0.9, 2, 0.5, 1.0)
    assert high.recall == pytest.approx(1 / 3)


def test_text_fits_a_terminal() -> None:
    buffer = StringIO()
    console = Console(file=buffer, width=80)
    for part in as_text(report(), with_mistakes=True):
        console.print(part)
    text = buffer.getvalue()
    assert "…" not in text, "a column is cut"
    assert "wrong unit: 1" in text
    assert "300,000,000 SEK" in text


class Page(HTMLParser):
    """Collects what a page refers to and holds, and that its elements close."""

    EMPTY = frozenset(("meta", "input", "link", "img", "br"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.references: list[str] = []
        self.marks: list[tuple[str | None, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.EMPTY:
            self.open.append(tag)
        self.references += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag == "mark":
            self.marks.append((dict(attrs)["class"], ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "mark":
            self.marks[-1] = (self.marks[-1][0], data)


def test_html_stands_alone_and_is_whole() -> None:
    html = as_html(report())
    page = Page()
    page.feed(html)
    assert page.open == []
    assert page.references == []
    assert not re.search(r"url\(|@import|https?://", html)
    assert "<low>" not in html
    assert "(&lt;b&gt;" in html
    assert ("gold", "15.4%") in page.marks
    assert ("both", "300 million krone") in page.marks
    assert html.count('class="box mistake"') == 4
    assert 'data-causes="unit"' in html
    assert '<option value="unit">wrong unit (1)</option>' in html


def test_html_groups_what_is_wrong_and_counts_it_by_kind() -> None:
    html = as_html(report())
    groups = re.findall(r'<section class="group"><h3>(.*?) <output>', html)
    assert groups == ["missed", "extra", "wrong unit"]
    (row,) = re.findall(r'<tr><th><button type="button" data-cause="missed">.*?</tr>', html)
    (head,) = re.findall(r"<tr><th></th><th></th><th>all</th>.*?</tr>", html)
    kinds = re.findall(r"<th>(\w+)</th>", head)[1:]
    counts = re.findall(r"<td>(\d*)</td>", row)
    assert counts[0] == "2"
    assert kinds == ["trade", "monetary", "percentage", "event"]
    assert counts[1:] == ["", "", "1", "1"]


def test_html_and_json_tell_what_got_worse_and_what_is_wrong_with_the_predictions() -> None:
    now = report().evaluation
    gold = [GoldArticle(result.article, tuple(result.gold)) for result in now.results]
    before = baseline_of(evaluate_statements(gold, {ARTICLE.id: gold[0].facts}))
    told = make_report(replace(now, problems=["norland: <odd>"]), compare(now, before))
    html = as_html(told)
    assert "3 facts got worse" in html
    assert "percentage 15.4%: record -&gt; missed<p class=" in html
    assert "(wrong unit: 300,000,000 NOK, in gold 300,000,000 SEK)" in html
    assert "norland: &lt;odd&gt;" in html
    data = as_json(told)
    assert [change["after"] for change in data["comparison"]["worse"]] == ["missed", "missed", "wrong"]
    assert data["problems"] == ["norland: <odd>"]


def test_text_counts_what_went_wrong_by_kind() -> None:
    buffer = StringIO()
    console = Console(file=buffer, width=80)
    for part in as_text(report()):
        console.print(part)
    lines = [line.split() for line in buffer.getvalue().splitlines()]
    head = next(line for line in lines if line[:1] == ["all"])
    assert head == ["all", "trade", "monetary", "percentage", "event"]
    assert ["missed", "2", "1", "1"] in lines
    assert ["wrong", "unit", "1", "1"] in lines
