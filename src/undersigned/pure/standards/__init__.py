"""Other people's formats, written and read exactly: canonical JSON now, the rest with their stages."""
