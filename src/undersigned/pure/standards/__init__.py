"""Other people's formats, written and read exactly: canonical JSON, more with later stages."""
