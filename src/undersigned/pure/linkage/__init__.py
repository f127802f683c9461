"""Which signer is which entry of the roll. Comes with the stage `verification`."""
