"""The signed-in pages that compose stages: what needs me now, what is next, what happened.

Holds no model of its own.
"""
