import gzip
import os
import stat
from datetime import date, datetime
from pathlib import Path

import pytest

from factextract.articles import SUFFIXES, Article, raw, read_articles, read_file
from factextract.articles.walk import walk
from factextract.errors import ArticleError
from tests.articles.reading import failure, one, written

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def told(items: list[Article | ArticleError], below: Path) -> list[str]:
    """Ids of articles, and "path: reason" of errors with the path below a folder."""
    return [
        item.id
        if isinstance(item, Article)
        else f"{Path(item.path).relative_to(below).as_posix()}: {item.reason}"
        for item in items
    ]


def test_every_kind_is_found_in_the_order_of_paths(tmp_path: Path) -> None:
    page = "<html><body><article><h1>T</h1><p>Trade rose 9 percent.</p></article></body></html>"
    kinds = {
        ".txt": "T.",
        ".md": "T.",
        ".html": page,
        ".htm": page,
        ".json": '{"text": "T."}',
        ".jsonl": '{"text": "T."}',
    }
    assert set(kinds) == set(SUFFIXES)
    for suffix, content in kinds.items():
        written(tmp_path / f"b/x{suffix}", content)
        written(tmp_path / f"b/x{suffix}.gz", gzip.compress(content.encode()))
    for name in ("a.txt", "B.TXT", "b-c.txt", "b/a/z.txt", "ä.txt", "10.txt", "9.txt"):
        written(tmp_path / name, "T.")
    written(tmp_path / "SHOUT.HTML.GZ", gzip.compress(page.encode()))
    expected = [
        "10.txt", "9.txt", "B.TXT", "SHOUT.HTML.GZ", "a.txt",
        "b/a/z.txt", "b/x.htm", "b/x.htm.gz", "b/x.html", "b/x.html.gz", "b/x.json", "b/x.json.gz",
        "b/x.jsonl#1", "b/x.jsonl.gz#1", "b/x.md", "b/x.md.gz", "b/x.txt", "b/x.txt.gz",
        "b-c.txt", "ä.txt",
    ]  # fmt: skip
    assert told(list(read_articles([tmp_path])), tmp_path) == expected
    assert list(walk(tmp_path)) == sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_hidden_and_unknown_files_are_left_out_of_a_folder(tmp_path: Path) -> None:
    for name in (
        ".hidden.txt",
        ".git/a.txt",
        "a/.b/c.txt",
        "a.pdf",
        "b.tar.gz",
        "c.gz",
        "txt",
        "README",
        "d.txt.bak",
    ):
        written(tmp_path / name, "T.")
    written(tmp_path / "kept.txt", "T.")
    assert told(list(read_articles([tmp_path])), tmp_path) == ["kept.txt"]


def test_a_hidden_file_or_folder_named_directly_is_read(tmp_path: Path) -> None:
    assert one(written(tmp_path / ".hidden.txt", "T.")).id == ".hidden.txt"
    written(tmp_path / ".drafts/a.txt", "T.")
    assert told(list(read_articles([tmp_path / ".drafts"])), tmp_path) == ["a.txt"]


@pytest.mark.parametrize(
    ("name", "kind"), [("a.pdf", ".pdf"), ("a.tar.gz", ".tar"), ("a.gz", "no suffix"), ("a", "no suffix")]
)
def test_an_unknown_kind_named_directly_is_an_error(tmp_path: Path, name: str, kind: str) -> None:
    reason = failure(written(tmp_path / name, "T.")).reason
    assert kind in reason
    assert ".jsonl" in reason


@pytest.mark.parametrize("name", ["no.txt", "no/such/folder", "no.pdf"])
def test_a_path_that_is_not_there(tmp_path: Path, name: str) -> None:
    assert failure(tmp_path / name).reason == "no such file or folder"


def test_paths_that_no_file_can_have(tmp_path: Path) -> None:
    assert failure(tmp_path / ("x" * 5000 + ".txt")).reason == "the name is too long"
    (item,) = read_articles([Path("nul\0.txt")])
    assert isinstance(item, ArticleError)
    assert item.reason == "not a path a file can have"


