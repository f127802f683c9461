"""What is done to the public log, one verb each."""
