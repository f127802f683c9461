"""Pages of accounts beside allauth's: one's own, invitations, and the operators' list of people."""
