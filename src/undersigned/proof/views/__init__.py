"""Pages of the public log: receipts, the check of a count, a petition as it stood."""
