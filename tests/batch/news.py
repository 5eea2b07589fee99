"""Folders of articles for runs, and the program as a process of its own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

DANGEROUS = """
import os, sys, time
from importlib.abc import MetaPathFinder
from importlib.util import find_spec


class Finder(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != "factextract.running":
            return None
        sys.meta_path.remove(self)
        spec = find_spec(name)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            facts_of = module.facts_of

            def dangerous(doc, article, trained):
                if "CRASH" in article.text:
                    os.kill(os.getpid(), 11)
                if "HANG" in article.text:
                    time.sleep(1000)
                return facts_of(doc, article, trained)

            module.facts_of = dangerous

        spec.loader.exec_module = exec_module
        return spec


sys.meta_path.insert(0, Finder())
"""
"""A `sitecustomize` in which articles crash or hang whatever process reads them."""


def sentence(number: int) -> str:
    """A text that differs from number to number, with facts."""
    return (
        f"Norland's exports rose {number % 17 + 1} percent to ${number + 3} billion in 2024. "
        f"Last month {number + 40} ships sailed."
    )


def write_lines(path: Path, texts: list[str]) -> Path:
    """A `.jsonl` file with an article a line."""
    articles = [json.dumps({"text": text, "published": "2025-02-03"}) for text in texts]
    path.write_text("".join(f"{article}\n" for article in articles), encoding="utf-8")
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a `.jsonl` file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def environment(site: Path | None = None) -> dict[str, str]:
    """For a process of its own; ``site`` is a folder with a `sitecustomize`."""
    path = [str(site)] if site is not None else []
    variables = os.environ | {"PYTHONPATH": os.pathsep.join([*path, *sys.path])}
    variables.pop("FACTEXTRACT_WORKERS", None)
    return variables


def begin(*words: object, site: Path | None = None, **options: Any) -> "subprocess.Popen[str]":
    """The program, begun; what it says on stderr can be read."""
    return subprocess.Popen(
        [sys.executable, "-m", "factextract", *map(str, words)],
        stderr=subprocess.PIPE,
        text=True,
        env=environment(site),
        # A shell's background job ignores SIGINT, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        **options,
    )


def call(*words: object, site: Path | None = None) -> tuple[int, str]:
    """The program from beginning to end: its exit code, and what it said."""
    with begin(*words, site=site) as process:
        _, told = process.communicate(timeout=120)
    return process.returncode, told
