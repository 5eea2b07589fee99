"""A whole run over many articles: ``python benchmarks/batch.py --articles 1000 --articles 20000 --workers 2``.

The corpus's articles, varied in a number each, in one `.jsonl` file; the real command in a process of its own. Peak
memory is what the system tells (Linux).
"""

import json
import shutil
import subprocess
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from factextract.articles import Article, read_articles
from factextract.linker.setting import LinkerSetting

CORPUS = Path(__file__).parents[1] / "corpus"


def write_news(path: Path, number: int, characters: int) -> None:
    """So many articles in a file, the corpus's in turn, each at most so long and with a number of its own."""
    read = [article for article in read_articles([CORPUS]) if isinstance(article, Article)]
    with path.open("w", encoding="utf-8") as file:
        for place, article in enumerate(islice(cycle(read), number)):
            text = f"{article.text[:characters]}\n\nCopy {place} of it was read by {place + 12} people."
            row = {"text": text, "title": article.title, "published": str(article.published)}
            file.write(json.dumps(row) + "\n")


def peak(process: int) -> int:
    """The most memory a process has had so far, in MB; 0 for one that is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def children(process: int) -> list[int]:
    """The processes that a process has begun."""
    try:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def measure(news: Path, out: Path, workers: int, linker: LinkerSetting) -> tuple[float, int, int]:
    """Seconds of a run, and the most memory of its main process and of a worker, in MB."""
    command = [sys.executable, "-m", "factextract", "run", str(news), "--output", str(out), "--quiet"]
    begun = time.perf_counter()
    main, worker = 0, 0
    with subprocess.Popen([*command, "--workers", str(workers), "--linker", linker.value]) as process:
        while process.poll() is None:
            main = max(main, peak(process.pid))
            worker = max([worker, *map(peak, children(process.pid))])
            time.sleep(0.1)
    if process.returncode:
        raise typer.Exit(process.returncode)
    return time.perf_counter() - begun, main, worker


def run(
    articles: Annotated[list[int] | None, typer.Option(min=1)] = None,
    workers: Annotated[list[int] | None, typer.Option(min=1)] = None,
    linker: LinkerSetting = LinkerSetting.FAST,
    characters: Annotated[int, typer.Option(min=100, help="The most characters of an article.")] = 2000,
) -> None:
    """Measure whole runs."""
    for number in articles or [1000]:
        for processes in workers or [1, 2]:
            with TemporaryDirectory() as folder:
                news, out = Path(folder) / "news.jsonl", Path(folder) / "out"
                write_news(news, number, characters)
                seconds, main, worker = measure(news, out, processes, linker)
                facts = sum(1 for _ in (out / "facts.jsonl").open("rb"))
                typer.echo(
                    f"{number:6,} articles, {processes} workers, {linker.value}: {seconds:7.1f} s, "
                    f"{1000 * seconds / number:6.1f} ms/article, {facts:,} facts, "
                    f"peak memory {main} MB and {worker} MB a worker"
                )
                shutil.rmtree(out)


if __name__ == "__main__":
    typer.run(run)
