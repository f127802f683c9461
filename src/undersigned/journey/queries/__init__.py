"""What public pages show: a frozen dataclass a page."""
