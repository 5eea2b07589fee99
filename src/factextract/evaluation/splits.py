"""Which articles of a corpus the gate runs on, and which may be tuned on: its ``splits.json``.

The split is drawn by a rule, so that nobody chooses: the articles are put in order of what they are mostly
about (the kind most of their facts have, which tells trade reports from company results, price news,
disasters and treaties), then of length, then of id; and every fourth of them, from the second on, goes to the
gate. Articles already in ``splits.json`` stay where they are, so that nothing that was tuned on gets into
the gate.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from factextract.errors import GoldError, UsageError
from factextract.evaluation.gold import GoldArticle
from factextract.files import LinesFile
from factextract.kinds import KINDS

FILE = "splits.json"
GATE, TUNE = "gate", "tune"
EVERY, FIRST = 4, 1

Splits = Mapping[str, Sequence[str]]
"""Article ids by the split's name."""


def read_splits(folder: Path) -> Splits:
    """The splits of a corpus folder. Raises `UsageError` if it has none, `GoldError` if they are wrong."""
    path = folder / FILE
    if not path.is_file():
        raise UsageError(f"{folder} has no {FILE}, so it has no splits")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GoldError(str(path), f"cannot be read: {error}") from error
    if not isinstance(content, dict) or not all(_are_ids(ids) for ids in content.values()):
        raise GoldError(str(path), 'must be {"gate": [ids], "tune": [ids]}')
    return content


def _are_ids(ids: object) -> bool:
    return isinstance(ids, list) and all(isinstance(each, str) for each in ids)


def select(articles: Sequence[GoldArticle], folder: Path, name: str) -> list[GoldArticle]:
    """The articles of one split, in the order given."""
    splits = read_splits(folder)
    if name not in splits:
        raise UsageError(f"{folder / FILE} has no split {name!r}; it has {', '.join(splits)}")
    wanted = set(splits[name])
    if missing := sorted(wanted - {entry.article.id for entry in articles}):
        raise GoldError(str(folder / FILE), f"names articles that are not there: {', '.join(missing)}")
    return [entry for entry in articles if entry.article.id in wanted]


def draw(articles: Collection[GoldArticle], so_far: Splits) -> dict[str, list[str]]:
    """The splits by the rule above, what is there so far kept."""
    present = {entry.article.id for entry in articles}
    kept = {name: present.intersection(so_far.get(name, ())) for name in (GATE, TUNE)}
    new = sorted(
        (entry for entry in articles if not any(entry.article.id in ids for ids in kept.values())),
        key=lambda entry: (_topic(entry), len(entry.article.text), entry.article.id),
    )
    for place, entry in enumerate(new):
        kept[GATE if place % EVERY == FIRST else TUNE].add(entry.article.id)
    return {name: sorted(ids) for name, ids in kept.items()}


def _topic(entry: GoldArticle) -> int:
    """The place in `KINDS` of the kind that most facts of an article have; -1 for none."""
    counts = Counter(fact.kind for fact in entry.facts)
    return max(range(len(KINDS)), key=lambda place: (counts[KINDS[place]], -place)) if counts else -1


def write_splits(folder: Path, splits: Splits) -> Path:
    """Write a corpus folder's ``splits.json``."""
    path = folder / FILE
    with LinesFile(path) as file:
        file.write(json.dumps(splits, indent=1, ensure_ascii=False).encode())
    return path
