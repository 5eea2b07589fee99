"""What `factextract run` takes with which engine, refused where it does not fit."""

import os

import typer

from factextract.batch.choices import Format
from factextract.batch.places import is_remote

STDIN = "-"

_ONLY_LOCAL = "goes with --engine local alone"


def check_local(paths: list[str], output: str, address: str | None, part_bytes: int | None) -> None:
    """Raise for what a run in processes of this machine cannot do."""
    for place, hint in [*((path, "PATH") for path in paths), (output, "--output")]:
        if is_remote(place):
            raise typer.BadParameter(f"{place} is read and written with --engine ray", param_hint=hint)
    for value, option in ((address, "--address"), (part_bytes, "--part-bytes")):
        if value is not None:
            raise typer.BadParameter("goes with --engine ray alone", param_hint=option)


def check_cluster(paths: list[str], output: str, workers: int | None, *, retry_failed: bool) -> None:
    """Raise for what a run over a cluster cannot do."""
    if STDIN in paths:
        raise typer.BadParameter(f"{STDIN}, standard input, {_ONLY_LOCAL}", param_hint="PATH")
    if retry_failed:
        reason = f"{_ONLY_LOCAL}: a run over a cluster goes on from no earlier one"
        raise typer.BadParameter(reason, param_hint="--retry-failed")
    if workers == 0:
        raise typer.BadParameter(f"0 {_ONLY_LOCAL}", param_hint="--workers")
    if output.endswith(tuple(f".{format_}" for format_ in Format)):
        raise typer.BadParameter(
            f"{output} is the name of a file, but --engine ray writes a folder of parts",
            param_hint="--output",
        )
    if any(_holds(path, output) for path in paths):
        raise typer.BadParameter(
            f"{output} is among the articles to read; write to another place", param_hint="--output"
        )


def _holds(folder: str, place: str) -> bool:
    """Whether a place is a folder, or below it."""
    folder, place = _absolute(folder), _absolute(place)
    return place == folder or place.startswith(f"{folder}/")


def _absolute(place: str) -> str:
    """A place by one name of all that it has."""
    return place.rstrip("/") if is_remote(place) else os.path.realpath(place)
