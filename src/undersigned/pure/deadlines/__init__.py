"""Working days and notice periods. Comes with the stage `hearings`."""
