"""How dates and numbers are written: in full, as a public document would."""
