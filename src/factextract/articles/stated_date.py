"""The date of publication that a web page states of itself: in metadata, time elements or its address.

Only what is meant as that date is taken, never one that the article's text names, never a date of change,
never today's. A value that is no full date is passed over for the next place.
"""

import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import orjson

from factextract.articles.published import parse_published

_log = logging.getLogger(__name__)

# The names under which sites state it in <meta>, compared in lower case; the surest first.
_META_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date_published",
    "published_time",
    "article:published",
    "article:published_date",
    "article.published",
    "article.created",
    "article_date_original",
    "originalpublicationdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "dcterms.created",
    "dc.date.created",
    "citation_publication_date",
    "citation_date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published-date",
    "publication_date",
    "rnews:datepublished",
    "bt:pubdate",
    "displaydate",
    "date",
)
_ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report|Story)$")
_PUBLISHED_WORDS = re.compile(
    r"publi(?:sh|c)|pubdate|posted|issued|dateline|entry-date|post-date|article-date|story-date", re.I
)
_DATE_WORDS = re.compile(r"(?<![a-z])(?:date|time|timestamp)(?![a-z])", re.I)
_CHANGE_WORDS = re.compile(r"modif|updat|edit(?:ed)?(?![a-z])|revis", re.I)
_ASIDE = re.compile(
    r"(?<![a-z])(?<!has-)(?<!with-)(?<!no-)"
    r"(?:related|sidebar|recommend|comment|teaser|promo|footer|most-?read|popular|trending|newsletter|card|widget|latest)",
    re.I,
)
_ASIDE_TAGS = frozenset({"aside", "footer", "nav"})
_BEFORE_CHANGE = re.compile(r"[\s|,;(·–-]+(?:last\s*)?$", re.I)
_LABEL = re.compile(
    r"(?:first\s+)?(?:published|posted|date|issued|publication date)(?:\s+(?:on|at))?\s*[:|·–-]?\s*", re.I
)
_LINE_LABEL = re.compile(
    r"(?:(?:first|last)\s+)?(?:published|posted|updated|modified)(?:\s+on)?\s*[:|·–-]?\s*", re.IGNORECASE
)
_DAY_IN_ADDRESS = re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?=/|-|$|\?)")
_LONGEST = 80


def stated_date(tree: Any) -> date | None:
    """The date a parsed page states: the first found in JSON-LD, meta, marked elements, its address."""
    for places in (_json_ld, _meta, _marked_elements, _addresses):
        for value in places(tree):
            if (day := _read(value)) is not None:
                return day
    return None


def is_date_line(text: str) -> bool:
    """Whether a line is nothing but a date or its label: "Updated: 27 May 2025", "Published:"."""
    if len(text) > _LONGEST:
        return False
    label = _LINE_LABEL.match(text)
    rest = text[label.end() :] if label else text
    return not rest or (any(c.isdigit() for c in rest) and _read(rest) is not None)


def _read(value: str) -> date | None:
    stated = _LABEL.sub("", " ".join(value.split()), count=1)
    if not stated or len(stated) > _LONGEST:
        return None
    try:
        return parse_published(stated)
    except ValueError as error:
        _log.debug("passed over as date of publication: %s", error)
        return None


def _json_ld(tree: Any) -> Iterator[str]:
    """`"datePublished"` of JSON-LD objects that are articles, then of pages."""
    objects = [item for script in _json_ld_scripts(tree) for item in _objects(script)]
    for wanted in (True, False):
        for item in objects:
            if _is_article(item) is wanted and isinstance(value := item.get("datePublished"), str):
                yield value


def _json_ld_scripts(tree: Any) -> Iterator[Any]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json" or not script.text:
            continue
        try:
            yield orjson.loads(script.text)
        except orjson.JSONDecodeError as error:
            _log.debug("broken JSON-LD passed over: %s", error)


