"""System checks that refuse to start an installation that would lose or expose something."""
