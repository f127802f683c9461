"""Letters: queued in the transaction of what caused them, sent by the worker, blanked once sent.

Nouns: letter, mailbox.
Promises: a letter that was queued is sent; after a crash at most once more; it is sealed at rest.
Never: sends inside a request.
"""
