"""What the pages of verification show."""
