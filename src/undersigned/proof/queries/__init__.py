"""What the pages of the public log show: a frozen dataclass a page."""
