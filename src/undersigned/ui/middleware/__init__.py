"""What every request passes: language, security headers, own forms only, plain words in trouble."""
