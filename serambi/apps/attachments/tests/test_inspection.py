"""What is taken, what is refused and why: told from the content, whatever a file is called."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serambi.apps.attachments import errors
from serambi.apps.attachments.checking import inspection
from serambi.apps.attachments.checking.inspection import Inspection
from serambi.apps.attachments.checking.kinds import Kind
from serambi.files.apart import EndedApart
from tests import files

ZIP = files.zipped({"a.txt": "something"})
PAGE = b"<html><body>hello</body></html>"
SCRIPT = "<</S/JavaScript/JS(app.alert(1))>>"


def look(tmp_path: Path, name: str, content: bytes) -> Inspection:
    path, views = tmp_path / "file", tmp_path / "views"
    path.write_bytes(content)
    views.mkdir(exist_ok=True)
    return inspection.inspect(path, name=name, views=views)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", files.pdf(), Kind.PDF),
        ("A.PDF", files.pdf(packed := files.packed_objects("1 0 <</Type/Page>>")), Kind.PDF),
        ("signed.pdf", files.pdf("<</Type/Sig/ByteRange[0 1 2 3]>>"), Kind.PDF),
        ("a.xlsx", files.office(), Kind.XLSX),
        ("linked.xlsx", files.office(external="hyperlink"), Kind.XLSX),
        ("a.docx", files.office(files.DOCUMENT), Kind.DOCX),
        ("a.jpg", files.jpeg(), Kind.JPEG),
        ("moving.jpg", files.jpeg() + b"\0\0\0\x18ftypmp42" + bytes(500), Kind.JPEG),
        ("a.png", files.png(), Kind.PNG),
        ("a.heic", files.heic(), Kind.HEIC),
        ("really-heic.jpg", files.heic(), Kind.HEIC),
        ("cmyk.jpg", files.jpeg(files.scene().convert("CMYK")), Kind.JPEG),
        ("grey16.png", files.png(files.scene().convert("I;16")), Kind.PNG),
        ("palette.png", files.png(files.scene().convert("P")), Kind.PNG),
        ("see-through.png", files.png(files.scene().convert("RGBA")), Kind.PNG),
    ],
)
def test_a_good_file_is_taken_for_what_it_is(tmp_path: Path, name: str, content: bytes, kind: Kind) -> None:
    assert look(tmp_path, name, content).kind is kind


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.pdf", files.pdf("<</S/URI/URI(https://example.org)>>"), "pdf_links"),
        ("a.pdf", files.pdf("<</Type/Sig/ByteRange[0 1 2 3]>>"), "pdf_signed"),
        ("a.xlsx", files.office(external="externalLinkPath"), "office_workbooks"),
        ("a.docx", files.office(files.DOCUMENT, external="image"), "office_fetches"),
        ("a.jpg", files.jpeg() + b"SEFT-notes-of-a-phone", "picture_trailer"),
    ],
)
def test_what_is_worth_knowing_is_told(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    assert told in look(tmp_path, name, content).told


REFUSED = [
    # not a kind that is taken
    ("page.html", PAGE, errors.KindNotTaken),
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", errors.KindNotTaken),
    ("program.exe", b"MZ\x90\0" + bytes(60), errors.KindNotTaken),
    ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), errors.KindNotTaken),
    ("macros.xlsm", files.office(files.MACROS), errors.KindNotTaken),
    ("no-ending", files.jpeg(), errors.KindNotTaken),
    ("packed.xlsx", ZIP, errors.KindNotTaken),
    # lies
    ("page.jpg", PAGE, errors.LiesAboutKind),
    ("drawing.png", b"<?xml version='1.0'?><svg onload='x'/>", errors.LiesAboutKind),
    ("program.pdf", b"MZ\x90\0" + bytes(60), errors.LiesAboutKind),
    ("photo.pdf", files.jpeg(), errors.LiesAboutKind),
    ("document.jpg", files.pdf(), errors.LiesAboutKind),
    ("document.xlsx", files.office(files.DOCUMENT), errors.LiesAboutKind),
    ("a" * 200 + ".jpg", files.pdf(), errors.LiesAboutKind),
    # broken
    ("empty.jpg", b"", errors.Empty),
    ("cut.jpg", files.jpeg()[:-400], errors.Broken),
    ("cut.png", files.png()[:-400], errors.Broken),
    ("cut.heic", files.heic()[:-200], errors.Broken),
    ("cut.pdf", files.pdf()[:-40], errors.Broken),
    ("cut.xlsx", files.office()[:-40], errors.Broken),
    ("painted.png", files.png()[:60] + b"\0" * 40 + files.png()[100:], errors.Broken),
    # protected
    ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), errors.Protected),
    ("locked.pdf", files.pdf(trailer="/Encrypt 4 0 R"), errors.Protected),
    # two files in one
    ("both.pdf", files.pdf(end=b"%%EOF\n" + ZIP), errors.TwoFilesInOne),
    ("before.pdf", PAGE + files.pdf(), errors.LiesAboutKind),
    ("after.pdf", files.pdf(end=b"%%EOF\n<script>x</script>"), errors.TwoFilesInOne),
    ("both.jpg", files.jpeg() + ZIP, errors.TwoFilesInOne),
    ("both.png", files.png() + ZIP, errors.TwoFilesInOne),
    ("page-behind.jpg", files.jpeg() + PAGE, errors.TwoFilesInOne),
    ("page-inside.jpg", files.jpeg(comment=b"x" * 2000 + b"<script>alert(1)</script>"), errors.TwoFilesInOne),
    ("php.jpg", files.jpeg(comment=b"<?php system('id'); ?>"), errors.TwoFilesInOne),
    ("pdf-inside.jpg", files.jpeg(comment=b"%PDF-1.4 and so on"), errors.TwoFilesInOne),
    ("program-behind.png", files.png() + b"MZ\x90\0" + bytes(60), errors.TwoFilesInOne),
    ("pdf-inside.xlsx", files.zipped({"%PDF-1.4": "x"} | {"y": "z"}), errors.TwoFilesInOne),
    # acts by itself
    ("script.pdf", files.pdf(SCRIPT), errors.ActiveContent),
    ("escaped.pdf", files.pdf("<</S/J#61vaScript/#4aS(x)>>"), errors.ActiveContent),
    ("packed.pdf", files.pdf(files.packed_objects(f"1 0 {SCRIPT}")), errors.ActiveContent),
    ("launch.pdf", files.pdf("<</S/Launch/F(cmd.exe)>>"), errors.ActiveContent),
    ("carries.pdf", files.pdf("<</Type/EmbeddedFile>>"), errors.ActiveContent),
    ("macros.xlsx", files.office(files.MACROS), errors.ActiveContent),
    ("vba.docx", files.office(files.DOCUMENT, more={"word/vbaProject.bin": b"x"}), errors.ActiveContent),
    ("template.docx", files.office(files.DOCUMENT, external="attachedTemplate"), errors.ActiveContent),
    ("object.xlsx", files.office(more={"xl/embeddings/oleObject1.bin": b"x"}), errors.ActiveContent),
    (
        "dde.docx",
        files.office(files.DOCUMENT, more={"word/x.xml": "<w:instrText>DDEAUTO c:\\cmd.exe</w:instrText>"}),
        errors.ActiveContent,
    ),
    (
        "other-prefix.docx",
        files.office(files.DOCUMENT, more={"word/x.xml": "<x:instrText>DDE cmd</x:instrText>"}),
        errors.ActiveContent,
    ),
    # cannot be looked into
    ("odd.pdf", files.pdf(files.packed_objects("x", filters="[/ASCIIHexDecode/FlateDecode]")), errors.NotExaminable),
    ("up.xlsx", files.office(more={"../../x": "y"}), errors.NotExaminable),
    (
        "entities.xlsx",
        files.office(types='<!DOCTYPE x [<!ENTITY a "aaaa">]><Types>&a;</Types>'),
        errors.NotExaminable,
    ),
    # bombs
    ("bomb.xlsx", files.office(more={"xl/x.xml": bytes(60_000_000)}), errors.InflatesTooMuch),
    ("text.docx", files.office(files.DOCUMENT, more={"word/x.xml": b"ab" * 25_000_000}), errors.InflatesTooMuch),
    ("bomb.pdf", files.pdf(files.packed_objects(" " * 100_000_001)), errors.InflatesTooMuch),
    ("bomb.png", files.png_that_says(60_000, 60_000), errors.PictureTooLarge),
]


@pytest.mark.parametrize(("name", "content", "error"), REFUSED, ids=[name[-30:] for name, *_ in REFUSED])
def test_a_bad_file_is_refused_with_a_sentence(
    tmp_path: Path, name: str, content: bytes, error: type[errors.FileRefused]
) -> None:
    with pytest.raises(error) as refused:
        look(tmp_path, name, content)
    assert type(refused.value) is error
    assert len(str(refused.value)) > 40
    assert "%(" not in str(refused.value)


@pytest.mark.parametrize("name", ["a.pdf", "a.jpg", "a.png", "a.heic", "a.xlsx", "a.docx"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_bytes_crash_the_inspection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: st.DataObject
) -> None:
    """Whatever is sent is taken or refused; opening pictures, which is slow, is left to the tests below."""

    def ends(*_arguments: object, **_options: object) -> bytes:
        raise EndedApart

    monkeypatch.setattr(inspection, "run_apart", ends)
    good = {
        "a.pdf": files.pdf(packed),
        "a.jpg": files.jpeg(files.scene(size=(32, 24))),
        "a.png": files.png(files.scene(size=(32, 24))),
        "a.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\x08mdat",
        "a.xlsx": files.office(),
        "a.docx": files.office(files.DOCUMENT),
    }[name]
    noise = data.draw(st.binary(max_size=200))
    at = data.draw(st.integers(0, len(good)))
    until = data.draw(st.integers(at, len(good)))
    content = data.draw(st.sampled_from([noise, good[:at] + noise + good[until:], good[:8] + noise]))
    with suppress(errors.FileRefused):
        look(tmp_path, name, content)


def test_damaged_pictures_end_only_their_own_process(tmp_path: Path) -> None:
    for content in (files.jpeg(), files.heic()):
        middle = len(content) // 2
        torn = content[:middle] + bytes(64) + content[middle + 64 :]
        for broken in (torn, content[:40] + b"\xff" * 9 + content[49:]):
            with suppress(errors.FileRefused):
                look(tmp_path, "a.jpg", broken)
