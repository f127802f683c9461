"""Paper sheets: printed here, signed by hand, typed in line by line, counted; lines are taken back visibly."""
