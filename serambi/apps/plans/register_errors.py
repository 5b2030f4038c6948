"""What a person can be told about changing many programs at once, and about views of the register."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.apps.plans.errors import PlanError

# Many programs at once --------------------------------------------------------------------------------------------


class NothingSet(PlanError):
    code = "nothing_set"
    sentence = _("Choose what to change.")


class NothingDifferent(PlanError):
    code = "nothing_different"
    sentence = _("Every chosen program is like that already, so nothing would change.")


class PreviewOutdated(PlanError):
    code = "preview_outdated"
    sentence = _("Somebody changed one of these programs since the preview. Look at it again, then apply it.")


class BulkRefused(PlanError):
    code = "bulk_refused"
    sentence = _(
        "%(count)s of the programs cannot be changed like that, so none was. Leave them out, or choose otherwise."
    )


class ShiftOutOfReach(PlanError):
    code = "shift_out_of_reach"
    sentence = _("Write between −120 and 120 months.")
    field = "shift_months"


class EditTakenBack(PlanError):
    code = "edit_taken_back"
    sentence = _("This bulk edit was taken back already.")


class ChangedSinceEdit(PlanError):
    code = "changed_since_edit"
    sentence = _(
        "%(count)s of the programs were changed again since, so nothing was taken back. They are listed below."
    )


# Views of the register --------------------------------------------------------------------------------------------


class ViewNameMissing(PlanError):
    code = "view_name_missing"
    sentence = _("Give the view a name.")
    field = "name"


class ViewNameTaken(PlanError):
    code = "view_name_taken"
    sentence = _("You have a view “%(name)s” already. Choose another name, or replace that one.")
    field = "name"


class ViewTooLong(PlanError):
    code = "view_too_long"
    sentence = _("These filters are too long to be kept. Search for fewer words.")


class NotYourView(PlanError):
    code = "not_your_view"
    sentence = _("This view belongs to somebody else.")