def _objects(content: Any) -> Iterator[dict[str, Any]]:
    """The objects on the top of a JSON-LD document (itself, a list's, "@graph"'s), not deeper ones."""
    if isinstance(content, list):
        for item in content:
            yield from _objects(item)
    elif isinstance(content, dict):
        yield content
        yield from _objects(content.get("@graph"))
        yield from _objects(content.get("mainEntity"))


def _is_article(item: dict[str, Any]) -> bool:
    types = item.get("@type")
    return any(
        isinstance(name, str) and _ARTICLE_TYPE.search(name)
        for name in (types if isinstance(types, list) else [types])
    )


def _meta(tree: Any) -> Iterator[str]:
    stated: dict[str, str] = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            content = element.get("content")
            if name and content:
                stated.setdefault(name, content)
    for name in _META_NAMES:
        if name in stated:
            yield stated[name]


def _marked_elements(tree: Any) -> Iterator[str]:
    """Elements marked as the date of publication, then other times and dates that stand at the story's head.

    Sites print today's date above the headline and other stories' dates below the text: neither is taken.
    """
    marked: list[str] = []
    others: list[str] = []
    headline_seen = False
    paragraphs_seen = 0
    for element in tree.iter("h1", "p", "time", "span", "div", "abbr", "li"):
        headline_seen = headline_seen or element.tag == "h1"
        paragraphs_seen += element.tag == "p" and _is_prose(element)
        marks = _marks(element)
        published = _PUBLISHED_WORDS.search(marks) is not None
        if not (published or element.tag == "time" or _DATE_WORDS.search(marks)) or _is_aside(element):
            continue
        at_head = paragraphs_seen < 2
        if published and (at_head or _in_story(element)):
            marked.extend(_values(element))
        elif not published and at_head and (headline_seen or _in_story(element)):
            others.extend(_values(element))
    yield from marked
    yield from others


def _marks(element: Any) -> str:
    """What an element's attributes say it is: `<time class="entry-date" pubdate>`."""
    marks = [element.get(name) or "" for name in ("itemprop", "class", "id")]
    return " ".join([*marks, "pubdate" if element.get("pubdate") is not None else ""])


def _values(element: Any) -> Iterator[str]:
    """An element's date as its attributes give it, and as it is printed; never the date of a change.

    "Published 27 May 2025 | Updated 28 May 2025" gives the part before the bar.
    """
    text = " ".join(" ".join(element.itertext()).split())
    if len(text) > 3 * _LONGEST or _CHANGE_WORDS.search(f"{_marks(element)} {_label_before(element)}"):
        return
    change = _CHANGE_WORDS.search(text)
    stated = text[: change.start()] if change else text
    if stated:
        yield element.get("datetime") or element.get("content") or ""
        yield _BEFORE_CHANGE.sub("", stated)


def _label_before(element: Any) -> str:
    """What tells which date a bare one is: the words before it, and the marks of the element around it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return ""
    words = parent.text if before is None else before.tail
    return f"{_marks(parent) if parent.tag != 'body' else ''} {(words or '')[-_LONGEST:]}"


def _is_prose(element: Any) -> bool:
    return len("".join(element.itertext())) > _LONGEST


def _in_story(element: Any) -> bool:
    return any(above.tag in ("article", "main") for above in element.iterancestors())


def _is_aside(element: Any) -> bool:
    """Whether an element stands in side matter, or in a paragraph, where dates are the story's own."""
    parent = element.getparent()
    if parent is not None and parent.tag == "p" and _is_prose(parent):
        return True
    around = (element, *element.iterancestors())
    return any(
        above.tag in _ASIDE_TAGS
        or (above.tag not in ("html", "body") and _ASIDE.search(_marks(above)) is not None)
        for above in around
    )


def _addresses(tree: Any) -> Iterator[str]:
    """The day in the page's own address: "https://example.org/2025/05/27/trains"."""
    addresses = [
        link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"
    ]
    addresses += [
        meta.get("content") for meta in tree.iter("meta") if (meta.get("property") or "").lower() == "og:url"
    ]
    for address in addresses:
        if match := _DAY_IN_ADDRESS.search(address or ""):
            yield f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
