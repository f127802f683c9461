from undersigned.accounts.models import User


def has_second_factor(user: User) -> bool:
    """Whether the user has set up a second factor (and so was asked for it at log-in)."""
    raise NotImplementedError
