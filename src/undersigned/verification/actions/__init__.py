"""What can be done with rolls, checks, samples and certificates: one verb each."""
