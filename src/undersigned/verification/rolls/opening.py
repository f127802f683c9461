"""A database over a roll's encrypted parts: in memory, without temporary files, and blind to all other files."""

import base64
from pathlib import Path

import duckdb


def connect(
    folder: Path, key: bytes, *, memory: str = "1GB", threads: int = 1
) -> duckdb.DuckDBPyConnection:
    """A database in memory that can read this folder's encrypted parts, and nothing else; the view `part`.

    It writes no temporary files: what does not fit into its memory fails.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "memory_limit": memory,
        "temp_directory": "",
        "threads": str(threads),
    }
    database = duckdb.connect(config=config)
    database.execute(f"PRAGMA add_parquet_key('roll', '{base64.b64encode(key).decode()}')")
    database.execute("SET allowed_directories = [$folder]", {"folder": f"{folder}/"})
    database.execute("SET enable_external_access = false")
    parts = [str(path) for path in sorted(folder.glob("*.parquet"))]
    names = ", ".join("'" + name.replace("'", "''") + "'" for name in parts)
    database.execute(
        f"CREATE VIEW part AS SELECT * FROM read_parquet([{names}], encryption_config = {{footer_key: 'roll'}})"  # noqa: S608 - our own files
    )
    return database
