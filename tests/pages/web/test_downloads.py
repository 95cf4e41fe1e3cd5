"""Files and data to take away: as they came, never drawn by a browser, and of one's own trust alone."""

import httpx
import pytest
from sqlmodel import select

from charts.series import read_series
from pages._web.downloads import disposition
from plan_store.permissions import Role
from plan_store.plan_rows import Measure
from plan_store.store import make_engine, reading
from plan_store.uploads import Upload
from tests.journeys.stored import add_person
from tests.portal_server import VIEWER, Portal

SATOD = "Smoking at time of delivery"
STRANGER = "lead@elsewhere.example"


@pytest.fixture(scope="module")
def held(portal: Portal) -> tuple[str, str]:
    """The measure and its file; and somebody of another trust is there."""
    add_person(portal, STRANGER, "ELSE", Role.LEAD)
    made = make_engine(portal.database)
    with reading(made) as session:
        measure = session.exec(select(Measure.id).where(Measure.name == SATOD)).one()
        upload = session.exec(select(Upload.id).where(Upload.measure_id == measure)).one()
    made.dispose()
    return measure, upload


def test_a_file_comes_back_as_it_was_and_is_not_drawn(portal: Portal, held: tuple[str, str]) -> None:
    with httpx.Client(base_url=portal.url, cookies=portal.cookies(VIEWER)) as client:
        answer = client.get(f"/files/{held[1]}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"Month,Numerator,Denominator\n01/04/2024,59,437\n")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="Smoking at time of delivery (demonstration).csv"; '
        "filename*=UTF-8''Smoking%20at%20time%20of%20delivery%20%28demonstration%29.csv"
    )


def test_the_data_come_as_csv_that_reads_back(signed_in: httpx.Client, held: tuple[str, str]) -> None:
    answer = signed_in.get(f"/data/{held[0]}.csv")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.headers["content-disposition"].startswith('attachment; filename="Smoking at time of delivery.csv"')
    read = read_series(answer.content, "data.csv")
    assert (len(read.observations), read.observations["numerator"][0]) == (31, 59.0)


def test_another_trusts_are_not_there(portal: Portal, held: tuple[str, str]) -> None:
    with httpx.Client(base_url=portal.url, cookies=portal.cookies(STRANGER)) as client:
        for path in (f"/files/{held[1]}", f"/data/{held[0]}.csv", "/files/none", "/data/none.csv"):
            answer = client.get(path)
            assert answer.status_code == 404, path
            assert b"Numerator" not in answer.content


def test_nobody_signed_in_is_sent_to_sign_in(anonymous: httpx.Client, held: tuple[str, str]) -> None:
    for path in (f"/files/{held[1]}", f"/data/{held[0]}.csv"):
        answer = anonymous.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path.replace('/', '%2F')}")
        assert answer.text == ""


@pytest.mark.parametrize(
    ("name", "plain", "whole"),
    [
        ("März 25%.csv", "M_rz 25%.csv", "M%C3%A4rz%2025%25.csv"),
        ('a"; filename="b.exe\r\nX: y.csv', "a ; filename= b.exe X y.csv", "a%20%3B%20filename%3D%20b.exe%20X%20y.csv"),
        ("../../etc/passwd", ".. .. etc.passwd", None),
        ("no ending", "no ending", "no%20ending"),
        ("", "data", "data"),
    ],
)
def test_a_file_name_is_only_a_name(name: str, plain: str, whole: str | None) -> None:
    made = disposition(name)
    assert "\n" not in made
    assert "\r" not in made
    assert "/" not in made
    if whole is not None:
        assert made == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"
