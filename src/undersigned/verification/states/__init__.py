"""The states of rolls, checks, samples and certificates."""
