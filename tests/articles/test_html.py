import json
import re
from datetime import date
from pathlib import Path

import pytest

from factextract.articles import Article, html, read_file
from tests.articles.reading import failure, one, written

FIRST = "The ministry said exports rose 5 percent to 3 billion dollars in the first quarter of the year."
SECOND = "Imports fell on 3 March 2021, it said, and 4 million people saw little of it until May 2020."
BODY = f"{FIRST}\n\n{SECOND}"
MAY_27 = date(2025, 5, 27)


def page(head: str = "", above: str = "", below: str = "", top: str = "", body: str | None = None) -> str:
    """A page with parts of its own in its head, on top, above the story's text, and below the story."""
    body = body or f"<p>{FIRST}</p><p>{SECOND}</p>"
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Trade rises</title>{head}</head><body>{top}'
        f"<div id='story'><h1>Trade rises</h1>{above}{body}</div>{below}</body></html>"
    )


def published(tmp_path: Path, **parts: str) -> date | None:
    article = one(written(tmp_path / "a.html", page(**parts)))
    assert FIRST in article.text
    return article.published


def test_text_is_the_paragraphs_with_blank_lines_between(tmp_path: Path) -> None:
    nav = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
    foot = "<footer><p>Copyright 2026 The Paper. All rights reserved.</p></footer>"
    article = one(written(tmp_path / "a.html", page(top=nav, below=foot)))
    assert article == Article(id="a.html", text=BODY, title="Trade rises")


def test_metadata(tmp_path: Path) -> None:
    head = (
        '<meta property="og:title" content="Trade rises"><meta property="og:site_name" content="The Paper">'
        '<link rel="canonical" href="https://paper.example/trade">'
        '<meta property="article:published_time" content="2025-05-27T23:30:00-08:00">'
    )
    assert one(written(tmp_path / "a.htm", page(head=head))) == Article(
        id="a.htm",
        text=BODY,
        title="Trade rises",
        published=MAY_27,
        source="The Paper",
        url="https://paper.example/trade",
    )


def test_inline_markup_and_entities(tmp_path: Path) -> None:
    body = (
        "<p>Profit <b>rose</b> <a href='/x'>3%</a>, to <i>&pound;5bn</i>&nbsp;&mdash; "
        "an&eacute;mic &amp; slow.</p>\n"
        f"<p>{FIRST}</p>"
    )
    assert (
        one(written(tmp_path / "a.html", page(body=body))).text
        == f"Profit rose 3%, to £5bn — anémic & slow.\n\n{FIRST}"
    )


def test_subheads_lists_and_quotes_are_paragraphs(tmp_path: Path) -> None:
    body = (
        f"<p>{FIRST}</p><h2>By region</h2><ul><li>North: 5 percent</li><li>South: <b>6</b> percent</li></ul>"
        f"<blockquote><p>It was a good year.</p></blockquote><p>{SECOND}</p>"
    )
    assert one(written(tmp_path / "a.html", page(body=body))).text.split("\n\n") == [
        FIRST,
        "By region",
        "North: 5 percent",
        "South: 6 percent",
        "It was a good year.",
        SECOND,
    ]


def test_line_breaks_in_place_of_paragraphs(tmp_path: Path) -> None:
    assert one(written(tmp_path / "a.html", page(body=f"<div>{FIRST}<br><br>{SECOND}</div>"))).text == BODY


def test_tables_keep_their_rows_apart(tmp_path: Path) -> None:
    table = "<table><tr><th>Year</th><th>Exports</th></tr><tr><td>2024</td><td>3.1bn</td></tr></table>"
    text = one(written(tmp_path / "a.html", page(body=f"<p>{FIRST}</p>{table}<p>{SECOND}</p>"))).text
    assert text.split("\n\n") == [FIRST, "Year | Exports", "2024 | 3.1bn", SECOND]


def test_headline_byline_and_date_line_are_no_text(tmp_path: Path) -> None:
    above = "<p>By Ann B. Other in Hanoi</p><p>Published: 27 May 2025</p><p>Updated: 28 May 2025</p>"
    assert one(written(tmp_path / "a.html", page(above=above))).text == BODY


def test_a_short_article_is_an_article(tmp_path: Path) -> None:
    content = "<html><body><article><h1>Trade</h1><p>Trade rose 9 percent.</p></article></body></html>"
    assert one(written(tmp_path / "a.html", content)).text == "Trade rose 9 percent."


def ld(content: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(content)}</script>'


ARTICLE_LD = {"@type": "NewsArticle", "datePublished": "2025-05-27T10:00:00Z", "dateModified": "2025-05-29"}


