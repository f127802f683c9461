"""Public pages that compose stages."""
