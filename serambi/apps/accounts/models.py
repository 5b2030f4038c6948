"""People who sign in, how they prove who they are, and where they are signed in."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a program may do with a key; never more than the person whose key it is."""

    READ = "read", _("read")
    FIGURES = "figures", _("read, and record figures")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a person who signs in with this address; no password means that they cannot yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an address to sign in with; what they may do comes from their memberships (`agencies`)."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    position = models.CharField(_("position"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="id")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_demo = models.BooleanField(default=False, help_text=_("Made by the trial; refused everywhere else."))
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    # What the audit record keeps apart, so that it can be erased.
    personal_fields = ("email", "name", "position")
    record_subject = "pk"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name"]
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_whatever_its_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class Identity(models.Model):
    """The same person at a provider of sign-in (OpenID Connect): its issuer and the subject by which it names them."""

    user = models.ForeignKey(User, models.CASCADE, related_name="identities", verbose_name=_("person"))
    issuer = models.CharField(_("provider"), max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(_("linked"), auto_now_add=True)
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    class Meta:
        ordering = ["linked_at"]
        verbose_name = _("identity at a provider")
        verbose_name_plural = _("identities at providers")
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="identity_belongs_to_one_person")]

    def __str__(self) -> str:
        return f"{self.user} – {self.issuer}"


class Way(models.TextChoices):
    """How a session was opened."""

    PASSWORD = "password", _("password")
    PROVIDER = "provider", _("account of a provider")


class OpenSession(models.Model):
    """One browser in which a person is signed in; the session itself is Django's and is named by its key.

    seen_at: the last request, to within ten minutes.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="open_sessions", verbose_name=_("person"))
    session_key = models.CharField(max_length=40, unique=True)
    way = models.CharField(_("signed in by"), max_length=10, choices=Way, default=Way.PASSWORD)
    opened_at = models.DateTimeField(_("since"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen"))
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    agent = models.CharField(_("browser"), max_length=300, blank=True)

    class Meta:
        ordering = ["-seen_at", "-id"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")

    def __str__(self) -> str:
        return f"{self.user} – {self.opened_at:%Y-%m-%d %H:%M}"


class ApiKey(models.Model):
    """A key by which a program acts for a person, in one scope and until a day.

    digest: the SHA-256 of the key; the key itself is shown once and kept nowhere. beginning: how the key begins, so
    that its owner can tell which one it is.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="api_keys", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=80)
    scope = models.CharField(_("scope"), max_length=12, choices=Scope)
    beginning = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_on = models.DateField(_("works until"))
    used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return self.name

    def works_on(self, day: dt.date) -> bool:
        """Tell whether the key opens anything on that day, its last day included."""
        return self.revoked_at is None and day <= self.expires_on


class SignInRules(models.Model):
    """What the regency asks of everybody who signs in; there is one row.

    second_factor_roles: codes of the roles whose holders need a second factor.
    """

    second_factor_roles = models.JSONField(_("roles that need a second factor"), default=list, blank=True)

    class Meta:
        verbose_name = _("rules of signing in")
        verbose_name_plural = _("rules of signing in")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
