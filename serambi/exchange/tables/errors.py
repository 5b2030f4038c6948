"""What a person is told when a file cannot be read as a table: what is wrong with it, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from serambi.ui.refusals import Refusal


class UnreadableTable(Refusal):
    """A file of which nothing is read."""

    code = "unreadable"


# What the file is -------------------------------------------------------------------------------------------------


class UnknownFormat(UnreadableTable):
    code = "unknown_format"
    sentence = _("%(name)s is not a table that can be read here. Save it as .xlsx, .ods or .csv and send that file.")


class WebPage(UnreadableTable):
    code = "web_page"
    sentence = _(
        "%(name)s is a web page, whatever its ending. Open it in a spreadsheet program, save it as .xlsx and send that."
    )


class XmlFile(UnreadableTable):
    code = "xml_file"
    sentence = _("%(name)s is an XML file. Open it in a spreadsheet program, save it as .xlsx and send that.")


class JsonFile(UnreadableTable):
    code = "json_file"
    sentence = _("%(name)s is a JSON file, not a table. Send the table as .xlsx, .ods or .csv.")


class PdfDocument(UnreadableTable):
    code = "pdf_document"
    sentence = _(
        "%(name)s is a PDF document, and a table in it has no cells. Ask for the spreadsheet that it was printed from."
    )


class TextDocument(UnreadableTable):
    code = "text_document"
    sentence = _(
        "%(name)s is a document or a presentation. Copy its table into a spreadsheet, or paste it, and send that."
    )


class Picture(UnreadableTable):
    code = "picture"
    sentence = _("%(name)s is a picture. A table in a picture cannot be read; ask for the spreadsheet behind it.")


class PackedFile(UnreadableTable):
    code = "packed_file"
    sentence = _("%(name)s is an archive of files. Unpack it and send the table inside.")


class BinaryWorkbook(UnreadableTable):
    code = "binary_workbook"
    sentence = _("%(name)s is a binary workbook (.xlsb). Save it as .xlsx and send that.")


class OldWorkbook(UnreadableTable):
    code = "old_workbook"
    sentence = _("%(name)s was written by a spreadsheet program from before 1993. Save it as .xlsx and send that.")


# The state it is in -----------------------------------------------------------------------------------------------


class PasswordProtected(UnreadableTable):
    code = "password"
    sentence = _("%(name)s is protected by a password. Save a copy without the password and send that.")


class EmptyFile(UnreadableTable):
    code = "empty_file"
    sentence = _(
        "%(name)s is empty: it has no byte in it. Perhaps it was not saved or not sent to the end; send it again."
    )


class NoFilledCell(UnreadableTable):
    code = "no_filled_cell"
    sentence = _("No cell of %(name)s is filled. See whether it is the right file.")


class Damaged(UnreadableTable):
    code = "damaged"
    sentence = _(
        "%(name)s is damaged or cut short. Open it in a spreadsheet program, save it again and send the new file."
    )


# How much it is ---------------------------------------------------------------------------------------------------


class TooLarge(UnreadableTable):
    code = "too_large"
    sentence = _("%(name)s has more than %(megabytes)s MB. Split it into smaller files.")


class InflatesTooMuch(UnreadableTable):
    code = "inflates_too_much"
    sentence = _(
        "%(name)s would grow to more than %(megabytes)s MB when unpacked, or far more than a table does, "
        "and is not opened. Copy its values into a new workbook and send that."
    )


class TooManyRows(UnreadableTable):
    code = "too_many_rows"
    sentence = _(
        "The sheet %(sheet)s of %(name)s has more than %(limit)s rows. "
        "Split it, or delete what stands far below the table."
    )


class TooManyColumns(UnreadableTable):
    code = "too_many_columns"
    sentence = _(
        "The sheet %(sheet)s of %(name)s has more than %(limit)s columns. "
        "Delete what stands far to the right of the table, or see whether rows and columns are the right way round."
    )


class TooManyCells(UnreadableTable):
    code = "too_many_cells"
    sentence = _(
        "The sheets of %(name)s span more than %(limit)s cells, counting the empty ones between those that are filled. "
        "Split it, or delete what stands far from the table."
    )


class TooMuchText(UnreadableTable):
    code = "too_much_text"
    sentence = _("The cells of %(name)s hold more than %(megabytes)s MB of text together. Split it into smaller files.")
