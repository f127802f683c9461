from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from typing import Any, ClassVar


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

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email


class SiteRole(models.Model):
    """A role for the whole site; roles in a council or a coalition live with the council or the coalition."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="site_roles")
    role = models.CharField(max_length=16, choices=[("moderator", "moderator"), ("operator", "operator")])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="a_user_has_a_site_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"
