"""Many articles: order is kept, and no article suffers for another."""

from collections.abc import Iterable
from typing import Any

import pytest

from factextract import running
from factextract.articles import Article
from factextract.errors import ArticleError, ModelError
from factextract.language import load_pipeline
from factextract.running import BATCH, extract_each, mentions_each


def articles(count: int) -> list[Article]:
    return [Article(id=f"a{number}", text=f"The firm hired {number + 10} people.") for number in range(count)]


def ids(results: Iterable[tuple[Article, object] | ArticleError]) -> list[str]:
    return [result.path if isinstance(result, ArticleError) else result[0].id for result in results]


def test_results_come_in_order_with_the_errors_in_their_place() -> None:
    items: list[Article | ArticleError] = list(articles(2 * BATCH + 1))
    items.insert(3, ArticleError("lost", "no such file"))
    items.append(ArticleError("late", "empty"))
    results = list(extract_each(items))
    assert ids(results) == [item.path if isinstance(item, ArticleError) else item.id for item in items]
    for result in results:
        if not isinstance(result, ArticleError):
            article, facts = result
            assert facts
            assert all(fact.article.id == article.id for fact in facts)


def test_nothing_gives_nothing() -> None:
    assert list(extract_each([])) == []


def test_articles_are_taken_as_they_are_needed() -> None:
    taken = []

    def source() -> Iterable[Article]:
        for article in articles(10 * BATCH):
            taken.append(article)
            yield article

    next(iter(extract_each(source())))
    assert len(taken) == BATCH


def test_a_text_that_breaks_the_pipeline_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = load_pipeline()

    class Fragile:
        def __call__(self, text: str) -> Any:
            if "12 people" in text:
                raise RuntimeError("by design")
            return nlp(text)

        def pipe(self, texts: list[str], **_: Any) -> Any:
            return map(self, texts)

    monkeypatch.setattr(running, "load_pipeline", lambda _: Fragile())
    results = list(extract_each(articles(4)))
    assert ids(results) == ["a0", "a1", "a2", "a3"]
    failed = [result for result in results if isinstance(result, ArticleError)]
    assert [str(error) for error in failed] == ["a2: extraction failed: RuntimeError: by design"]


def test_a_text_too_long_for_the_pipeline_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MAX_CHARACTERS", 20)
    (error,) = extract_each(articles(1))
    assert str(error) == "a0: 25 characters, more than 20"


def test_a_pipeline_that_is_not_there_is_no_articles_failure() -> None:
    with pytest.raises(ModelError, match="no_such_model"):
        list(extract_each(articles(1), "no_such_model"))


def test_mentions_come_the_same_way() -> None:
    items = [ArticleError("lost", "no such file"), *articles(2)]
    results = list(mentions_each(items))
    assert ids(results) == ["lost", "a0", "a1"]
    assert not isinstance(results[1], ArticleError)
    assert [quantity.unit for quantity in results[1][1].quantities] == ["person"]


def test_long_articles_are_parsed_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = load_pipeline()
    batches: list[int] = []

    class Counting:
        def pipe(self, texts: list[str], **words: Any) -> Any:
            batches.append(len(texts))
            return nlp.pipe(texts, **words)

    monkeypatch.setattr(running, "load_pipeline", lambda _: Counting())
    monkeypatch.setattr(running, "BATCH_CHARACTERS", 50)
    assert ids(extract_each(articles(5))) == ["a0", "a1", "a2", "a3", "a4"]
    assert batches == [2, 2, 1]
