"""The office's own file: letterhead, who signs, templates and fonts, in TOML or JSON beside what it names."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .errors import DocumentRefused, OfficeFileRefused
from .kinds import Kind
from .parts import TO_FILL_IN, ElectronicSignature, Letterhead, Picture, Signatory
from .pictures import placed

NAMES = ("office.toml", "office.json")
_LETTERHEAD = ("government", "agency", "address", "phone", "web", "email", "coat_of_arms", "coat_of_arms_alt")
_SIGNATORY = ("key", "title", "name", "rank", "nip", "on_behalf", "signature_address", "signature_note")
_TOP = ("place", "letterhead", "signatory", "templates", "fonts")


@dataclass(frozen=True, slots=True)
class Office:
    """What an office gives once and all its documents show.

    place: the town before the date. signatories: by key, the first signs unless another is named. templates: the
    office's own Word files. fonts: a folder, None for what is inside.
    """

    place: str
    letterhead: Letterhead
    signatories: Mapping[str, Signatory]
    templates: Mapping[Kind, bytes] = field(default_factory=dict)
    fonts: Path | None = None

    @property
    def signatory(self) -> Signatory:
        return next(iter(self.signatories.values()))


def load_office(folder: Path) -> Office:
    """Return the office of `documents/office.toml` or `office.json` in the state folder, else the neutral one.

    A template that its file does not name is `documents/templates/KIND.docx`. Raises OfficeFileRefused,
    TemplateRefused.
    """
    file = office_file(folder / "documents")
    office = read_office(file) if file is not None else neutral_office()
    return replace(office, templates=_beside(folder / "documents") | dict(office.templates))


def office_file(folder: Path) -> Path | None:
    """Return the office's own file in a folder; None where there is none."""
    return next((folder / name for name in NAMES if (folder / name).is_file()), None)


def template_paths(folder: Path) -> dict[Kind, Path]:
    """Return where the office's template of each kind is, or would be.

    One that its file names is there; every other is `templates/KIND.docx`. A file that cannot be read names none.
    """
    found = {kind: folder / "templates" / f"{kind}.docx" for kind in Kind}
    file = office_file(folder)
    try:
        named = _told(file).table("templates") if file is not None else None
        return found | {kind: named.beside(named.text(kind), kind) for kind in Kind if named and named.text(kind)}
    except OfficeFileRefused:
        return found


def _beside(folder: Path) -> dict[Kind, bytes]:
    """Return the templates that were put in use on the page of the office."""
    found = {}
    for kind in Kind:
        file = folder / "templates" / f"{kind}.docx"
        if file.is_file():
            content = file.read_bytes()
            _check_template(kind, content, name=f"templates/{file.name}")
            found[kind] = content
    return found


def _check_template(kind: Kind, content: bytes, *, name: str) -> None:
    from .word import check_template  # noqa: PLC0415 - its libraries are for whoever makes a document

    check_template(kind, content, name=name)


def neutral_office() -> Office:
    """Return an office that names nobody: every place that must be filled in says so."""
    text = resources.files(__package__).joinpath("office.toml").read_text("utf-8")
    return _office(_Table("office.toml", Path(), tomllib.loads(text)))


def read_office(file: Path) -> Office:
    """Return the office that a file describes; pictures, templates and fonts are looked for beside it.

    Raises OfficeFileRefused.
    """
    return _office(_told(file))


def _told(file: Path) -> _Table:
    try:
        text = file.read_text("utf-8")
        told = json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise OfficeFileRefused(file=file.name, reason=str(error)) from error
    if not isinstance(told, dict):
        raise OfficeFileRefused(file=file.name, reason=_("it does not begin with names and values."))
    return _Table(file.name, file.parent, told)


def _office(told: _Table) -> Office:
    told.allow(_TOP)
    place, letterhead = told.text("place"), _letterhead(told.table("letterhead"))
    signatories = {}
    for number, one in enumerate(told.tables("signatory"), start=1):
        one.allow(_SIGNATORY)
        signatories[one.text("key") or str(number)] = _signatory(one)
    if not signatories:
        raise told.refused(_("it names nobody who signs. Add [[signatory]] with title and name."))
    fonts = told.text("fonts")
    return Office(
        place=place or TO_FILL_IN,
        letterhead=letterhead,
        signatories=signatories,
        templates=_templates(told.table("templates")),
        fonts=told.beside(fonts, "fonts") if fonts else None,
    )


def _letterhead(told: _Table) -> Letterhead:
    told.allow(_LETTERHEAD)
    arms = None
    if name := told.text("coat_of_arms"):
        arms = Picture(told.content(name, "coat_of_arms"), told.text("coat_of_arms_alt"))
        try:
            placed(arms, width_mm=20, height_mm=22)
        except DocumentRefused as error:
            raise told.refused(str(error)) from error
    return Letterhead(
        government=told.text("government"),
        agency=told.text("agency"),
        address=told.text("address"),
        phone=told.text("phone"),
        web=told.text("web"),
        email=told.text("email"),
        coat_of_arms=arms,
    )


def _signatory(told: _Table) -> Signatory:
    address = told.text("signature_address")
    return Signatory(
        title=told.text("title"),
        name=told.text("name"),
        rank=told.text("rank"),
        nip=told.text("nip"),
        on_behalf=told.text("on_behalf"),
        electronic=ElectronicSignature(address, told.text("signature_note")) if address else None,
    )


def _templates(told: _Table) -> dict[Kind, bytes]:
    told.allow(tuple(Kind))
    templates = {}
    for kind in Kind:
        if name := told.text(kind):
            content = told.content(name, kind)
            _check_template(kind, content, name=name)
            templates[kind] = content
    return templates


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file; every refusal names the file and the key."""

    file: str
    folder: Path
    told: Mapping[str, Any]

    def refused(self, reason: str) -> OfficeFileRefused:
        return OfficeFileRefused(file=self.file, reason=reason)

    def allow(self, names: tuple[str, ...]) -> None:
        for name in self.told:
            if name not in names:
                near = get_close_matches(name, names, 1)
                known = near[0] if near else ", ".join(names)
                raise self.refused(_("“%(name)s” is not known. Known is: %(known)s.") % {"name": name, "known": known})

    def text(self, name: str) -> str:
        value = self.told.get(name, "")
        if not isinstance(value, str):
            raise self.refused(_("“%(name)s” must be text in quotation marks.") % {"name": name})
        return value.strip()

    def table(self, name: str) -> _Table:
        value = self.told.get(name, {})
        if not isinstance(value, dict):
            raise self.refused(_("“%(name)s” must be a table: [%(name)s].") % {"name": name})
        return _Table(self.file, self.folder, value)

    def tables(self, name: str) -> list[_Table]:
        values = self.told.get(name, [])
        if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
            raise self.refused(_("“%(name)s” must be a list of tables: [[%(name)s]].") % {"name": name})
        return [_Table(self.file, self.folder, one) for one in values]

    def beside(self, path: str, name: str) -> Path:
        found = (self.folder / path).resolve()
        if not found.is_relative_to(self.folder.resolve()) or not found.exists():
            raise self.refused(
                _("“%(name)s” names %(path)s, which is not beside the file.") % {"name": name, "path": path}
            )
        return found

    def content(self, path: str, name: str) -> bytes:
        try:
            return self.beside(path, name).read_bytes()
        except OSError as error:
            raise self.refused(str(error)) from error
