"""Random samples that anyone can redraw, and the statutes' arithmetic. Comes with the stage `verification`."""
