"""From votes to an outcome with its derivation. Comes with the stage `decisions`."""
