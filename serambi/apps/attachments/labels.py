"""Words for what was noticed about a file."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TOLD: dict[str, str | Promise] = {
    "pdf_form": _("The document has fields that can be filled in."),
    "pdf_links": _("The document has links to the web."),
    "pdf_signed": _("The document has an electronic signature. It is not checked here."),
    "office_links": _("The file has links to the web."),
    "office_workbooks": _("The file takes values from other workbooks."),
    "office_fetches": _("The file fetches a picture or the like from the web when it is opened."),
    "picture_trailer": _("The camera wrote more behind the picture, such as a moving one. It is not shown."),
}
