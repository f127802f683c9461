"""The doctor: one page of plain statements on whether this installation is well, and what to do if not."""
