"""Bytes to text: which encoding a file is in, and one kind of line end.

A byte order mark decides, then UTF-8 where the bytes are valid UTF-8, then what the file itself declares
(HTML), then the look of the bytes. Western files that are not UTF-8 are read as Windows-1252, of which
Latin-1 is a part; its Central European cousins cannot be told from it by their bytes. Other scripts (GB
18030, Shift JIS, Big5, Windows-1251 ...) are left to charset-normalizer.
"""

import codecs
import logging
import re

_log = logging.getLogger(__name__)

# The longer mark first: the UTF-32 one begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_FOREIGN_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "gzip data in a file whose name does not end in .gz"),
    (b"BZh", "bzip2 data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"\xfd7zXZ", "xz data"),
)

_SAMPLE = 64 * 1024
_LINE_END = re.compile(r"\r\n?")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
# Curly quotes, dashes and the ellipsis of Windows-1252.
_WESTERN_MARKS = re.compile(rb"[\x85\x91-\x97]")
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


class NotTextError(ValueError):
    """Bytes that are no text; the message says what they look like."""


def decode(raw: bytes, declared: str | None = None, name: str = "text") -> str:
    """The text of a file's bytes, with line ends as they are. NotTextError where they are none.

    ``declared`` is the encoding the file names, if any; ``name`` is what a warning calls the file.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _decoded(raw[len(mark) :], encoding)
    check_text(raw)
    if (wide := unmarked_utf16(raw)) is not None:
        return _decoded(raw, wide)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error
    if _mostly_utf8(raw):
        _log.warning("%s: broken UTF-8 at byte %d, read with a replacement character", name, broken.start)
        return raw.decode("utf-8", "replace")
    return _as_declared(raw, declared) or _by_look(raw)


def normalise_line_ends(text: str) -> str:
    r"""Every line end as "\n": "\r\n" and a lone "\r" too. Nothing else changes."""
    return _LINE_END.sub("\n", text)


def check_text(raw: bytes) -> None:
    """Raises NotTextError where the bytes are those of an image, an archive or other binary data."""
    for magic, kind in _FOREIGN_KINDS:
        if raw.startswith(magic):
            raise NotTextError(f"not text: {kind}")
    if b"\0" in raw and marked_wide(raw) is None and unmarked_utf16(raw) is None:
        raise NotTextError("not text: binary data (it holds NUL bytes)")


def marked_wide(raw: bytes) -> str | None:
    """The UTF-16 or UTF-32 encoding that a byte order mark names."""
    return next((encoding for mark, encoding in _MARKS[1:] if raw.startswith(mark)), None)


def unmarked_utf16(raw: bytes) -> str | None:
    """UTF-16 without a mark, told by its zero bytes: in mostly Latin text every other byte is zero."""
    sample = raw[:_SAMPLE]
    pairs = len(sample) // 2
    if b"\0" not in sample or pairs < 2:
        return None
    high_first, low_first = sample[0::2].count(0), sample[1::2].count(0)
    if low_first > 0.4 * pairs and high_first < 0.05 * pairs:
        return "utf-16-le"
    if high_first > 0.4 * pairs and low_first < 0.05 * pairs:
        return "utf-16-be"
    return None


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotTextError(f"not valid {encoding.upper()} at byte {error.start}") from error
    if "\0" in text:
        raise NotTextError("not text: binary data (it holds NUL characters)")
    return text


def _mostly_utf8(raw: bytes) -> bool:
    """UTF-8 with a broken place or two, such as a file cut off within a character."""
    high = sum(len(run) for run in _HIGH_RUN.findall(raw))
    valid = sum(len(sequence) for sequence in _UTF8_SEQUENCE.findall(raw))
    return valid >= 0.8 * high


def _as_declared(raw: bytes, declared: str | None) -> str | None:
    if declared is None:
        return None
    # Browsers read these names as their supersets, and so pages are written.
    superset = {
        "iso8859-1": "cp1252",
        "ascii": "cp1252",
        "gb2312": "gb18030",
        "gbk": "gb18030",
        "shift_jis": "cp932",
    }
    try:
        name = codecs.lookup(declared).name
        return raw.decode(superset.get(name, name))
    except (LookupError, UnicodeDecodeError):
        _log.debug("declared encoding %r does not fit", declared)
        return None


def _by_look(raw: bytes) -> str:
    """Windows-1252 for Western bytes; for others what charset-normalizer says, if it is sure of it."""
    if not _western(raw):
        from charset_normalizer import from_bytes

        best = from_bytes(raw).best()
        if best is not None and best.chaos < 0.1:
            return str(best)
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _western(raw: bytes) -> bool:
    """In Western text the bytes above ASCII stand alone (é, £); in other scripts they come in runs."""
    runs = [len(run) for run in _HIGH_RUN.findall(_WESTERN_MARKS.sub(b" ", raw[:_SAMPLE]))]
    in_runs = sum(length for length in runs if length > 1)
    return in_runs <= 0.5 * sum(runs)
