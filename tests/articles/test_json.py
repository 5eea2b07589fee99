import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factextract.articles import Article, raw, read_articles, read_file
from factextract.errors import ArticleError
from tests.articles.reading import failure, one, written

FULL = {
    "id": "a-1",
    "title": "Trains",
    "published": "2025-05-27T23:00:00-08:00",
    "source": "Border News",
    "url": "https://example.org/a",
    "text": "Trains run again.\r\n\r\nTrade rose. ",
}


def test_one_article(tmp_path: Path) -> None:
    assert one(written(tmp_path / "a.json", json.dumps(FULL))) == Article(
        id="a-1",
        text="Trains run again.\n\nTrade rose. ",
        title="Trains",
        published=date(2025, 5, 27),
        source="Border News",
        url="https://example.org/a",
    )


def test_other_keys_such_as_gold_facts_are_passed_over(tmp_path: Path) -> None:
    article = one(written(tmp_path / "a.json", json.dumps({**FULL, "facts": [{"kind": "quantity"}], "x": 1})))
    assert article.id == "a-1"


def test_only_text_is_needed_and_null_or_blank_is_not_stated(tmp_path: Path) -> None:
    article = one(
        written(
            tmp_path / "a.json", '{"text": "T.", "title": null, "source": " ", "id": "", "published": ""}'
        )
    )
    assert article == Article(id="a.json", text="T.")


def test_a_whole_number_is_an_id(tmp_path: Path) -> None:
    assert one(written(tmp_path / "a.json", '{"id": 17, "text": "T."}')).id == "17"


def test_text_is_kept_as_it_is_but_for_line_ends(tmp_path: Path) -> None:
    article = one(written(tmp_path / "a.json", json.dumps({"text": "\n  A\rB\r\nC \x07😀\n\n"})))
    assert article.text == "\n  A\nB\nC \x07😀\n\n"


def test_a_list_holds_many_and_a_wrong_one_stops_nothing(tmp_path: Path) -> None:
    content = [{"text": "One."}, {"text": 2}, "three", {"id": "d", "text": "Four."}, {"text": " "}]
    items = list(read_file(written(tmp_path / "a.json", json.dumps(content))))
    assert [item.id if isinstance(item, Article) else item.reason for item in items] == [
        "a.json#0",
        'item 1: "text" is a number, not a text',
        'item 2: not an article: a text where an object with "text" should be',
        "d",
        "item 4: no text",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty file"),
        ("  ", "broken JSON"),
        ('{"text": "a"', "line 1: broken JSON"),
        ('{\n"text": "a",\n"title": oops}', "line 3: broken JSON"),
        ('{"text": "a"}\n{"text": "b"}', "line 2: broken JSON"),
        ('{"text": NaN}', "broken JSON"),
        ('{"text": "\\ud800"}', "broken JSON"),
        ("[" * 100_000, "broken JSON"),
        ("[]", "a list of no articles"),
        ("17", "not an article: a number"),
        ("null", "not an article: null"),
        ('"text"', "not an article: a text"),
        ("{}", 'no "text"'),
        ('{"text": null}', 'no "text"'),
        ('{"text": ["a"]}', '"text" is a list, not a text'),
        ('{"text": {"a": 1}}', '"text" is an object, not a text'),
        ('{"text": true}', '"text" is true or false, not a text'),
        ('{"text": "  \\n"}', "no text"),
        ('{"text": "a", "title": 1}', '"title" is a number, not a text'),
        ('{"text": "a", "source": {"name": "b"}}', '"source" is an object, not a text'),
        ('{"text": "a", "url": []}', '"url" is a list, not a text'),
        ('{"text": "a", "id": 1.5}', '"id" is a number, not a text'),
        ('{"text": "a", "id": true}', '"id" is true or false, not a text'),
        ('{"text": "a", "published": 1748304000}', '"published" is a number, not a text'),
        ('{"text": "a", "published": "soon"}', "\"published\": not a date: 'soon'"),
        ('{"text": "a", "published": "2025-02-30"}', "'2025-02-30'"),
    ],
)
def test_wrong_json_is_an_error(tmp_path: Path, content: str, reason: str) -> None:
    assert reason in failure(written(tmp_path / "a.json", content)).reason


LINES = [
    '{"id": "x", "text": "One."}',
    "",
    '{"text": "Two.", "published": "27 May 2025"}',
    '{"text": "broken',
    "[1]",
    '{"text": "Three.", "published": "whenever"}',
    '{"text": "Four."}',
]
READ_LINES = ["x", "a.jsonl#3", "line 4", "line 5", "line 6", "a.jsonl#7"]


