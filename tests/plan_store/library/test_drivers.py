"""The driver library: nine drivers, whole, in agreement with itself, sourced, and in the words of the house."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from plan_store import library
from plan_store.library import STARTER_WORDS, PrimaryDriver, Source, SuggestedMeasure
from plan_store.plan_rows import Measure
from plan_store.row_values import check

FOLDER = Path(library.__file__).parent
CLINICAL = [
    "Increasing the proportion of smoke-free pregnancies",
    "Optimisation and stabilisation of the very preterm infant",
    "Detection and management of diabetes in pregnancy",
    "Detection and management of neonatal hypoglycaemia",
    "Early recognition and management of deterioration of mother or baby",
]
ENABLING = [
    "Culture of safety",
    "Learning from error and excellence",
    "Reliable systems and processes",
    "Experience of women, families and staff",
]
NOT_OUR_WORDS = r"\b(outliers?|anomal(y|ies)|control breach(es)?|ucl|lcl)\b"
AMERICAN = r"\b(\w+ization|optimize\w*|recogniz\w*|hypoglycemi\w*|pediatric\w*|organiz\w*|center)\b"

each_driver = pytest.mark.parametrize("driver", library.drivers(), ids=lambda driver: driver.key)


def entries_of(driver: PrimaryDriver) -> list:
    return [driver, *driver.aims, *driver.secondary, *driver.measures]


def test_the_nine_drivers_in_order():
    assert [driver.title for driver in library.drivers() if driver.kind == "clinical"] == CLINICAL
    assert [driver.title for driver in library.drivers()] == CLINICAL + ENABLING


def test_keys_are_unique_and_found():
    keys = [driver.key for driver in library.drivers()]
    assert len(set(keys)) == len(keys)
    assert library.driver("smoke-free-pregnancies").short == "Smoke-free pregnancies"
    with pytest.raises(KeyError):
        library.driver("smoking")


def test_the_phrase_reads_after_a_colon():
    assert library.driver("smoke-free-pregnancies").phrase == "increasing the proportion of smoke-free pregnancies"


@each_driver
def test_measures_of_every_type_and_every_reference_resolves(driver: PrimaryDriver):
    types = [measure.type for measure in driver.measures]
    assert {"outcome", "process", "balancing"} <= set(types)
    for measure in driver.measures:
        assert not measure.secondary or driver.secondary_named(measure.secondary)
        assert measure.secondary or measure.type != "process", f"{measure.name}: which secondary driver?"


@each_driver
def test_secondary_drivers_fit_a_chip_and_have_change_ideas(driver: PrimaryDriver):
    for secondary in driver.secondary:
        assert len(secondary.short) <= 26, secondary.short
        assert 2 <= len(secondary.change_ideas) <= 5


@each_driver
def test_every_source_is_whole_or_the_starter_words(driver: PrimaryDriver):
    for entry in entries_of(driver):
        source = entry.source
        assert source.words == STARTER_WORDS or (source.publisher and 2000 <= (source.year or 0) <= 2026)


@each_driver
def test_shares_count_a_part_of_the_whole(driver: PrimaryDriver):
    for measure in driver.measures:
        if measure.unit in ("%", "per 1,000"):
            assert measure.denominator
            assert measure.numerator != measure.denominator


@each_driver
def test_definitions_say_when(driver: PrimaryDriver):
    for measure in driver.measures:
        assert re.search(r"\b(month|hours|days|weeks)\b", measure.definition), measure.name


@each_driver
def test_a_plan_keeps_every_cell_of_a_suggestion(driver: PrimaryDriver):
    for measure in driver.measures:
        kept, problems = check(Measure, measure.values("CO test at every contact"))
        assert problems == {}
        assert (kept["better"], kept["unit"], kept["source"]) == (measure.direction, measure.unit, measure.data_source)


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.toml")), ids=lambda path: path.name)
def test_the_words_of_the_house(path: Path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(NOT_OUR_WORDS, text, re.IGNORECASE)
    assert not re.search(AMERICAN, text, re.IGNORECASE)
    assert "—" not in text


def test_every_document_is_used():
    used = {entry.source for driver in library.drivers() for entry in entries_of(driver)}
    assert used == set(library.sources().values())


def test_why_is_two_sentences():
    assert {driver.key: len(re.findall(r"\.(?= |$)", driver.why)) for driver in library.drivers()} == {
        driver.key: 2 for driver in library.drivers()
    }


def test_entries_are_read_only_and_strict():
    source = library.sources()["nice-preterm"]
    assert source.words == "Preterm labour and birth (NG25) (NICE, 2015)"
    with pytest.raises(ValidationError):
        source.__setattr__("year", 2022)
    with pytest.raises(ValidationError):
        Source(title="A leaflet")
    with pytest.raises(ValidationError):
        Source(title=STARTER_WORDS, publisher="Somebody", year=2020)


def test_a_percentage_needs_a_denominator():
    whole = library.driver("smoke-free-pregnancies").measures[0]
    assert whole.multiplier == 100
    with pytest.raises(ValidationError, match="needs a denominator"):
        SuggestedMeasure.model_validate({**dict(whole), "denominator": ""})


def test_a_measure_cannot_name_a_secondary_driver_that_is_not_there():
    whole = library.driver("smoke-free-pregnancies")
    lost = whole.measures[0].model_copy(update={"secondary": "elsewhere"})
    with pytest.raises(ValidationError, match="elsewhere"):
        PrimaryDriver.model_validate({**dict(whole), "measures": (lost, *whole.measures[1:])})
