"""Reading rolls: plain Python without Django, so that it runs in a limited process of its own."""
