"""Who may do what in verification, and what reviewers’ decisions come to."""
