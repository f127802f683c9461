"""What a certificate says, in the one form that is sealed, and as a paper to read and print."""
