"""Boundaries: read strictly, simplified without gaps, drawn. Point in ward comes with the stage `verification`."""
