"""A baseline: how an evaluation came out, fact by fact, in a small file whose diff people can read.

```json
{"version": 1,
 "figures": {"value": {"precision": 0.95, "recall": 0.93, "f1": 0.94, "right": 93, "gold": 100, …}, …},
 "kinds": {"quantity": {"value": 0.94, "core": 0.81, "record": 0.62}, …},
 "articles": {"fish": {"gold": "5d41402abc4b",
                       "facts": {"percentage 15.4%": "record", …},
                       "extra": ["quantity two boats"]}, …}}
```

A gold fact's key is its kind and evidence (and an event's word), with a number where they occur again in the
article; it stays the same when the text changes elsewhere. Its content is how far the fact is right:
"record", "core" or "value"; "wrong" where it was found with a wrong value; or "missed". ``gold`` is a
fingerprint of the gold facts, by which an article whose gold has changed is told from one that came out
differently.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from factextract.errors import FileError, UsageError
from factextract.evaluation.evaluation import Evaluation, Result
from factextract.evaluation.scoring import LEVELS, Figure, Level
from factextract.evaluation.statement import Statement
from factextract.files import LinesFile, reason_of

VERSION: Final = 1
WRONG: Final = "wrong"
MISSED: Final = "missed"
GRADES: Final = (MISSED, WRONG, *LEVELS)
"""How far a fact is right, from not at all to entirely."""


class BaselineError(FileError):
    """A baseline that cannot be read, or that another version wrote."""


@dataclass(frozen=True, slots=True)
class ArticleOutcome:
    """How one article came out: the grade of each gold fact, and the facts that are too many."""

    gold: str
    facts: Mapping[str, str]
    extra: tuple[str, ...]

    def figure(self, level: Level) -> Figure:
        """The article's counts at one level."""
        least = GRADES.index(level)
        right = sum(GRADES.index(grade) >= least for grade in self.facts.values())
        found = sum(grade != MISSED for grade in self.facts.values())
        return Figure(right, len(self.facts), found + len(self.extra))


@dataclass(frozen=True, slots=True)
class Baseline:
    """How an evaluation came out, by article id."""

    articles: Mapping[str, ArticleOutcome]


def keys_of(facts: Iterable[Statement]) -> list[str]:
    """A key for each fact of an article: "quantity nine gates", the second time "quantity nine gates (2)"."""
    seen: Counter[str] = Counter()
    keys = []
    for fact in facts:
        words = " ".join(fact.evidence.split())
        key = f"{fact.kind} {words}" + (f" [{fact.event}]" if fact.is_event else "")
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key} ({seen[key]})")
    return keys


def outcome(result: Result) -> ArticleOutcome:
    """How one article came out."""
    grades = {id(pair.gold): pair.levels[-1] if pair.levels else WRONG for pair in result.pairs}
    paired = {id(pair.predicted) for pair in result.pairs}
    gold = sorted(result.gold, key=_place)
    extra = sorted((fact for fact in result.predicted if id(fact) not in paired), key=_place)
    return ArticleOutcome(
        gold=_fingerprint(gold),
        facts={key: grades.get(id(fact), MISSED) for key, fact in zip(keys_of(gold), gold, strict=True)},
        extra=tuple(keys_of(extra)),
    )


def _place(fact: Statement) -> tuple[int, int]:
    return fact.start, fact.end


_SCORED = (
    "kind", "evidence", "status", "period", "period_explicit", "value", "low", "high", "unit", "modifier",
    "role", "direction", "indicator", "subjects", "flow", "reporter", "partner", "event", "participants",
)  # fmt: skip


def _fingerprint(gold: Iterable[Statement]) -> str:
    """Twelve hex digits that change when anything changes that gold facts are scored by."""
    content = [[_written(getattr(fact, field)) for field in _SCORED] for fact in gold]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]


def _written(content: Any) -> Any:
    return content if content is None or isinstance(content, (bool, tuple)) else str(content)


def baseline_of(evaluation: Evaluation) -> Baseline:
    """How an evaluation came out."""
    return Baseline({result.article.id: outcome(result) for result in evaluation.results})


def write_baseline(path: Path, evaluation: Evaluation) -> None:
    """Save how an evaluation came out. The same outcome gives the same bytes."""
    score = evaluation.score
    articles = sorted(baseline_of(evaluation).articles.items())
    content = {
        "version": VERSION,
        "figures": {level: figure.as_data() for level, figure in score.levels.items()},
        "kinds": {
            kind: {level: round(figure.f1, 4) for level, figure in figures.items()}
            for kind, figures in score.kinds.items()
        },
        "articles": {article: asdict(found) for article, found in articles},
    }
    with LinesFile(path) as file:
        file.write(json.dumps(content, indent=1, ensure_ascii=False).encode())


def read_baseline(path: Path) -> Baseline:
    """A baseline from its file. Raises `UsageError` if there is none, `BaselineError` if it is wrong."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"{path}: no such baseline (evaluate with --save {path} writes one)") from error
    except OSError as error:
        raise BaselineError(str(path), reason_of(error)) from error
    except ValueError as error:
        raise BaselineError(str(path), f"not JSON: {error}") from error
    version = content.get("version") if isinstance(content, dict) else None
    if version is None:
        raise BaselineError(str(path), "no baseline, which `factextract evaluate --save` writes")
    if version != VERSION:
        raise BaselineError(
            str(path), f"a baseline of version {version}, and this reads {VERSION}: save it anew"
        )
    try:
        articles = {article: _outcome(found) for article, found in content["articles"].items()}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BaselineError(str(path), f"no baseline: {type(error).__name__}: {error}") from error
    return Baseline(articles)


def _outcome(found: Mapping[str, Any]) -> ArticleOutcome:
    facts = dict(found["facts"])
    if strange := set(facts.values()) - set(GRADES):
        raise ValueError(f"{strange.pop()!r} is none of {', '.join(GRADES)}")
    return ArticleOutcome(str(found["gold"]), facts, tuple(found["extra"]))
