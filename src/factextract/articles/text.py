"""Text and Markdown files: a header, then the body."""

import re
from dataclasses import asdict
from pathlib import Path

from factextract.articles.encoding import normalise_line_ends
from factextract.articles.header import split_header
from factextract.articles.parts import Parts
from factextract.articles.raw import read_text, shown

_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n)+")


def read_text_file(path: Path, *, markdown: bool = False) -> Parts:
    r"""The article of a .txt or .md file.

    ``text`` is the body: what follows the front matter, the header lines, the dated first line or (in
    Markdown) the heading, without blank lines before and white space after it, and with every line end as
    "\n". Nothing else is changed: Markdown's own marks ("**", "[…](…)", "##") stay in the text, so that
    offsets count what is in the file.
    """
    header, body = split_header(normalise_line_ends(read_text(path)), shown(path), markdown=markdown)
    return Parts(text=_without_outer_blanks(body), **asdict(header))


def _without_outer_blanks(body: str) -> str:
    blank = _BLANK_LINES.match(body)
    return body[blank.end() if blank else 0 :].rstrip()
