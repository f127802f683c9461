"""Which signer is which row of a roll: prepared, compared and weighed in DuckDB, without Django."""
