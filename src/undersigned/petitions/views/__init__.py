"""Pages of petitions: organisers draft, moderators decide, named officials reply."""