def told(items: list[Article | ArticleError]) -> list[str]:
    return [item.id if isinstance(item, Article) else item.reason.split(":")[0] for item in items]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_json_lines_in_many_encodings(tmp_path: Path, end: str, encoding: str) -> None:
    if encoding == "utf-16-le" and end == "\n":
        content = end.join(LINES).encode(encoding)
    else:
        content = (end.join(LINES) + end).encode(encoding)
    assert told(list(read_file(written(tmp_path / "a.jsonl", content)))) == READ_LINES


def test_a_bad_line_names_file_and_line(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl", "\n".join(LINES))
    errors = [item for item in read_file(path) if isinstance(item, ArticleError)]
    assert all(error.path == str(path) for error in errors)
    assert str(errors[0]).startswith(f"{path}: line 4: broken JSON")
    assert str(errors[2]) == f"{path}: line 6: \"published\": not a date: 'whenever'"


def test_json_lines_from_gz(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl.gz", gzip.compress("\n".join(LINES).encode()))
    assert told(list(read_file(path))) == [name.replace("jsonl", "jsonl.gz") for name in READ_LINES]


@pytest.mark.parametrize("content", [b"", b"\n \n\r\n"])
def test_json_lines_without_any_are_an_error(tmp_path: Path, content: bytes) -> None:
    assert failure(written(tmp_path / "a.jsonl", content)).reason == "empty file"


def test_a_line_that_is_no_text_is_one_error(tmp_path: Path) -> None:
    content = b'{"text": "One."}\n' * 400 + b'{"text": "\0"}\n{"text": "Last."}\n'
    items = list(read_file(written(tmp_path / "a.jsonl", content)))
    assert len(items) == 402
    assert [item.reason for item in items if isinstance(item, ArticleError)] == [
        "line 401: not text: binary data (it holds NUL bytes)"
    ]


def test_binary_json_lines_are_one_error(tmp_path: Path) -> None:
    assert "not text" in failure(written(tmp_path / "a.jsonl", b"\x89PNG\r\n\x1a\n\n\n\n")).reason
    assert "not text" in failure(written(tmp_path / "b.jsonl", b"\0\1\2\n\0\0\n" * 50)).reason


def test_broken_utf16_ends_the_file_with_an_error(tmp_path: Path) -> None:
    content = '{"text": "One."}\n'.encode("utf-16") + b"\x00\xd8\x00"
    items = list(read_file(written(tmp_path / "a.jsonl", content)))
    assert told(items) == ["a.jsonl#1", "not valid UTF-16-LE after line 1"]


def test_a_line_over_the_limit_is_an_error_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raw, "SIZE_LIMIT", 1000)
    long = json.dumps({"text": "x" * 5000})
    path = written(tmp_path / "a.jsonl", f'{long}\n{{"text": "Two."}}\n{long}')
    assert told(list(read_file(path))) == ["line 1", "a.jsonl#2", "line 3"]
    assert told(list(read_file(written(tmp_path / "b.jsonl", path.read_text().encode("utf-16"))))) == [
        "line 1"
    ]


def test_json_lines_are_read_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The file is far over the limit for whole files; reading a line at a time does not mind.
    monkeypatch.setattr(raw, "SIZE_LIMIT", 10_000)
    line = json.dumps({"text": "y" * 5000}) + "\n"
    for path in (
        written(tmp_path / "a.jsonl", line * 50),
        written(tmp_path / "a.jsonl.gz", gzip.compress((line * 50).encode())),
    ):
        items = read_file(path)
        assert isinstance(next(items), Article)
        assert sum(isinstance(item, Article) for item in items) == 49


def test_the_date_in_a_name_dates_one_article_not_many(tmp_path: Path) -> None:
    single = written(tmp_path / "2025-05-27.json", '{"text": "T."}')
    many = written(tmp_path / "2025-05-27.jsonl", '{"text": "T."}\n{"text": "U.", "published": "2024-01-01"}')
    assert one(single).published == date(2025, 5, 27)
    assert [item.published for item in read_file(many) if isinstance(item, Article)] == [
        None,
        date(2024, 1, 1),
    ]
    day = date(2025, 6, 1)
    dated = [item for item in read_articles([many], published=day) if isinstance(item, Article)]
    assert [item.published for item in dated] == [day, date(2024, 1, 1)]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "title", "id", "published", "source", "url"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(JSON)
def test_any_json_gives_articles_or_errors(tmp_path: Path, content: Any) -> None:
    for name in ("a.json", "a.jsonl"):
        items = list(read_file(written(tmp_path / name, json.dumps(content))))
        assert items
        assert all(isinstance(item, Article | ArticleError) for item in items)
