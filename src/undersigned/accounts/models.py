import hashlib
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from undersigned.accounts.states import Role


class UserManager(BaseUserManager["User"]):
    """Django asks for a class of this name; it makes users and nothing else."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **facts)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who signs in to the office. Signers are never users."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    session_epoch = models.PositiveIntegerField(default=0)  # one more ends all sessions at once

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to stay valid: it changes with the password and with the epoch."""
        salt = "undersigned.accounts.session"
        value = f"{self.session_epoch}:{self.password}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()


class SiteRole(models.Model):
    """A role for the whole site; roles in a council or a coalition live with the council or the coalition."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="site_roles")
    role = models.CharField(max_length=16, choices=Role.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="a_user_has_a_site_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class Invitation(models.Model):
    """A letter whose holder may make an account, or use their own, and take on what it offers, once.

    `role` is a role of the site, or empty where a later stage says what its claimant becomes (the stage keeps
    a row of its own that points here). `offer` says it in words. The address goes once it is of no more use.
    """

    email = models.EmailField(blank=True)
    role = models.CharField(max_length=16, blank=True, choices=Role.choices)
    offer = models.CharField(max_length=300)
    language = models.CharField(max_length=8)
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="an_invitation_is_claimed_or_withdrawn_not_both",
                condition=Q(claimed_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="an_invitation_ends_after_it_began", condition=Q(expires_at__gt=F("made_at"))
            ),
        ]

    def __str__(self) -> str:
        return self.offer

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be claimed."""
        return not self.claimed_at and not self.withdrawn_at and self.expires_at > at

    @staticmethod
    def hash_of(token: str) -> bytes:
        """What is stored of a letter's token: its SHA-256."""
        return hashlib.sha256(token.encode()).digest()


class CacheRow(models.Model):
    """Django's database cache as a table of ours, so that migrations make it: it holds allauth's limits."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "office_cache"

    def __str__(self) -> str:
        return self.cache_key
