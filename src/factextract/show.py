"""An article on the terminal: its facts highlighted where they stand, and listed below."""

import calendar
import io
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from factextract.articles.article import Article
from factextract.kinds import KINDS, Kind
from factextract.records import EventDate, Fact, Period

STYLES: dict[Kind, str] = {
    "trade_value": "black on cyan",
    "monetary_value": "black on green",
    "growth_percentage": "black on magenta",
    "percentage": "black on yellow",
    "quantity": "white on blue",
    "event_date": "white on red",
}
_LABELS: dict[Kind, str] = {
    "trade_value": "trade",
    "monetary_value": "money",
    "growth_percentage": "growth",
    "percentage": "share",
    "quantity": "quantity",
    "event_date": "event",
}
_MODIFIERS = {"approximate": "~", "at_least": "≥", "at_most": "≤", "more_than": ">", "less_than": "<"}
_SIGNS = {"increase": "+", "decrease": "-"}
_SCALES = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))
_UNITS = {"percent": "%", "percentage_point": " points", "basis_point": " basis points"}

_PICTURE_COLOURS = TerminalTheme(
    background=(24, 27, 32),
    foreground=(216, 219, 224),
    normal=[
        (0, 0, 0),
        (196, 58, 68),
        (128, 196, 96),
        (228, 192, 84),
        (58, 108, 196),
        (200, 146, 226),
        (92, 196, 208),
        (255, 255, 255),
    ],
)

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "\N{REPLACEMENT CHARACTER}")
_CONTROLS |= {ord("\n"): "\n", ord("\t"): " "}
"""One character for one, so that offsets hold: what an article holds must not steer the terminal."""


def render(article: Article, facts: Sequence[Fact]) -> RenderableType:
    """The article with its facts, for any rich console."""
    parts: list[RenderableType] = []
    if article.title:
        parts.append(_safe(article.title, "bold"))
    if about := " · ".join(str(part) for part in (article.source, article.published) if part):
        parts.append(_safe(about, "dim"))
    if parts:
        parts.append(Text())
    parts += [highlighted(article.text, facts), Text()]
    parts += [_legend(facts), facts_table(facts)] if facts else [Text("no facts", "dim")]
    return Group(*parts)


def export_svg(article: Article, facts: Sequence[Fact], width: int, title: str) -> str:
    """The same as a picture: SVG that needs nothing from elsewhere, the same on every run."""
    from rich._export_format import CONSOLE_SVG_FORMAT

    console = Console(record=True, width=width, file=io.StringIO(), color_system="truecolor")
    console.print(render(article, facts))
    without_web_fonts = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    return console.export_svg(
        title=title, theme=_PICTURE_COLOURS, code_format=without_web_fonts, unique_id="factextract"
    )


def highlighted(text: str, facts: Sequence[Fact]) -> Text:
    """The text with each fact's evidence in the colour of its kind."""
    shown = _safe(text)
    for fact in facts:
        shown.stylize(STYLES[fact.kind], fact.evidence.start, fact.evidence.end)
    return shown


def facts_table(facts: Sequence[Fact]) -> Table:
    """The facts, one a row, in text order."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("kind", no_wrap=True)
    for name in ("value", "what", "whose", "when", "status"):
        table.add_column(name, overflow="fold")
    for fact in facts:
        what = fact.event if isinstance(fact, EventDate) else fact.indicator
        names = fact.participants if isinstance(fact, EventDate) else fact.subjects
        cells = (
            amount(fact),
            what.text if what else "",
            ", ".join(name.name for name in names),
            when(fact.period) if fact.period else "",
            fact.status,
        )
        table.add_row(_label(fact.kind), *(_safe(" ".join(cell.split())) for cell in cells))
    return table


def _legend(facts: Sequence[Fact]) -> Text:
    """The colours in use and what they mean."""
    used = {fact.kind for fact in facts}
    return Text(" ").join(_label(kind) for kind in KINDS if kind in used)


def _label(kind: Kind) -> Text:
    return Text(f" {_LABELS[kind]} ", STYLES[kind])


def _safe(text: str, style: str = "") -> Text:
    return Text(text.translate(_CONTROLS), style)


def amount(fact: Fact) -> str:
    """A value with what qualifies it: "~300bn CNY", "+4.1%", "3 to 5%"; of an event, its time."""
    if isinstance(fact, EventDate):
        return " ".join(part for part in (fact.recurrence, fact.time) if part)
    ends = [end for end in (fact.value, fact.low, fact.high) if end is not None]
    if fact.direction:
        # The direction is written as the sign.
        ends = sorted(map(abs, ends))
    number = " to ".join(map(_number, ends))
    unit = _UNITS.get(fact.unit, f" {fact.unit}")
    per = f"/{fact.per}" if fact.per else ""
    return f"{_MODIFIERS.get(fact.modifier, '')}{_SIGNS.get(fact.direction or '', '')}{number}{unit}{per}"


def _number(number: Decimal) -> str:
    """A number in the largest scale it fits: 300000000000 is "300bn", 1234 is "1,234"."""
    for scale, word in _SCALES:
        if abs(number) >= scale:
            return f"{_plain(number / scale)}{word}"
    return _plain(number)


def _plain(number: Decimal) -> str:
    digits = f"{number:,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def when(period: Period) -> str:
    """A period in few words: "2024", "May 2025", "Jan-Apr 2025", "26 May 2025"."""
    start, end = period.start, period.end
    if start == end:
        return _day(start)
    whole_months = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if not whole_months:
        return f"{_day(start)} to {_day(end)}"
    if (start.month, end.month) == (1, 12):
        return str(start.year) if start.year == end.year else f"{start.year}-{end.year}"
    if start.year != end.year:
        return f"{_month(start)} {start.year} to {_month(end)} {end.year}"
    months = _month(start) if start.month == end.month else f"{_month(start)}-{_month(end)}"
    return f"{months} {start.year}"


def _day(day: date) -> str:
    return f"{day.day} {_month(day)} {day.year}"


def _month(day: date) -> str:
    return calendar.month_abbr[day.month]