@pytest.mark.parametrize(
    "head",
    [
        ld(ARTICLE_LD),
        ld([{"@type": "BreadcrumbList"}, ARTICLE_LD]),
        ld(
            {
                "@context": "https://schema.org",
                "@graph": [{"@type": "WebPage", "datePublished": "2024-01-01"}, ARTICLE_LD],
            }
        ),
        ld({**ARTICLE_LD, "@type": ["Thing", "ReportageNewsArticle"]}),
        ld({"@type": "WebPage", "mainEntity": ARTICLE_LD}),
        ld({"@type": "WebPage", "datePublished": "2025-05-27"}),
        ld("")[:-11] + "{broken</script>" + ld(ARTICLE_LD),
        ld({"@type": "NewsArticle", "datePublished": "soon"}) + ld(ARTICLE_LD),
        ld({"@type": "NewsArticle", "datePublished": 17}) + ld(ARTICLE_LD),
        ld(ARTICLE_LD) + '<meta property="article:published_time" content="2024-01-01">',
        '<meta name="date" content="2024-01-01"><meta name="published_time" content="2025-05-27T10:00Z">',
        '<meta name="last-modified" content="2025-06-01"><meta name="pubdate" content="20250527">',
        '<meta name="DC.date.issued" content="2025-05-27">',
        '<meta itemprop="datePublished" content="2025-05-27">',
        '<meta name="parsely-pub-date" content="2025-05-27T10:00:00Z">',
        '<meta name="date" content="Tue, 27 May 2025 10:00:00 GMT">',
        '<link rel="canonical" href="https://paper.example/2025/05/27/trade-rises">',
        '<link rel="canonical" href="https://paper.example/business/2025-05-27/trade">',
        '<meta property="og:url" content="https://paper.example/2025/5/27/">',
    ],
)
def test_dates_stated_in_the_head(tmp_path: Path, head: str) -> None:
    assert published(tmp_path, head=head) == MAY_27


@pytest.mark.parametrize(
    "above",
    [
        '<time datetime="2025-05-27T10:00:00-04:00">Tuesday</time>',
        "<time>27 May 2025</time>",
        '<p>By Ann Other, <time datetime="2025-05-27">2 days ago</time></p>',
        '<time datetime="2025-05-29">Updated</time><time class="entry-date" datetime="2025-05-27">x</time>',
        '<time class="updated" datetime="2025-05-29">x</time><time datetime="2025-05-27">27 May</time>',
        '<p class="updated">Updated: <time datetime="2025-05-29">x</time></p><time>27 May 2025</time>',
        "<p>Published <time>27 May 2025</time>, updated <time>29 May 2025</time></p>",
        "<p>Updated <time>29 May 2025</time>, published <time>27 May 2025</time></p>",
        '<div class="dateline">Published: 27 May 2025 | Last updated: 29 May 2025</div>',
        '<span class="date">May 27, 2025</span>',
        '<span itemprop="datePublished" content="2025-05-27">a while ago</span>',
        '<abbr class="published" title="x">Tuesday, May 27, 2025</abbr>',
        '<div class="posted-on">Posted on 27 May 2025</div>',
    ],
)
def test_dates_stated_above_the_story(tmp_path: Path, above: str) -> None:
    assert published(tmp_path, above=above) == MAY_27


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"top": '<div class="date">Monday 5 January 2026</div>'},
        {"top": '<header><time datetime="2026-01-05">Monday 5 January 2026</time></header>'},
        {"above": '<p class="updated">Last updated: <time>29 May 2025</time></p>'},
        {"above": "<p>Last updated: <time>29 May 2025</time></p>"},
        {"above": "<time>3 hours ago</time>"},
        {"above": '<time datetime="PT2H">today</time>'},
        {"above": '<div class="date">today</div>'},
        {"head": '<meta property="article:modified_time" content="2025-05-27">'},
        {"head": '<meta http-equiv="last-modified" content="Tue, 27 May 2025 10:00:00 GMT">'},
        {"head": '<meta name="date" content="yesterday">'},
        {"head": ld({"@type": "NewsArticle", "dateModified": "2025-05-27"})},
        {"head": ld({"@type": "NewsArticle", "citation": ARTICLE_LD})},
        {"head": '<link rel="canonical" href="https://paper.example/2025/13/45/trade">'},
        {"head": '<link rel="canonical" href="https://paper.example/archive/2025/05/">'},
        {"head": "<!-- generated 2025-05-27 10:00:00 --><script>var d = '2025-05-27';</script>"},
        {"below": '<aside><a href="/x">Other story</a> <time>20 May 2025</time></aside>'},
        {"above": '<aside><a href="/x">Other story</a> <time>20 May 2025</time></aside>'},
        {"above": '<div class="related-links"><span class="date">20 May 2025</span></div>'},
        {"below": '<div class="related-links"><span class="date">20 May 2025</span></div>'},
        {"below": '<div><span class="date">20 May 2025</span></div>'},
        {"below": '<div class="latest"><article><time>20 May 2025</time></article></div>'},
        {"below": "<footer><p>Published since 1871. <time>1 January 2026</time></p></footer>"},
        {"body": f"<p>{FIRST}</p><p>{SECOND} <time datetime='2020-05-01'>1 May 2020</time></p>"},
        {"body": f"<p>{FIRST} <span class='date'>1 May 2020</span></p><p>{SECOND}</p>"},
    ],
)
def test_no_date_is_made_up(tmp_path: Path, parts: dict[str, str]) -> None:
    assert published(tmp_path, **parts) is None


