"""A resident sends a report without an account, and whatever goes wrong, what they typed stays."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from serambi.apps.accounts.models import User
from serambi.apps.attachments.models import Attachment
from serambi.apps.audit.models import Entry, Origin
from serambi.apps.citizen_reports import errors, floods, services
from serambi.apps.citizen_reports.links import new_token, path_of, read_code
from serambi.apps.citizen_reports.models import CitizenReport
from serambi.apps.citizen_reports.tests.builders import NOW, VILLAGE, make_category, received, sent
from tests.cast import Cast
from tests.files import exif, jpeg, pdf, scene

ADDRESS = "/residents/report/"


@pytest.fixture(autouse=True)
def a_category(cast: Cast) -> None:
    cache.clear()
    make_category(cast)


def send(client: Client | None = None, **fields: Any) -> Any:
    return (client or Client()).post(ADDRESS, sent(**fields))


def shown(answer: Any) -> str:
    return str(answer.content.decode())


# What arrives --------------------------------------------------------------------------------------------------------


def test_a_report_arrives_and_goes_to_the_agency_of_its_category(cast: Cast) -> None:
    answer = send(name="Ayu", contact="0812", place="RT 4")

    report = CitizenReport.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"{path_of(report)}?new=1"
    assert (report.agency, report.village.code, report.state) == (cast.dlh, VILLAGE, "received")
    assert (report.reporter_name, report.contact, report.place) == ("Ayu", "0812", "RT 4")
    page = Client().get(answer["Location"])
    assert report.code in shown(page)
    assert page["Cache-Control"].startswith("max-age=0")


def test_nobody_has_to_say_who_they_are() -> None:
    assert send().status_code == 302
    assert not CitizenReport.objects.get().knows_somebody


def test_the_record_knows_nothing_of_the_resident_and_nothing_they_wrote() -> None:
    send(name="Ayu Lestari", contact="0812-3456", text="Rahasia di rumah saya.", latitude="-1.5", longitude="116.5")

    entry = Entry.objects.get(object_type="citizen_reports.citizenreport")
    told = f"{entry.object_name} {entry.before} {entry.after}"
    for secret in ("Ayu", "0812", "Rahasia", "116.5", CitizenReport.objects.get().secret):
        assert secret not in told


def test_the_record_does_not_know_from_where_a_resident_wrote() -> None:
    phone = Client(HTTP_USER_AGENT="Telepon Ayu", REMOTE_ADDR="203.0.113.9")
    answer = phone.post(ADDRESS, sent(photographs=[photograph(1)], name="Ayu"))
    link = answer["Location"].partition("?")[0]
    phone.post(f"{link}erase/")
    services.move_citizen_report(
        CitizenReport.objects.get(), "solve", services.MoveFacts(words="Selesai."), by=User.objects.get(name="Oka"),
        now=timezone.now(),
    )  # fmt: skip
    phone.post(f"{link}judge/", {"is_solved": "no"})
    phone.post(f"{link}reopen/", {"words": "Belum."})

    assert CitizenReport.objects.get().times_reopened == 1
    assert Entry.objects.filter(object_type="citizen_reports.citizenreport").count() == 5
    assert not Origin.objects.filter(address="203.0.113.9").exists()
    assert not Origin.objects.filter(user_agent="Telepon Ayu").exists()


def test_the_village_is_found_from_the_position_of_the_phone(cast: Cast) -> None:
    area = cast.areas[VILLAGE]
    send(village="", latitude=str(area.centroid_latitude), longitude=str(area.centroid_longitude))

    assert CitizenReport.objects.get().village == area


def test_a_position_outside_the_regency_asks_for_the_village() -> None:
    answer = send(village="", latitude="-6.2", longitude="106.8")

    assert answer.status_code == 422
    assert str(errors.OutsideTheRegion()) in shown(answer)


@pytest.mark.parametrize("latitude", ["nan", "inf", "<script>", "91", ""])
def test_what_is_no_position_is_as_none(latitude: str) -> None:
    answer = send(latitude=latitude, longitude="116.5")

    assert answer.status_code == 302
    assert CitizenReport.objects.get().latitude is None


def test_the_page_asks_which_village_a_position_is_in(cast: Cast) -> None:
    area = cast.areas[VILLAGE]
    place = {"latitude": area.centroid_latitude, "longitude": area.centroid_longitude}

    assert Client().get(f"{ADDRESS}near/", place).json()["code"] == VILLAGE
    assert Client().get(f"{ADDRESS}near/", {"latitude": "0", "longitude": "0"}).status_code == 404
    assert Client().get(f"{ADDRESS}near/", {"latitude": "x"}).status_code == 400


# What is refused, and what stays -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"), [("category", ""), ("text", " "), ("village", ""), ("consent", ""), ("category", "invented")]
)
def test_what_is_missing_is_said_and_what_was_typed_stays(field: str, value: str) -> None:
    answer = send(**{"text": "Pohon tumbang", "name": "Ayu", field: value})

    assert answer.status_code == 422
    assert CitizenReport.objects.count() == 0
    assert 'value="Ayu"' in shown(answer)
    assert ("Pohon tumbang" in shown(answer)) == (field != "text")


def test_a_form_of_another_site_is_refused_and_what_was_typed_stays() -> None:
    answer = send(Client(enforce_csrf_checks=True), text="Pohon tumbang di jalan")

    assert answer.status_code == 403
    assert "Pohon tumbang di jalan" in shown(answer)
    assert "csrfmiddlewaretoken" in shown(answer)
    assert CitizenReport.objects.count() == 0


def test_a_program_that_fills_in_the_hidden_field_is_refused() -> None:
    answer = send(website="https://spam.example")

    assert (answer.status_code, CitizenReport.objects.count()) == (422, 0)
    assert "TPS penuh." in shown(answer)
    assert "spam.example" not in shown(answer)


@pytest.mark.parametrize("age", [dt.timedelta(seconds=0), dt.timedelta(hours=13)])
def test_a_form_sent_at_once_or_after_half_a_day_is_looked_at_again(age: dt.timedelta) -> None:
    answer = send(token=new_token(timezone.now() - age))

    assert (answer.status_code, CitizenReport.objects.count()) == (422, 0)
    assert "TPS penuh." in shown(answer)


@pytest.mark.parametrize("token", ["", "invented", new_token(timezone.now() - dt.timedelta(minutes=1))[:-1] + "!"])
def test_a_token_that_was_not_made_here_is_none(token: str) -> None:
    assert send(token=token).status_code == 422
    assert CitizenReport.objects.count() == 0


def test_the_same_form_sent_twice_is_one_report() -> None:
    fields = sent()
    first, second = Client().post(ADDRESS, fields), Client().post(ADDRESS, {**fields, "text": "Lain"})

    assert first["Location"] == second["Location"]
    assert CitizenReport.objects.get().text == "TPS penuh."


def test_the_same_words_about_the_same_place_are_taken_once_a_day(cast: Cast) -> None:
    send()
    answer = send(text="  tps   PENUH. ")

    assert (answer.status_code, CitizenReport.objects.count()) == (422, 1)
    other = send(village="90.01.02.2002")
    assert other.status_code == 302


def test_the_same_words_the_day_after_are_a_new_report(cast: Cast) -> None:
    received(cast, "TPS penuh.", days_ago=2)
    received(cast, "TPS penuh.")

    assert CitizenReport.objects.count() == 2


def test_very_many_from_one_connection_wait_and_what_was_typed_stays() -> None:
    for number in range(floods.MOST_REPORTS):
        assert send(text=f"Laporan {number}").status_code == 302
    answer = send(text="Satu lagi dari kami")

    assert answer.status_code == 429
    assert "Satu lagi dari kami" in shown(answer)
    assert CitizenReport.objects.count() == floods.MOST_REPORTS


def test_a_category_that_was_taken_out_of_the_list_is_not_taken(cast: Cast) -> None:
    closed = make_category(cast, "roads", archived_at=NOW)

    assert send(category="roads").status_code == 422
    with pytest.raises(errors.CategoryClosed):
        received(cast, category=closed)


def test_script_stays_text() -> None:
    answer = send(text="<script>alert(1)</script>", place="<b>x</b>", name='"><i>')
    page = shown(Client().get(answer["Location"]))

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>x</b>" not in page


# Photographs ---------------------------------------------------------------------------------------------------------


def photograph(number: int = 1, name: str = "", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or f"foto{number}.jpg", content or jpeg(scene(number)))


def test_photographs_arrive_and_show_nothing_of_where_they_were_taken() -> None:
    answer = send(photographs=[photograph(1), photograph(2)])

    assert answer.status_code == 302
    assert Attachment.objects.filter(owner_type="citizen_reports.citizenreport").count() == 2
    signed = answer["Location"].split("/")[3]
    small = Client().get(f"/residents/follow/{signed}/photographs/1/")
    assert small["Content-Type"] == "image/webp"
    assert b"Exif" not in small.content
    assert Client().get(f"/residents/follow/{signed}/photographs/3/").status_code == 404


def test_nobody_gets_the_original_of_a_photograph_nor_where_it_was_taken(cast: Cast) -> None:
    told = photograph(1, "rumah.jpg", jpeg(scene(1), exif=exif()))
    signed = send(photographs=[told])["Location"].split("/")[3]
    pk = Attachment.objects.get().pk
    for person in (cast.rani, cast.oka, cast.vera, cast.sari):
        browser = Client()
        browser.force_login(person, backend="serambi.apps.accounts.backends.PeopleBackend")
        handles = person in {cast.rani, cast.oka}
        assert browser.get(f"/files/{pk}/original/").status_code == (403 if handles else 404)
        assert browser.get(f"/files/{pk}/publish/").status_code == (403 if handles else 404)
        view = browser.get(f"/files/{pk}/view/large/")
        assert view.status_code == (200 if handles else 404)
        if handles:
            assert b"Telepon Warga" not in b"".join(view.streaming_content)  # type: ignore[arg-type]
            page = shown(browser.get(f"/files/{pk}/"))
            assert "Telepon Warga" not in page
            assert "20 Januari 2026" not in page
    assert Client().get(f"/files/{pk}/view/small/").status_code == 404
    assert Client().get(f"/residents/follow/{signed}/photographs/1/").status_code == 200


def test_a_fourth_photograph_and_what_is_none_are_left_out_and_the_report_is_safe() -> None:
    files = [photograph(1), photograph(9, "dokumen.pdf", pdf()), photograph(2), photograph(3), photograph(4)]
    page = shown(Client().post(ADDRESS, sent(photographs=files), follow=True))

    assert CitizenReport.objects.count() == 1
    assert Attachment.objects.count() == services.MOST_PHOTOGRAPHS
    assert page.count("dokumen.pdf") == 1
    assert page.count("foto4.jpg") == 1
    assert Entry.objects.filter(verb="refused").count() == 1


def test_a_file_that_lies_about_its_kind_is_refused_with_a_sentence_and_the_report_is_safe() -> None:
    client = Client()
    answer = client.post(ADDRESS, sent(photographs=[photograph(1, "foto.jpg", b"MZ" + b"\0" * 200)]), follow=True)

    assert CitizenReport.objects.count() == 1
    assert Attachment.objects.count() == 0
    assert "foto.jpg" in shown(answer)
    assert Entry.objects.filter(verb="refused").count() == 1


def test_far_too_much_is_refused_before_it_is_read_and_what_was_typed_stays(settings: Any) -> None:
    settings.FILE_BYTES = 2000
    answer = send(text="Pohon tumbang di jalan", photographs=[photograph(1, "besar.jpg", b"\xff\xd8" + b"x" * 200_000)])

    assert answer.status_code == 413
    assert "Pohon tumbang di jalan" in shown(answer)
    assert CitizenReport.objects.count() == 0


# The code and the weight of the page ---------------------------------------------------------------------------------


def test_a_code_is_read_however_it_is_typed() -> None:
    assert read_code("7k3m9qf2") == read_code(" 7K3M-9QF2 ") == "7K3M-9QF2"


def test_the_code_alone_tells_how_far_it_is_and_nothing_that_was_written() -> None:
    send(text="Rahasia di rumah saya", name="Ayu Lestari")
    report = CitizenReport.objects.get()
    page = shown(Client().get("/residents/", {"code": report.code.lower()}))

    assert report.get_state_display() in page
    assert "Rahasia" not in page
    assert "Ayu" not in page
    assert shown(Client().get("/residents/", {"code": "AAAA-AAAA"})).count("AAAA-AAAA") > 0


def test_codes_are_not_tried_one_after_the_other() -> None:
    for _number in range(floods.MOST_LOOKUPS):
        assert Client().get("/residents/", {"code": "AAAA"}).status_code == 200
    assert Client().get("/residents/", {"code": "AAAA"}).status_code == 429


def test_the_form_is_light_and_asks_the_database_little(django_assert_num_queries: Any) -> None:
    client = Client()
    with django_assert_num_queries(4):
        page = client.get(ADDRESS)

    assert len(page.content) < 40_000
