from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.articles.reading import failure, one, written

BODY = "Trains run again.\n\nTrade rose 9 percent."
MAY_27 = date(2025, 5, 27)


def txt(tmp_path: Path, content: str | bytes) -> Path:
    return written(tmp_path / "a.txt", content)


def md(tmp_path: Path, content: str | bytes) -> Path:
    return written(tmp_path / "a.md", content)


def test_a_file_without_a_header_is_all_text(tmp_path: Path) -> None:
    article = one(txt(tmp_path, BODY))
    assert article.text == BODY
    assert (article.id, article.title, article.published, article.source, article.url) == (
        "a.txt",
        None,
        None,
        None,
        None,
    )


def test_header_lines_in_any_case_and_order(tmp_path: Path) -> None:
    article = one(
        txt(
            tmp_path,
            f"SOURCE: Border News\ntitle: Trains: again\nDate : Tue, 27 May 2025 10:00:00 GMT\n"
            f"Url: https://example.org/a:b\n\n{BODY}\n",
        )
    )
    assert article.text == BODY
    assert article.title == "Trains: again"
    assert article.published == MAY_27
    assert article.source == "Border News"
    assert article.url == "https://example.org/a:b"


def test_the_body_may_follow_at_once_and_blank_lines_may_part_header_lines(tmp_path: Path) -> None:
    article = one(txt(tmp_path, f"\n\nTitle: T\n\nPublished: 2025-05-27\n{BODY}"))
    assert (article.title, article.published, article.text) == ("T", MAY_27, BODY)


def test_a_line_like_a_header_later_on_is_text(tmp_path: Path) -> None:
    body = "Trains run again.\nSource: the ministry.\nDate: not yet known"
    assert one(txt(tmp_path, body)).text == body


def test_a_header_line_twice_is_text_the_second_time(tmp_path: Path) -> None:
    article = one(txt(tmp_path, f"Title: First\nTitle: Second\n{BODY}"))
    assert (article.title, article.text) == ("First", f"Title: Second\n{BODY}")


def test_words_that_only_begin_like_a_header_are_text(tmp_path: Path) -> None:
    body = "Sources: three officials said so.\nDated: long ago"
    assert one(txt(tmp_path, body)).text == body


def test_an_empty_header_line_states_nothing(tmp_path: Path) -> None:
    article = one(txt(tmp_path, f"Title:\nDate:\n\n{BODY}"))
    assert (article.title, article.published, article.text) == (None, None, BODY)


@pytest.mark.parametrize(
    "line", [" date 2025-05-27 Trains run again: a view", "Date 2025-05-27   Trains run again: a view"]
)
def test_a_dated_first_line(tmp_path: Path, line: str) -> None:
    article = one(txt(tmp_path, f"{line}\n\n{BODY}\n"))
    assert (article.published, article.title, article.text) == (MAY_27, "Trains run again: a view", BODY)


def test_a_dated_first_line_without_a_title(tmp_path: Path) -> None:
    article = one(txt(tmp_path, f"date 2025-05-27\n{BODY}"))
    assert (article.published, article.title, article.text) == (MAY_27, None, BODY)


def test_what_follows_a_dated_first_line_is_body(tmp_path: Path) -> None:
    assert (
        one(txt(tmp_path, f"date 2025-05-27 T\nSource: as they say\n{BODY}")).text
        == f"Source: as they say\n{BODY}"
    )


def test_a_first_line_that_only_begins_with_the_word_date_is_text(tmp_path: Path) -> None:
    body = "date palms bore 5 tonnes\n\nin 2025-05-27"
    assert one(txt(tmp_path, body)).text == body


def test_front_matter(tmp_path: Path) -> None:
    for path in (
        txt(
            tmp_path,
            front := "---\nTitle: 'Trains: again'\ndate: 2025-05-27\nsource: Border News\n"
            f"url: https://example.org/\nid: b-1\ntags: [a, b]\nviews: 12\n---\n\n{BODY}\n",
        ),
        md(tmp_path, front),
    ):
        article = one(path)
        assert article.text == BODY
        assert article.id == "b-1"
        assert (article.title, article.published) == ("Trains: again", MAY_27)
        assert (article.source, article.url) == ("Border News", "https://example.org/")


def test_front_matter_keeps_scalars_as_written(tmp_path: Path) -> None:
    article = one(
        md(
            tmp_path,
            f"---\ntitle: 2024\npublished: 2025-05-27T23:30:00-08:00\nsource: yes\nurl: ~\n---\n{BODY}",
        )
    )
    assert (article.title, article.source, article.url) == ("2024", "yes", None)
    assert article.published == MAY_27


def test_published_is_believed_before_date(tmp_path: Path) -> None:
    article = one(md(tmp_path, f"---\ndate: 2025-05-29\npublished: 2025-05-27\n---\n{BODY}"))
    assert article.published == MAY_27


def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    for body in (
        "---\nTrains run again.\n---\nTrade rose.",
        "---\nTrains: again",
        "----\ntitle: T\n----\nText.",
    ):
        assert one(md(tmp_path, body)).text == body


