"""Pages of verification: the office's, and what the public reads."""
