"""Feeds, files and interfaces for other people's programs. Comes with the later stages."""
