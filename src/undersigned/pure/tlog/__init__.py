"""The public log: commitments; tree, tiles, notes and receipts come with the stage `proof`."""
