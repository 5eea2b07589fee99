"""Web pages: the article's own paragraphs by trafilatura, its date by what the page states of itself."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from factextract.articles.encoding import NotTextError, decode
from factextract.articles.parts import Parts
from factextract.articles.raw import read_bytes, shown
from factextract.articles.stated_date import is_date_line, stated_date
from factextract.errors import ArticleError

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|^\s*<\?xml[^>]{0,200}?encoding=["']([\w.:-]+)""",
    re.I,
)
_BYLINE = re.compile(r"By [A-Z](?:[^.!?]|(?<=\b[A-Z])\.){0,80}")

# In trafilatura's trees these hold paragraphs or rows; every other element is a paragraph.
_HOLDERS = frozenset({"body", "list", "quote", "table", "div", "main", "article", "section"})


def read_html_file(path: Path) -> Parts:
    """The article of a page.

    ``text`` is the paragraphs that trafilatura finds, with a blank line between two; the headline, a byline
    and a line of nothing but the date are left out where they stand at the top. Title, site name and
    address are trafilatura's as well. The date is not: its search ends in guesses from the page's text,
    `stated_date` takes what is stated.
    """
    where = shown(path)
    raw = read_bytes(path)
    try:
        page = decode(raw, _declared(raw), name=where)
    except NotTextError as error:
        raise ArticleError(where, str(error)) from error
    try:
        return _article(page, where)
    except ArticleError:
        raise
    # The parsers meet pages of every make and raise what they do not document; one page must not end a run.
    except Exception as error:
        raise ArticleError(where, f"the page cannot be parsed: {type(error).__name__}") from error


def _article(page: str, where: str) -> Parts:
    from trafilatura import bare_extraction, extract_metadata, load_html

    tree: Any = load_html(page)
    if tree is None:
        raise ArticleError(where, "not an HTML page")
    published = stated_date(tree)
    # Its date is not used; the short search only saves the time of the long one.
    metadata = extract_metadata(tree, date_config={"original_date": True, "extensive_search": False})
    headlines = {_plain(metadata.title or "")} | {_plain("".join(h1.itertext())) for h1 in tree.iter("h1")}
    document: Any = bare_extraction(tree, include_comments=False)
    if document is None or document.body is None:
        raise ArticleError(where, "no article found in the page")
    return Parts(
        text="\n\n".join(_without_furniture(_paragraphs(document.body), headlines)),
        title=metadata.title or None,
        published=published,
        source=metadata.sitename or None,
        url=metadata.url or None,
    )


def _declared(raw: bytes) -> str | None:
    """The encoding a page names: `<meta charset="windows-1252">`."""
    match = _DECLARED.search(raw[:4096])
    return (match[1] or match[2]).decode("ascii") if match else None


def _paragraphs(element: Any) -> Iterator[str]:
    """The paragraphs of an extracted body, in order: prose, headings, list items, table rows."""
    if element.text and element.text.strip():
        yield element.text.strip()
    for child in element:
        if child.tag in _HOLDERS:
            yield from _paragraphs(child)
        else:
            yield from _lines(child)
        if child.tail and child.tail.strip():
            yield child.tail.strip()


def _lines(block: Any) -> Iterator[str]:
    """A paragraph's text; two line breaks in it end it, a table row's cells stand apart."""
    if block.tag == "row":
        cells = ["".join(cell.itertext()).strip() for cell in block.iter("cell")]
        yield " | ".join(cell for cell in cells if cell)
        return
    text = "".join(_pieces(block))
    for part in re.split(r"\s*\n\s*\n\s*", text):
        if part.strip():
            yield part.strip()


def _pieces(element: Any) -> Iterator[str]:
    """The text in an element, with "\\n" for its line breaks."""
    if element.tag == "lb":
        yield "\n"
    if isinstance(element.tag, str) and element.text:
        yield element.text
    for child in element:
        yield from _pieces(child)
        if child.tail:
            yield child.tail


def _without_furniture(paragraphs: Iterator[str], headlines: set[str]) -> Iterator[str]:
    """The paragraphs without what stands above the article: its headline again, who wrote it, when."""
    at_top = True
    for paragraph in paragraphs:
        if at_top and (
            _plain(paragraph) in headlines or _BYLINE.fullmatch(paragraph) or is_date_line(paragraph)
        ):
            continue
        at_top = False
        yield paragraph


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
