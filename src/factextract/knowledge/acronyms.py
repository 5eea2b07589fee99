"""Acronyms that a text defines: "Asian Development Bank (ADB)", "ADB (Asian Development Bank)"."""

import re
from collections.abc import Iterator

_IN_BRACKETS = re.compile(r"\(([A-Z][A-Za-z&.]{1,9})\)")
_WORD = re.compile(r"[^\s()\"“”,;:]+")
_LINKING = frozenset({"of", "and", "the", "for", "on", "in", "to", "de", "du", "la", "&"})
_MOST_LINKING = 3


def acronyms_in(text: str) -> Iterator[tuple[str, str]]:
    """The acronyms in brackets, each with the words right before it whose initials they are.

    Words such as "of" may be passed over; the first must be written with a capital. A stricter form of the rule of
    Schwartz and Hearst (2003), which lets letters stand anywhere in the words.
    """
    if "(" not in text:
        return
    for match in _IN_BRACKETS.finditer(text):
        letters = [letter.lower() for letter in match.group(1) if letter.isalpha()]
        long = _words_for(letters, list(_WORD.finditer(text, 0, match.start())), text)
        if len(letters) > 1 and long is not None:
            yield match.group(1), long


def _words_for(letters: list[str], words: list[re.Match[str]], text: str) -> str | None:
    """The text of the last words with these initials, or none."""
    passed, index = 0, len(words)
    for letter in reversed(letters):
        index -= 1
        while index >= 0 and words[index].group()[0].lower() != letter:
            if words[index].group().lower() not in _LINKING or passed == _MOST_LINKING:
                return None
            passed += 1
            index -= 1
        if index < 0:
            return None
    first = words[index]
    return text[first.start() : words[-1].end()] if first.group()[0].isupper() else None
