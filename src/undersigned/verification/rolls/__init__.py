"""Reading rolls: plain Python without Django, so that it runs in a limited process of its own.

Three modules alone know the installation: `receiving` (an upload comes in), `preview` (its first rows) and `snapshot`
(what was read in is opened).
"""
