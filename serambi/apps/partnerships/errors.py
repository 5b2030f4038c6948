"""What a person can be told about commitments of partners."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class PartnershipError(Refusal):
    """Something about a commitment that cannot be as a person asked."""


class NotACoordinator(PartnershipError):
    code = "not_a_coordinator"
    sentence = _("Only the coordinator records commitments of partners, changes and cancels them.")


class TitleMissing(PartnershipError):
    code = "title_missing"
    sentence = _("Say in a few words what it is about.")
    field = "title"


class NotAPartner(PartnershipError):
    code = "not_a_partner"
    sentence = _("%(organization)s is an agency of the government. Choose a partner from another sector.")
    field = "organization"


class NotAnAgency(PartnershipError):
    code = "not_an_agency"
    sentence = _("%(organization)s is no agency of the government. Choose the agency that receives it.")
    field = "agency"


class OtherProgram(PartnershipError):
    code = "other_program"
    sentence = _("%(activity)s is not an activity of this program. Choose one of its own, or leave it empty.")
    field = "activity"


class UnitMissing(PartnershipError):
    code = "unit_missing"
    sentence = _("Say of what there are so many, for example units, days, people.")
    field = "unit"


class NothingPromised(PartnershipError):
    code = "nothing_promised"
    sentence = _("Write an amount above zero, or leave it empty where nobody said how much.")
    field = "promised"


class DaysBackward(PartnershipError):
    code = "days_backward"
    sentence = _("It cannot be due before the day on which it was promised, %(day)s.")
    field = "due_on"


class PromisedLater(PartnershipError):
    code = "promised_later"
    sentence = _("Choose a day that is not still to come.")
    field = "promised_on"


class MeasureFixed(PartnershipError):
    code = "measure_fixed"
    sentence = _("Deliveries are counted in it already, so kind and unit stay as they are.")
    hint = _("Take the deliveries out first, or cancel it and record another one.")
    field = "kind"


class AgreementMissing(PartnershipError):
    code = "agreement_missing"
    sentence = _("Say what was signed.")
    field = "agreement_type"


class AgreedLater(PartnershipError):
    code = "agreed_later"
    sentence = _("Choose the day on which it was signed, not one to come.")
    field = "agreed_on"


class NotMeasured(PartnershipError):
    code = "not_measured"
    sentence = _("Parts can be written only where it is said how much is promised.")


class PartIncomplete(PartnershipError):
    code = "part_incomplete"
    sentence = _("Each part needs a day and an amount above zero.")


class PartsDiffer(PartnershipError):
    code = "parts_differ"
    sentence = _("The parts add up to %(parts)s, promised are %(promised)s. Let them add up to the same.")


class PartAfterEnd(PartnershipError):
    code = "part_after_end"
    sentence = _("The part of %(day)s is due after the commitment itself, %(last)s.")


class PartBeforePromise(PartnershipError):
    code = "part_before_promise"
    sentence = _("The part of %(day)s is due before it was promised, %(first)s.")


class DeliveredLater(PartnershipError):
    code = "delivered_later"
    sentence = _("Choose the day on which it came, not one to come.")
    field = "delivered_on"


class DeliveredBefore(PartnershipError):
    code = "delivered_before"
    sentence = _("It was promised on %(day)s; nothing can have come before.")
    field = "delivered_on"


class AmountMissing(PartnershipError):
    code = "amount_missing"
    sentence = _("Write how much came, above zero.")
    field = "amount"


class WhatMissing(PartnershipError):
    code = "what_missing"
    sentence = _("Say what came; it is not counted, so the words are all there is.")
    field = "what"


class TakenOut(PartnershipError):
    code = "taken_out"
    sentence = _("This delivery has been taken out already.")


class NotTheirDelivery(PartnershipError):
    code = "not_their_delivery"
    sentence = _("A delivery is taken out by whoever recorded it, or by the coordinator.")


class Settled(PartnershipError):
    code = "settled"
    sentence = _("It is %(state)s, so it is not changed any more.")
    hint = _("The coordinator can open it again.")


class MoveNotOpen(PartnershipError):
    code = "move_not_open"
    sentence = _("This cannot be done now: the commitment is %(state)s.")
    hint = _("Look at it again; somebody may have been quicker.")


class NotYours(PartnershipError):
    code = "not_yours"
    sentence = _("This step belongs to somebody else: %(who)s.")


class OwnWork(PartnershipError):
    code = "own_work"
    sentence = _("You recorded yourself what came. Somebody else has to verify it.")


class NothingSaid(PartnershipError):
    code = "nothing_said"
    sentence = _("Say it in a sentence. It stays in the history of the commitment.")
    field = "said"


class NoEvidence(PartnershipError):
    code = "no_evidence"
    sentence = _("No evidence is attached to a delivery. Add it there, or say why there is none.")
    field = "without_evidence"


class ChangedMeanwhile(PartnershipError):
    code = "changed_meanwhile"
    sentence = _("Somebody changed this while you looked at it. Look at it again before you decide.")
