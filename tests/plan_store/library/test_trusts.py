"""The trusts of the library: all of them, with readable names."""

from datetime import date

import pytest

from plan_store.library import organisation, organisations
from plan_store.library.trusts import readable_name


def test_every_trust_once():
    codes = [row.ods_code for row in organisations()]
    assert len(codes) == len(set(codes)) == 132


@pytest.mark.parametrize(
    ("capitals", "readable"),
    [
        ("UNIVERSITY HOSPITALS OF LEICESTER NHS TRUST", "University Hospitals of Leicester NHS Trust"),
        (
            "THE NEWCASTLE UPON TYNE HOSPITALS NHS FOUNDATION TRUST",
            "The Newcastle upon Tyne Hospitals NHS Foundation Trust",
        ),
        ("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST", "Guy's and St Thomas' NHS Foundation Trust"),
        (
            "THE QUEEN ELIZABETH HOSPITAL, KING'S LYNN, NHS FOUNDATION TRUST",
            "The Queen Elizabeth Hospital, King's Lynn, NHS Foundation Trust",
        ),
    ],
)
def test_names_in_readable_case(capitals: str, readable: str):
    assert readable_name(capitals) == readable


def test_a_trust_is_found_by_its_code():
    found = organisation("RF4")
    assert found.name == "Barking, Havering and Redbridge University Hospitals NHS Trust"
    assert (found.region, found.comparator_group, found.note) == ("London", "4,000 births a year or more", "")
    with pytest.raises(KeyError):
        organisation("XXX")


def test_notes_are_for_people():
    assert organisation("RA4").note == "Merged 2023-04 into RH5 Somerset"
    assert organisation("RC1").note == "Closed 2020-03-31 (ODS); successor RC9"
    assert not any("[K]" in row.note for row in organisations())


def test_closed_trusts_name_their_successor():
    closed = {row.ods_code: (row.closed, row.successor) for row in organisations() if row.closed}
    assert closed == {
        "RA3": (date(2020, 3, 31), "RA7"),
        "RA4": (date(2023, 4, 1), "RH5"),
        "RAP": (date(2025, 1, 1), "RAL"),
        "RBA": (date(2020, 3, 31), "RH5"),
        "RBZ": (date(2022, 4, 1), "RH8"),
        "RC1": (date(2020, 3, 31), "RC9"),
        "RD3": (date(2020, 9, 30), "R0D"),
        "RDD": (date(2020, 3, 31), "RAJ"),
        "RDZ": (date(2020, 9, 30), "R0D"),
        "RQ8": (date(2020, 3, 31), "RAJ"),
        "RVY": (date(2023, 7, 1), "RBN"),
        "RW6": (date(2021, 10, 1), ""),
        "RXH": (date(2021, 4, 1), "RYR"),
    }
