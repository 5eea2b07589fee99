"""The JSON Schema files in ``schemas/``: one a kind of record, and their union."""

from pathlib import Path

import orjson

from factextract.errors import OutputError
from factextract.files import reason_of
from factextract.kinds import KINDS
from factextract.records import json_schema


def schema_files() -> dict[str, bytes]:
    """The content of each schema file by its name: the same bytes for the same models."""
    files = {"fact.json": json_schema()} | {f"{kind}.json": json_schema(kind) for kind in KINDS}
    style = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return {name: orjson.dumps(schema, option=style) for name, schema in files.items()}


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema file into a folder. Raises `OutputError` where that fails."""
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in schema_files().items():
            path = folder / name
            path.write_bytes(content)
            paths.append(path)
    except OSError as error:
        raise OutputError(str(folder), reason_of(error)) from error
    return paths


def outdated_schemas(folder: Path) -> list[Path]:
    """The schema files that are missing from a folder or differ from what would be written."""
    return [
        path
        for name, content in schema_files().items()
        if not (path := folder / name).is_file() or path.read_bytes() != content
    ]
