"""Two texts compared by provision. Comes with the stage `decisions`."""
