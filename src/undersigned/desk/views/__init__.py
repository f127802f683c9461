"""The pages of the desk: home, one petition, and (in debug) every letter."""