def test_errors_stand_in_their_place_and_the_rest_goes_on(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", "A.")
    written(tmp_path / "b.txt", "")
    written(tmp_path / "c.json", "{")
    written(tmp_path / "d.txt", b"\x89PNG\r\n\x1a\n\0\0")
    written(tmp_path / "e.txt.gz", b"no gzip at all")
    written(tmp_path / "f.txt", "F.")
    items = list(read_articles([tmp_path / "gone", tmp_path]))
    assert told(items, tmp_path) == [
        "gone: no such file or folder",
        "a.txt",
        "b.txt: empty file",
        "c.json: line 1: broken JSON: " + items[3].reason.split("JSON: ")[1],  # type: ignore[union-attr]
        "d.txt: not text: a PNG image",
        "e.txt.gz: corrupt .gz: Not a gzipped file (b'no')",
        "f.txt",
    ]


def test_a_corrupt_gz(tmp_path: Path) -> None:
    packed = gzip.compress(("Trade rose. " * 5000).encode(), mtime=0)
    damaged = bytearray(packed)
    damaged[20] ^= 0xFF
    wrong_sum = packed[:-8] + b"\0\0\0\0" + packed[-4:]
    for content in (packed[: len(packed) // 2], bytes(damaged), wrong_sum, packed + b"rubbish", packed[:5]):
        assert failure(written(tmp_path / "a.txt.gz", content)).reason.startswith("corrupt .gz: ")
    assert failure(written(tmp_path / "b.txt.gz", b"")).reason == "empty file"


def test_a_corrupt_gz_of_lines_gives_those_before_it(tmp_path: Path) -> None:
    lines = b"".join(b'{"text": "%s"}\n' % os.urandom(500).hex().encode() for _ in range(100))
    packed = gzip.compress(lines)
    items = list(read_file(written(tmp_path / "a.jsonl.gz", packed[: len(packed) // 2])))
    assert isinstance(items[-1], ArticleError)
    assert items[-1].reason == "corrupt .gz: it ends too early"
    assert len(items) > 20
    assert all(isinstance(item, Article) for item in items[:-1])


def test_a_file_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert raw.SIZE_LIMIT == 50 * 1024 * 1024
    monkeypatch.setattr(raw, "SIZE_LIMIT", 1024 * 1024)
    full = b"x" * 1024 * 1024
    assert one(written(tmp_path / "full.txt", full)).text == full.decode()
    for name, content in (
        ("a.txt", full + b"x"),
        ("a.json", full + b"x"),
        ("a.txt.gz", gzip.compress(full + b"x")),
    ):
        assert failure(written(tmp_path / name, content)).reason == "larger than 1 MB"


def test_the_given_date_is_the_last_resort(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", "Date: 2024-01-01\nT.")
    written(tmp_path / "b-2024-02-02.txt", "T.")
    written(tmp_path / "c-2024-03-03.txt", "Date: 2024-04-04\nT.")
    written(tmp_path / "d.txt", "T.")
    days = [
        item.published
        for item in read_articles([tmp_path], published=date(2025, 5, 5))
        if isinstance(item, Article)
    ]
    assert days == [date(2024, 1, 1), date(2024, 2, 2), date(2024, 4, 4), date(2025, 5, 5)]
    assert one(tmp_path / "d.txt").published is None


def test_a_date_in_a_folder_name_dates_nothing(tmp_path: Path) -> None:
    written(tmp_path / "2025-05-27" / "a.txt", "T.")
    (item,) = read_articles([tmp_path])
    assert isinstance(item, Article)
    assert item.published is None


def test_ids_count_from_the_folder_walked(tmp_path: Path) -> None:
    file = written(tmp_path / "x" / "y" / "a b#c.txt", "T.")
    assert told(list(read_articles([tmp_path])), tmp_path) == ["x/y/a b#c.txt"]
    assert told(list(read_articles([tmp_path / "x"])), tmp_path) == ["y/a b#c.txt"]
    assert told(list(read_articles([file])), tmp_path) == ["a b#c.txt"]
    assert told(list(read_file(file, tmp_path)), tmp_path) == ["x/y/a b#c.txt"]
    assert told(list(read_file(file, tmp_path / "elsewhere")), tmp_path) == ["a b#c.txt"]


def test_an_id_used_before_is_an_error_that_names_it_and_its_first_use(tmp_path: Path) -> None:
    written(tmp_path / "a.json", '{"id": "x", "text": "A."}')
    written(
        tmp_path / "b.jsonl",
        '{"id": "x", "text": "B."}\n{"id": "y", "text": "C."}\n{"id": "y", "text": "D."}',
    )
    assert told(list(read_articles([tmp_path])), tmp_path) == [
        "x",
        f"b.jsonl: line 1: the id 'x' is already used by {tmp_path}/a.json",
        "y",
        f"b.jsonl: line 3: the id 'y' is already used by {tmp_path}/b.jsonl",
    ]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = written(tmp_path / "a.txt", "T.")
    items = list(read_articles([tmp_path, file]))
    assert isinstance(items[0], Article)
    assert isinstance(items[1], ArticleError)
    assert "already used" in items[1].reason


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    written(tmp_path / "a.txt", "A.")
    items = read_articles([tmp_path])
    assert isinstance(next(items), Article)
    written(tmp_path / "b.txt", "B.")
    assert isinstance(next(read_articles(iter([tmp_path / "b.txt"]))), Article)


@pytest.mark.skipif(AS_ROOT, reason="permissions do not bind the superuser")
def test_files_and_folders_without_permission(tmp_path: Path) -> None:
    file = written(tmp_path / "a.txt", "T.")
    folder = written(tmp_path / "b" / "a.txt", "T.").parent
    file.chmod(0)
    folder.chmod(0)
    try:
        assert told(list(read_articles([tmp_path])), tmp_path) == [
            "a.txt: no permission to read it",
            "b: no permission to read it",
        ]
    finally:
        file.chmod(stat.S_IRWXU)
        folder.chmod(stat.S_IRWXU)


@pytest.mark.parametrize("opener", ["open", "iterdir"])
def test_a_refusal_of_the_file_system_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opener: str
) -> None:
    written(tmp_path / "a.txt", "T.")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, opener, refuse)
    (item,) = read_articles([tmp_path])
    assert isinstance(item, ArticleError)
    assert item.reason == "no permission to read it"


def test_links(tmp_path: Path) -> None:
    written(tmp_path / "real" / "a.txt", "T.")
    try:
        (tmp_path / "real" / "up").symlink_to(tmp_path)
        (tmp_path / "linked").symlink_to(tmp_path / "real")
        (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
        (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere")
        (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    except OSError:
        pytest.skip("no links here")
    assert told(list(read_articles([tmp_path])), tmp_path) == [
        "gone.txt: a link to a file that is not there",
        "linked/a.txt",
        "linked/up: a folder loop: it leads back to a folder it stands in",
        "real/a.txt",
        "real/up: a folder loop: it leads back to a folder it stands in",
        "self.txt: a link that leads back to itself",
    ]
    assert failure(tmp_path / "self.txt").reason == "a link that leads back to itself"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert failure(tmp_path / "a.txt").reason == "not a regular file"
    assert told(list(read_articles([tmp_path])), tmp_path) == ["a.txt: not a regular file"]


def test_a_folder_given_to_read_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    (item,) = read_file(tmp_path / "a.txt")
    assert isinstance(item, ArticleError)
    assert item.reason == "a folder, not a file"


def test_folders_nested_deeper_than_the_stack(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(400):
        folder /= "d"
    written(folder / "a.txt", "T.")
    assert told(list(read_articles([tmp_path])), tmp_path) == ["d/" * 400 + "a.txt"]


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    try:
        path = written(Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")), "T.")
    except OSError:
        pytest.skip("this file system allows no such name")
    (item,) = read_articles([path])
    assert isinstance(item, Article)
    assert item.id == "caf\N{REPLACEMENT CHARACTER}.txt"
    assert str(item.id).encode()


def test_an_article_knows_where_it_was_read(tmp_path: Path) -> None:
    one_of_many = written(tmp_path / "many.jsonl", '\n{"text": "a", "id": "a"}\n')
    alone = written(tmp_path / "alone.json", '{"text": "a", "id": "b"}')
    listed = written(tmp_path / "list.json", '[{"text": "a", "id": "c"}]')
    places = [item.where for item in read_articles([one_of_many, alone, listed]) if isinstance(item, Article)]
    assert places == [f"{one_of_many}: line 2", str(alone), f"{listed}: item 0"]
    assert one(alone) == Article(id="b", text="a")
    assert Article(id="b", text="a").where == "b"


def test_a_published_moment_is_its_day() -> None:
    assert Article(id="a", text="a", published=datetime(2025, 5, 27, 23, 30)).published == date(2025, 5, 27)


def test_a_published_text_is_refused() -> None:
    with pytest.raises(TypeError, match="published is a date or None, not '2025-05-27'"):
        Article(id="a", text="a", published="2025-05-27")  # type: ignore[arg-type]
