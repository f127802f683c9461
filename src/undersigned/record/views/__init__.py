"""Pages of the office: what moderators review."""
