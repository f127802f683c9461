"""Template tags for the parts of a dossier."""
