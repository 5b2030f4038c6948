"""What a person can be told when a document, a template or the office's file cannot be used."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class DocumentRefused(Refusal):
    """A document that is not made."""

    code = "document_refused"


# Pictures -----------------------------------------------------------------------------------------------------------


class PictureUnreadable(DocumentRefused):
    code = "picture_unreadable"
    sentence = _("The picture “%(alt)s” cannot be read. Send it as PNG or JPEG.")


class PictureTooLarge(DocumentRefused):
    code = "picture_too_large"
    sentence = _("The picture “%(alt)s” is too large. Send it with at most %(longest)s million pixels.")


class PictureWithoutWords(DocumentRefused):
    code = "picture_without_words"
    sentence = _("A picture has no description. Say in a few words what it shows, for people who do not see it.")


# Templates of the office --------------------------------------------------------------------------------------------


class TemplateRefused(DocumentRefused):
    """A Word template that cannot be used."""

    code = "template_refused"


class NotAWordFile(TemplateRefused):
    code = "not_a_word_file"
    sentence = _("%(name)s is not a Word document. Save it as .docx and send that file.")


class TemplateWithMacros(TemplateRefused):
    code = "template_with_macros"
    sentence = _("%(name)s holds macros or embedded programs. Save it as .docx without them and send that file.")


class TemplateReachesOut(TemplateRefused):
    code = "template_reaches_out"
    sentence = _(
        "%(name)s takes something from elsewhere when it is opened: %(target)s. Put it into the document itself and "
        "send it again."
    )


class BrokenPlaceholder(TemplateRefused):
    code = "broken_placeholder"
    sentence = _(
        "%(name)s has a placeholder that is not complete: %(reason)s. Write it as {{ hal }} or {%% if hal %%}."
    )


class UnknownPlaceholders(TemplateRefused):
    code = "unknown_placeholders"
    sentence = _("%(name)s has placeholders that this document does not know: %(placeholders)s. Known are: %(known)s.")


class PlaceholderForbidden(TemplateRefused):
    code = "placeholder_forbidden"
    sentence = _(
        "%(name)s calculates in a placeholder (%(what)s). A template only shows fields, with “if” and “for” around "
        "them."
    )


class TemplateTooDeep(TemplateRefused):
    code = "template_too_deep"
    sentence = _("%(name)s has lists in lists in lists. At most two may stand in one another.")


class TemplateDamaged(TemplateRefused):
    code = "template_damaged"
    sentence = _(
        "%(name)s cannot be filled in: where “if” or “for” begins in a table row or a paragraph, it ends in another. "
        "Begin from the sample and change one thing at a time."
    )


# The office's own file ----------------------------------------------------------------------------------------------


class OfficeFileRefused(DocumentRefused):
    code = "office_file_refused"
    sentence = _("%(file)s cannot be used: %(reason)s")
