"""The public log's arithmetic: commitments now; tree, tiles, notes and receipts with the stage `proof`."""
