"""Random samples that anyone can redraw. Comes with the stage `verification`."""
