"""What a person can be told when a file is not taken, or cannot be what they ask: what is wrong and what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class AttachmentError(Refusal):
    """Something about an attachment that cannot be as a person asked."""

    code = "attachment"


class FileRefused(AttachmentError):
    """A file that is not taken. It is written into the record, and nothing of it is kept."""

    code = "file_refused"
    field = "file"


# Its name ---------------------------------------------------------------------------------------------------------


class NameHides(FileRefused):
    code = "name_hides"
    sentence = _("The name of the file “%(name)s” has hidden characters that change how it reads.")
    hint = _("Rename the file with letters and digits, and send it again.")


class NameHasPath(FileRefused):
    code = "name_has_path"
    sentence = _("The name “%(name)s” names a folder.")
    hint = _("Give the file a name without / and \\, and send it again.")


class NameTooLong(FileRefused):
    code = "name_too_long"
    sentence = _("The name “%(name)s” is longer than %(limit)s characters.")
    hint = _("Give the file a shorter name, and send it again.")


class NameMissing(FileRefused):
    code = "name_missing"
    sentence = _("The file has no name.")
    hint = _("Give it a name with its ending, for example receipt.pdf, and send it again.")


class KindNotTaken(FileRefused):
    code = "kind_not_taken"
    sentence = _("“%(name)s” is %(found)s, which is not taken here.")
    hint = _("Send a PDF, a photograph (JPEG, PNG, HEIC), or an XLSX or DOCX file.")


class LiesAboutKind(FileRefused):
    code = "lies_about_kind"
    sentence = _("“%(name)s” ends in %(ending)s but is %(found)s.")
    hint = _("Save it again in the program it was made with, and send that file.")


# Its size ---------------------------------------------------------------------------------------------------------


class Empty(FileRefused):
    code = "empty"
    sentence = _("“%(name)s” is empty.")
    hint = _("Look whether the file opens on your device, and send it again.")


class TooLarge(FileRefused):
    code = "too_large"
    sentence = _("“%(name)s” is larger than %(limit)s.")
    hint = _("Make the scan or photograph smaller (150 dpi is enough), or send the pages in several files.")


class TooMuchAtOnce(FileRefused):
    code = "too_much_at_once"
    sentence = _("These files together are larger than %(limit)s.")
    hint = _("Send them in several turns.")


class TooManyAtOnce(FileRefused):
    code = "too_many_at_once"
    sentence = _("More than %(limit)s files were sent at once.")
    hint = _("Send them in several turns.")


class ItemFull(FileRefused):
    code = "item_full"
    sentence = _("With “%(name)s”, the files here would be larger than %(limit)s together.")
    hint = _("Archive what is no longer needed, or send a smaller file.")


# Its content ------------------------------------------------------------------------------------------------------


class Broken(FileRefused):
    code = "broken"
    sentence = _("“%(name)s” is damaged or was cut off on the way.")
    hint = _("Open it on your device to see whether it is whole, and send it again.")


class Protected(FileRefused):
    code = "protected"
    sentence = _("“%(name)s” is protected by a password, so nobody can check it.")
    hint = _("Save it without a password, and send that file.")


class TwoFilesInOne(FileRefused):
    code = "two_files_in_one"
    sentence = _("“%(name)s” is two files in one: %(found)s is hidden in it.")
    hint = _("Save it again in the program it was made with, and send that file.")


class InflatesTooMuch(FileRefused):
    code = "inflates_too_much"
    sentence = _("“%(name)s” would become far larger than it is when it is opened.")
    hint = _("Save only what is needed in a new file, and send that.")


class PictureTooLarge(FileRefused):
    code = "picture_too_large"
    sentence = _("The picture “%(name)s” has more than %(limit)s million points.")
    hint = _("Save it smaller, and send that.")


class ActiveContent(FileRefused):
    code = "active_content"
    sentence = _("“%(name)s” has something in it that would run or fetch by itself when it is opened: %(found)s.")
    hint = _("Print it to a new PDF, or save it without that, and send the new file.")


class NotExaminable(FileRefused):
    code = "not_examinable"
    sentence = _("“%(name)s” is written in a way that cannot be checked.")
    hint = _("Print it to a new PDF, and send that.")


class Infected(FileRefused):
    code = "infected"
    sentence = _("The virus scanner found %(found)s in “%(name)s”. The file was locked away and is not used.")
    hint = _("Tell the person who looks after your computer, and do not open the file.")


class AlreadyThere(FileRefused):
    code = "already_there"
    sentence = _("“%(name)s” is here already; nothing was added.")


# What was asked ---------------------------------------------------------------------------------------------------


class NotYours(AttachmentError):
    code = "not_yours"
    sentence = _("Only those who answer for this may do that.")


class ReasonMissing(AttachmentError):
    code = "reason_missing"
    sentence = _("Write the reason: it stays in the record.")
    field = "reason"


class DateInFuture(AttachmentError):
    code = "date_in_future"
    sentence = _("The date of the document lies in the future. Write the day that stands on it.")
    field = "document_date"


class IsArchived(AttachmentError):
    code = "is_archived"
    sentence = _("“%(name)s” is archived. Restore it first.")


class IsNotArchived(AttachmentError):
    code = "is_not_archived"
    sentence = _("“%(name)s” is not archived.")


class WasReplaced(AttachmentError):
    code = "was_replaced"
    sentence = _("“%(name)s” was replaced by another file. Change that one.")


class NotConfirmed(AttachmentError):
    code = "not_confirmed"
    sentence = _("Look at all of it and confirm that no face, number plate, address or signature can be recognized.")
    field = "confirmed"


class AlreadyPublished(AttachmentError):
    code = "already_published"
    sentence = _("“%(name)s” is published already.")


class NotPublished(AttachmentError):
    code = "not_published"
    sentence = _("“%(name)s” is not published.")


class NoPicture(AttachmentError):
    code = "no_picture"
    sentence = _("Only in pictures can something be covered.")


class NothingCovered(AttachmentError):
    code = "nothing_covered"
    sentence = _("Draw or write at least one area that is to be covered, as four numbers from 0 to 100.")
    field = "areas"
