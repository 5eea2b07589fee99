"""Words per second of a run in processes of this machine, and of one over a Ray cluster: ``python benchmarks/cluster.py``.

The articles of `corpus/`, some times over under new ids, in one `.jsonl`; everything from start to end is counted, and
by itself what the first run of all pays once: beginning the cluster, the processes and the model.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from factextract.articles import Article, read_articles

CORPUS = Path(__file__).parents[1] / "corpus"


def write_news(path: Path, copies: int) -> int:
    """Write the articles, and give how many words they have."""
    words = 0
    with path.open("w", encoding="utf-8") as lines:
        for copy in range(copies):
            for item in read_articles([CORPUS]):
                if isinstance(item, Article) and item.published:
                    published = item.published.isoformat()
                    article = {"id": f"{copy}/{item.id}", "published": published, "text": item.text}
                    lines.write(json.dumps(article) + "\n")
                    words += len(item.text.split())
    return words


def seconds(news: Path, output: Path, *options: object) -> float:
    """How long a run takes."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "factextract", "run", news, "--output", output, "--quiet", *options]
    subprocess.run(list(map(str, command)), check=True)
    return time.perf_counter() - begun


def main(
    workers: Annotated[int, typer.Option(min=1)] = 2, copies: Annotated[int, typer.Option(min=1)] = 5
) -> None:
    """Print a line an engine."""
    with TemporaryDirectory() as folder:
        news, one = Path(folder) / "news.jsonl", Path(folder) / "one.jsonl"
        words = write_news(news, copies)
        one.write_text(json.dumps({"text": "Exports rose 3 percent.", "published": "2025-01-01"}) + "\n")
        for engine, options in (("local", []), ("ray", ["--part-bytes", 100_000])):
            given = ["--engine", engine, "--workers", workers, *options]
            begin = seconds(one, Path(folder) / f"one-{engine}", *given)
            whole = seconds(news, Path(folder) / engine, *given)
            typer.echo(
                f"{engine}: {words:,} words in {whole:.1f} s, {words / whole:,.0f} words per second;"
                f" {begin:.1f} s for a single sentence, {words / (whole - begin):,.0f} words per second without them"
            )


if __name__ == "__main__":
    typer.run(main)