@pytest.mark.parametrize(
    ("yaml", "reason"),
    [
        ("title: [unclosed", "line"),
        ("title: a\n\tsource: b", "line 3"),
        ("title: [a, b]", "title is not a text"),
        ("date: {year: 2025}", "date is not a text"),
        ("date: 2025-02-30", "'2025-02-30'"),
        ("date: sometime", "'sometime'"),
        ("title: !!python/object/apply:os.system [ls]", "front matter"),
        ("a: " + "[" * 3000, "front matter"),
    ],
)
def test_wrong_front_matter_is_an_error(tmp_path: Path, yaml: str, reason: str) -> None:
    error = failure(md(tmp_path, f"---\n{yaml}\n---\n{BODY}"))
    assert reason in error.reason


@pytest.mark.parametrize(
    "header", ["Date: 2025-02-30\n\n", "Published: last week\n", "Date: 05/04/2025\n", " date 2025-02-30 T\n"]
)
def test_a_wrong_date_in_a_header_is_an_error_with_the_value(tmp_path: Path, header: str) -> None:
    error = failure(txt(tmp_path, header + BODY))
    value = header.split(":")[-1].strip() if ":" in header else "2025-02-30"
    assert repr(value) in error.reason


@pytest.mark.parametrize(
    "top",
    [
        "# Trains run again\n\nDate: 27 May 2025\nSource: Border News\n\n",
        "# Trains run again #\n**Date:** 27 May 2025\n**Source**: Border News\n",
        "Date: 27 May 2025\n_Source:_ Border News\n\n# Trains run again\n",
        "Trains run again\n================\n\n*Published:* 2025-05-27  \n*Source:* Border News\n\n",
        "---\ntitle: Trains run again\ndate: 2025-05-27\nsource: Border News\n---\n\n# Trains run again\n\n",
        "---\ntitle: Trains run again\n---\n# Another wording\nDate: 2025-05-27\nSource: Border News\n",
    ],
)
def test_markdown_headings_and_header_lines(tmp_path: Path, top: str) -> None:
    article = one(md(tmp_path, top + BODY))
    assert article.text == BODY
    assert (article.title, article.published, article.source) == ("Trains run again", MAY_27, "Border News")


def test_markup_in_a_markdown_body_stays(tmp_path: Path) -> None:
    body = (
        "**Trains** [run](https://example.org) again.\n\n# Another heading\n\n## Trade\n\n"
        "* rose 9 percent  \n* to $3bn\n\n---\n\nEnd."
    )
    article = one(md(tmp_path, f"# Title\n\n{body}\n"))
    assert article.text == body


def test_only_the_first_heading_is_the_title(tmp_path: Path) -> None:
    assert one(md(tmp_path, f"# One\n\n# Two\n\n{BODY}")).text == f"# Two\n\n{BODY}"
    assert one(md(tmp_path, f"## Section\n\n{BODY}")).text == f"## Section\n\n{BODY}"
    assert one(md(tmp_path, f"#tag\n\n{BODY}")).title is None


def test_headings_are_text_in_plain_text_files(tmp_path: Path) -> None:
    assert one(txt(tmp_path, f"# Title\n{BODY}")).text == f"# Title\n{BODY}"


def test_outer_blank_lines_go_and_inner_white_space_stays(tmp_path: Path) -> None:
    assert (
        one(txt(tmp_path, "\n \t\n  Indented.\n\n\n\n\tTabbed.  \nEnd.  \n \n")).text
        == "  Indented.\n\n\n\n\tTabbed.  \nEnd."
    )


def test_unusual_characters_are_kept(tmp_path: Path) -> None:
    body = (
        "Bell \x07, escape \x1b[1m, \x0c feed, 😀👩‍👩‍👧, \u200fالتجارة 5%\u200e, no\u00a0break, \ufeffmark."
    )
    assert one(txt(tmp_path, body)).text == body


def test_line_ends_and_encodings_do_not_move_offsets(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
            content = f"Title: Café\nDate: 2025-05-27\n\n{BODY} £5 – café.\n".replace("\n", end).encode(
                encoding
            )
            article = one(txt(tmp_path, content))
            assert article.text == f"{BODY} £5 – café."
            assert article.title == "Café"
            assert article.published == MAY_27


@pytest.mark.parametrize(
    "content", ["", " \n\n\t", "Title: T\nDate: 2025-05-27\n\n", "---\ntitle: T\n---\n", "date 2025-05-27 T"]
)
def test_a_file_without_text_is_an_error(tmp_path: Path, content: str) -> None:
    assert failure(txt(tmp_path, content)).reason in ("empty file", "no text")


def test_very_long_lines_are_read_in_no_time(tmp_path: Path) -> None:
    for body in (
        "# " + " " * 300_000 + "x",
        "date " + " " * 300_000 + "x",
        "*" * 300_000 + "x",
        "---\n" * 100_000 + "x",
    ):
        assert one(md(tmp_path, body)).text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"])), min_size=1))
def test_a_body_under_a_header_is_kept_to_the_letter(tmp_path: Path, lines: list[str]) -> None:
    body = "\n".join(["First.", *lines, "Last."])
    article = one(txt(tmp_path, f"Title: T\n\n{body}\n"))
    assert article.text == body
