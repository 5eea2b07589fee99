"""The splits of a corpus: drawn by a rule, and never drawn anew."""

import json
from pathlib import Path

import pytest

from factextract.articles import Article
from factextract.errors import GoldError, UsageError
from factextract.evaluation import GoldArticle
from factextract.evaluation.splits import draw, read_splits, select, write_splits


def articles(*names: str) -> list[GoldArticle]:
    """Articles without facts, each longer than the one before."""
    return [GoldArticle(Article(id=name, text="word " * (n + 1)), ()) for n, name in enumerate(names)]


def test_every_fourth_from_the_second_on_is_for_the_gate() -> None:
    drawn = draw(articles(*"hgfedcba"), {})
    assert drawn == {"gate": ["c", "g"], "tune": ["a", "b", "d", "e", "f", "h"]}


def test_the_order_of_files_does_not_matter() -> None:
    some = articles(*"abcdefgh")
    assert draw(some[::-1], {}) == draw(some, {})


def test_what_is_in_a_split_stays_there() -> None:
    so_far = {"gate": ["b", "gone"], "tune": ["c"]}
    drawn = draw(articles(*"abcdef"), so_far)
    # The new ones by length: a, d, e, f. The second of them goes to the gate.
    assert drawn == {"gate": ["b", "d"], "tune": ["a", "c", "e", "f"]}


def test_written_and_read_again_they_are_the_same(tmp_path: Path) -> None:
    drawn = draw(articles(*"abcdef"), {})
    write_splits(tmp_path, drawn)
    assert read_splits(tmp_path) == drawn


def test_a_split_is_selected_in_the_order_of_the_articles(tmp_path: Path) -> None:
    write_splits(tmp_path, {"gate": ["c", "a"], "tune": ["b"]})
    assert [entry.article.id for entry in select(articles(*"abc"), tmp_path, "gate")] == ["a", "c"]
    with pytest.raises(UsageError, match="has no split 'test'; it has gate, tune"):
        select(articles(*"abc"), tmp_path, "test")
    with pytest.raises(GoldError, match="names articles that are not there: c"):
        select(articles(*"ab"), tmp_path, "gate")


@pytest.mark.parametrize("content", ["{", "[]", '{"gate": "a"}', '{"gate": [1]}'])
def test_splits_that_are_wrong_are_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "splits.json").write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match=r"splits\.json: (cannot be read|must be)"):
        read_splits(tmp_path)


def test_a_folder_without_splits_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no splits"):
        read_splits(tmp_path)


def test_the_gate_of_our_corpus_holds_about_a_quarter_of_it() -> None:
    splits = json.loads((Path(__file__).parents[2] / "corpus" / "splits.json").read_text(encoding="utf-8"))
    gate, tune = (len(splits[name]) for name in ("gate", "tune"))
    assert 0.2 < gate / (gate + tune) < 0.3
