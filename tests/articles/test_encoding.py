import codecs
import logging

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from factextract.articles.encoding import NotTextError, decode, normalise_line_ends

ENGLISH = (
    "The chairman’s £4.2bn plan – “a café culture” – won’t be dropped, he said. Profit rose 3% to €1.2bn."
)
CHINESE = "边境贸易额去年增长了百分之九，达到三千亿元。专家表示，铁路恢复通车将促进两国的经济合作。"
JAPANESE = "日本の貿易赤字は四月に一千億円となった。輸出は前年同月比で減少したと財務省が発表した。"
RUSSIAN = "Министерство сообщило, что экспорт нефти вырос на пять процентов в прошлом году."


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", ENGLISH),
        ("utf-8-sig", ENGLISH),
        ("utf-16", ENGLISH),
        ("utf-32", ENGLISH),
        ("cp1252", ENGLISH),
        ("latin-1", "The señor paid £5 for a crème brûlée in Orléans, at 20° below."),
        ("utf-8", CHINESE),
        ("utf-16", CHINESE),
        ("gb18030", CHINESE),
        ("big5", "臺灣的出口在五月份增長了百分之九，財政部表示，前景良好。"),
        ("shift_jis", JAPANESE),
        ("euc_kr", "한국의 수출은 지난달 증가했다고 산업부가 발표했다."),
        ("cp1251", RUSSIAN),
    ],
)
def test_encodings_are_told(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (b"", "utf-16-le")],
)
def test_utf16_in_both_orders_and_without_a_mark(mark: bytes, encoding: str) -> None:
    assert decode(mark + ENGLISH.encode(encoding)) == ENGLISH
    assert decode(mark + f"{ENGLISH}\r\n{CHINESE[:5]}".encode(encoding)) == f"{ENGLISH}\r\n{CHINESE[:5]}"


def test_unmarked_big_endian_utf16() -> None:
    assert decode(ENGLISH.encode("utf-16-be")) == ENGLISH


def test_every_windows_1252_character_is_read() -> None:
    characters = [bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0x100)]
    text = " ".join(["Words:", *characters, "and no more"])
    assert decode(text.encode("cp1252")) == text


def test_bytes_that_windows_1252_lacks_are_read_as_latin_1() -> None:
    raw = b"caf\xe9 \x81 cr\xe8me"
    assert decode(raw) == raw.decode("latin-1")


@pytest.mark.parametrize("text", ["He said “Wait…” and left.", "“Wait…”—“no”", "‘“nested”’", "a…”"])
def test_western_quotes_and_dashes_side_by_side_are_no_other_script(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


def test_a_utf8_file_cut_within_a_character_stays_utf8(caplog: pytest.LogCaptureFixture) -> None:
    whole = ENGLISH.encode()
    cut = whole[: whole.index("€".encode()) + 1]
    with caplog.at_level(logging.WARNING):
        text = decode(cut, name="cut.txt")
    assert text == ENGLISH[: ENGLISH.index("€")] + "\N{REPLACEMENT CHARACTER}"
    assert "cut.txt: broken UTF-8 at byte" in caplog.text


def test_a_declared_encoding_is_believed_unless_the_bytes_are_utf8() -> None:
    czech = "Růst mezd zůstal vysoký, uvedl úřad."
    assert decode(czech.encode("cp1250"), "windows-1250") == czech
    assert decode(czech.encode(), "windows-1250") == czech
    assert decode("“quoted”".encode("cp1252"), "ISO-8859-1") == "“quoted”"
    assert decode("£5 and 5°".encode("cp1252"), "no-such-encoding") == "£5 and 5°"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\xff\xd8\xff\xe0..JFIF", "JPEG"),
        (b"GIF89a...", "GIF"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "zip"),
        (b"{\\rtf1\\ansi text}", "RTF"),
        (b"\x1f\x8b\x08...", "gzip"),
        (b"some text \0\0\0 and more \0 text", "NUL"),
        (codecs.BOM_UTF16_LE + b"a\0\0\0b\0", "NUL"),
        (codecs.BOM_UTF16_LE + b"a\0b", "not valid UTF-16"),
    ],
)
def test_binary_data_is_no_text(raw: bytes, kind: str) -> None:
    with pytest.raises(NotTextError, match=kind):
        decode(raw)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_unicode_round_trips(text: str) -> None:
    assume(not text.startswith(("\ufeff", "%PDF-", "GIF8", "PK\x03\x04", "{\\rtf", "BZh")))
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        assert decode(text.encode(encoding)) == text


@given(st.lists(st.sampled_from([*"£€éèüñ°½–—“”‘’…", *"abc de. fg 12,3"]), max_size=60))
def test_western_text_round_trips_through_windows_1252(characters: list[str]) -> None:
    # Words around each, as accented letters stand in English.
    text = "The report said " + "x ".join(characters) + " on Monday."
    assert decode(text.encode("cp1252")) == text


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    try:
        text = decode(raw)
    except NotTextError as error:
        text = str(error)
    assert isinstance(text, str)


@given(st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]))))
def test_every_line_end_becomes_a_newline(lines: list[str]) -> None:
    for end in ("\n", "\r\n", "\r"):
        assert normalise_line_ends(end.join(lines)) == "\n".join(lines)


def test_mixed_line_ends_and_other_separators() -> None:
    assert normalise_line_ends("a\r\n\r\nb\rc\nd\u2028e\x0bf\x85g") == "a\n\nb\nc\nd\u2028e\x0bf\x85g"
