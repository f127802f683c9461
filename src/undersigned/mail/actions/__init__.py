"""What can be done to letters: `write` and `post` for every stage, the rest for the sender alone."""

from undersigned.mail.actions.purge import purge
from undersigned.mail.actions.settle import claim, fail, put_off, release, settle
from undersigned.mail.actions.write import Draft, post, write

__all__ = ["Draft", "claim", "fail", "post", "purge", "put_off", "release", "settle", "write"]
