"""Which signer is which entry of the roll: normalise, block, score, explain. Comes with the stage `verification`."""