def test_the_file_name_and_the_given_date_come_after_what_the_page_states(tmp_path: Path) -> None:
    stated = page(above="<time>27 May 2025</time>")
    assert one(written(tmp_path / "2024-01-01.html", stated)).published == MAY_27
    assert one(written(tmp_path / "2024-01-02.html", page())).published == date(2024, 1, 2)
    (item,) = read_file(written(tmp_path / "a.html", page()), published=MAY_27)
    assert isinstance(item, Article)
    assert item.published == MAY_27


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ("", "utf-8"),
        ('<meta charset="utf-8">', "utf-8-sig"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">', "cp1252"),
        ("<META CHARSET=iso-8859-15>", "iso-8859-15"),
        ("", "cp1252"),
        ("", "utf-16"),
    ],
)
def test_encodings_of_pages(tmp_path: Path, declaration: str, encoding: str) -> None:
    text = "A café in Orléans took €5, it said, and the ministry found that exports rose 5 percent."
    content = page(body=f"<p>{text}</p><p>{FIRST}</p>").replace('<meta charset="utf-8">', declaration)
    assert one(written(tmp_path / "a.html", content.encode(encoding))).text == f"{text}\n\n{FIRST}"


def test_a_declaration_decides_between_encodings_that_look_alike(tmp_path: Path) -> None:
    text = "Růst mezd zůstal vysoký, uvedl úřad, a inflace v zemi loni zpomalila na 2,4 procenta."
    content = page(body=f"<p>{text}</p><p>{FIRST}</p>").replace("utf-8", "windows-1250").encode("cp1250")
    assert one(written(tmp_path / "a.html", content)).text == f"{text}\n\n{FIRST}"


def test_xhtml_with_its_declaration(tmp_path: Path) -> None:
    content = '<?xml version="1.0" encoding="UTF-8"?>\n' + page().replace(
        "<html>", '<html xmlns="http://www.w3.org/1999/xhtml">'
    )
    assert one(written(tmp_path / "a.html", content)).text == BODY


def test_line_ends_do_not_matter(tmp_path: Path) -> None:
    content = page().replace("><", ">\n<").replace(" rose", "\nrose")
    for end in ("\n", "\r\n", "\r"):
        assert one(written(tmp_path / "a.html", content.replace("\n", end))).text == BODY


def test_unusual_characters_are_kept(tmp_path: Path) -> None:
    text = f"😀 \u200fالتجارة\u200e {FIRST}"
    assert (
        one(written(tmp_path / "a.html", page(body=f"<p>{text}</p><p>{SECOND}</p>"))).text.split("\n\n")[0]
        == text
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty file"),
        ("Just some words, and no markup at all.", "not an HTML page"),
        ("<html><head><title>T</title></head><body></body></html>", "no article found in the page"),
        ("<html><frameset><frame src='a'></frameset></html>", "no article found in the page"),
        (b"<html>\0\1\2\0\0\3", "not text"),
        (b"GIF89a\1\2", "not text"),
    ],
)
def test_what_is_no_page_is_an_error(tmp_path: Path, content: str | bytes, reason: str) -> None:
    assert reason in failure(written(tmp_path / "a.html", content)).reason


def test_a_page_nested_too_deep_is_an_error_or_an_article(tmp_path: Path) -> None:
    content = f"<html><body>{'<div>' * 5000}<p>{FIRST}</p>{'</div>' * 5000}</body></html>"
    assert list(read_file(written(tmp_path / "a.html", content)))


def test_a_parser_that_fails_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise AttributeError("undocumented")

    monkeypatch.setattr(html, "stated_date", fail)
    assert failure(written(tmp_path / "a.html", page())).reason == "the page cannot be parsed: AttributeError"


def test_nothing_is_written_to_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for content in ("plain", "<html></html>", page()):
        list(read_file(written(tmp_path / "a.html", content)))
    assert capfd.readouterr() == ("", "")


def test_html_is_imported_only_for_pages() -> None:
    import subprocess
    import sys

    heavy = ("trafilatura", "lxml", "dateparser", "yaml", "charset_normalizer", "spacy")
    code = f"import sys, factextract.articles\nprint([name for name in {heavy} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert re.fullmatch(r"\[\]\s*", result.stdout)
