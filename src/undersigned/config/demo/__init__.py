"""A made-up town to look around in: seeded by the same actions and forms that everyone uses."""
