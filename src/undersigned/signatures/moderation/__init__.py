"""Moderation: signatures that look wrong are counted, held, and declared void by two people, in public."""
