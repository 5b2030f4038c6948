"""What people have narrowed the register to and kept under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ViewPage(models.TextChoices):
    """On which page of the register a view is shown."""

    LIST = "list", _("List")
    TIMELINE = "timeline", _("Timeline")
    BOARD = "board", _("Board")


class SavedView(models.Model):
    """Filters, order and columns of the register under a name. query: as the address has them, without the page."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="register_views")
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=90, unique=True)
    page = models.CharField(_("shown as"), max_length=10, choices=ViewPage, default=ViewPage.LIST)
    query = models.CharField(_("filters"), max_length=2000, blank=True)
    is_shared = models.BooleanField(_("shared"), default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("view of the register")
        verbose_name_plural = _("views of the register")
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="view_name_once_per_owner")]

    def __str__(self) -> str:
        return self.name


class DefaultView(models.Model):
    """The view with which the register opens for one person."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("default view")
        verbose_name_plural = _("default views")

    def __str__(self) -> str:
        return f"{self.user} – {self.view}"
