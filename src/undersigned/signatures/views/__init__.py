"""The pages of signing, confirming and counting, and an organiser's file of contacts."""
