"""The comparisons of the specification, each with its levels, best first."""
