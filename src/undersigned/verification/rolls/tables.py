"""A roll's rows in encrypted Parquet files."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.parquet.encryption import create_decryption_properties, create_encryption_properties

from undersigned.verification.rolls.layout import COLUMNS
from undersigned.verification.rolls.parts import settle
from undersigned.verification.rolls.records import Kept

SCHEMA = pa.schema(
    [
        *((name, pa.bool_() if name == "confidential" else pa.string()) for name in COLUMNS),
        ("line", pa.int64()),
    ]
)

# DuckDB 2.0 opens only the first page of an encrypted column: there must be no second.
ONE_PAGE = {
    "data_page_size": 2**30,
    "dictionary_pagesize_limit": 2**30,
    "max_rows_per_page": 2**30,
}


def write_part(path: Path, rows: Sequence[Kept], lines: Sequence[int], key: bytes) -> None:
    """Write rows as an encrypted Parquet file (AES-256-GCM by its own standard, a random nonce for each page)."""
    columns = [*zip(*rows, strict=True)] if rows else [()] * len(COLUMNS)
    arrays = [
        pa.array(values, type=it.type) for values, it in zip((*columns, lines), SCHEMA, strict=True)
    ]
    write_table(path, pa.Table.from_arrays(arrays, schema=SCHEMA), key)


def write_table(path: Path, table: pa.Table, key: bytes) -> None:
    """Write a table as an encrypted Parquet file, each column in one page."""
    new = path.with_name(f"{path.name}.new")
    sealing = create_encryption_properties(footer_key=key)
    with pq.ParquetWriter(
        new, table.schema, compression="zstd", encryption_properties=sealing, **ONE_PAGE
    ) as file:
        file.write_table(table)
    settle(new, path)


def read_part(path: Path, key: bytes) -> pa.Table:
    """A part's rows."""
    return pq.read_table(path, decryption_properties=create_decryption_properties(footer_key=key))
