"""What clerks, reviewers and signers fill in."""
