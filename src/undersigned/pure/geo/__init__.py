"""Point in ward. Comes with the stage `verification`."""
