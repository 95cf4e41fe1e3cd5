"""What the programme list, the cards and the plan say of what is due, in words and links."""

from datetime import date

from pages._render.due_strip import due_strip
from pages._render.due_words import due_of_measure, late_html, months_words, period_words, short_period
from pages._render.monthly_words import hint, look_outs, value_words
from plan_store.due import Due, DueList
from plan_store.observation_rows import Observation
from plan_store.plan_rows import CommunicationAction, Frequency, Measure
from plan_store.programmes import Programme

TODAY = date(2026, 11, 9)
OCTOBER = date(2026, 10, 1)
PLAN = Programme(id="p", organisation="o", title="Clear air", primary_driver="d", aim="a")
SMOKING = Measure(id="m", programme_id="p", name="Smoking & birth")
OTHER = Measure(id="n", programme_id="p", name="CO test")
QUARTER = Measure(id="q", programme_id="p", name="Audit", frequency=Frequency.QUARTERLY)


def asked(measure: Measure, month: int, late: bool = False) -> Due:
    by = date(2026, month + 1, 13)
    return Due(PLAN, measure, date(2026, month, 1), by, late, False, None)


def due(*entries: Due, gaps: dict[str, tuple[date, ...]] | None = None) -> DueList:
    held = tuple((PLAN, measure) for measure in (SMOKING, OTHER, QUARTER))
    empty: dict[str, tuple[date, ...]] = {measure.id: () for _, measure in held}
    return DueList(date(2026, 10, 1), date(2026, 11, 13), entries, {**empty, **(gaps or {})}, held)


def test_months_and_quarters_have_their_names() -> None:
    assert (short_period(SMOKING, date(2026, 10, 1)), period_words(SMOKING, date(2026, 10, 1))) == (
        "October", "October 2026",
    )  # fmt: skip
    assert period_words(QUARTER, date(2026, 7, 1)) == "July to September 2026"
    assert months_words([asked(SMOKING, 10), asked(SMOKING, 9), asked(OTHER, 10)]) == "September and October"


def test_the_strip_says_what_is_left_and_by_when() -> None:
    strip = due_strip(due(asked(SMOKING, 10), asked(OTHER, 10)), [], TODAY, may_write=True)
    assert "<b>Due in November</b><span>Today: 9 November</span>" in strip
    assert '<a href="monthly_data" data-go><b>Enter October’s data</b></a>' in strip
    assert "2 measures left, by 13 November" in strip
    assert 'class="late"' not in strip
    assert "Enter" not in due_strip(due(asked(SMOKING, 10)), [], TODAY, may_write=False)


def test_the_strip_puts_what_is_late_first() -> None:
    entries = (asked(SMOKING, 9, late=True), asked(SMOKING, 10), asked(OTHER, 10))
    strip = due_strip(due(*entries), [], TODAY, may_write=True)
    assert "Enter September’s data" in strip
    assert "1 measure late, due since 13 October" in strip
    assert '<div class="late">' in strip


def test_the_strip_names_an_overdue_action_and_leads_to_its_plan() -> None:
    briefing = CommunicationAction(
        programme_id="p", audience="a", message="Long words", channel="Briefing", due=date(2026, 11, 2)
    )
    strip = due_strip(due(), [(PLAN, [briefing])], TODAY, may_write=True)
    assert '<a href="communications_plan?programme=p" data-go><b>1 action is overdue</b></a>' in strip
    assert "Briefing was due 2 November" in strip
    assert "data</b>" not in strip
    briefing.channel, briefing.message = "", "Every room now has a monitor, so please test at every contact"
    strip = due_strip(due(), [(PLAN, [briefing, briefing])], TODAY, may_write=True)
    assert "2 actions are overdue" in strip
    assert "Every room now has a monitor, so please… was due 2 November" in strip


def test_nothing_due_no_strip_and_no_line() -> None:
    assert due_strip(due(), [], TODAY, may_write=True) == ""
    assert late_html("p", due(asked(SMOKING, 10))) == ""


def test_a_card_says_what_is_late_and_what_is_missing() -> None:
    entries = [asked(measure, month, late=True) for measure in (SMOKING, OTHER) for month in (9, 10)]
    said = late_html("p", due(*entries, gaps={"m": (date(2026, 3, 1),)}))
    assert "September and October late for 2 measures</a>" in said
    assert "1 month missing in Smoking &amp; birth</a>" in said
    assert said.count('href="monthly_data?programme=p"') == 2
    both = due(gaps={"m": (date(2026, 3, 1),), "n": (date(2026, 3, 1), date(2026, 4, 1))})
    assert "3 months missing in 2 measures" in late_html("p", both)
    assert late_html("another", both) == ""
    quarter = due(gaps={"q": (date(2026, 1, 1),)})
    assert "1 quarter missing in Audit" in late_html("p", quarter)


def test_months_that_are_late_for_one_measure_are_not_said_of_the_others() -> None:
    entries = [asked(SMOKING, month, late=True) for month in (8, 9, 10)] + [asked(OTHER, 10, late=True)]
    assert "4 numbers since August late for 2 measures</a>" in late_html("p", due(*entries))


def test_a_measures_row_says_what_is_due_of_it() -> None:
    said = due_of_measure(due(asked(SMOKING, 9, late=True), asked(SMOKING, 10), asked(OTHER, 10)), "p")
    assert "September and October are late" in said["m"]
    assert 'href="monthly_data?programme=p&amp;measure=m&amp;period=2026-09"' in said["m"]
    assert "October is due" in said["n"]
    assert set(said) == {"m", "n"}


def test_the_number_before_is_the_hint() -> None:
    before = Observation(measure_id="m", period=date(2026, 9, 1), value=10.7, numerator=27, denominator=1252)
    assert hint(SMOKING, "numerator", before, OCTOBER) == "September was 27"
    assert hint(SMOKING, "denominator", before, OCTOBER) == "September was 1,252"
    assert hint(SMOKING, "value", before, OCTOBER) == "September was 10.7%"
    assert hint(SMOKING, "value", None, OCTOBER) == ""


def test_the_hint_says_its_year_where_it_is_not_of_the_period_before() -> None:
    before = Observation(measure_id="m", period=date(2025, 9, 1), numerator=29)
    assert hint(SMOKING, "numerator", before, date(2026, 8, 1)) == "September 2025 was 29"
    before.period = date(2025, 12, 1)
    assert hint(SMOKING, "numerator", before, date(2026, 1, 1)) == "December was 29"
    before.period = date(2026, 7, 1)
    assert hint(QUARTER, "numerator", before, OCTOBER) == "July to September was 29"
    assert hint(QUARTER, "numerator", before, date(2027, 1, 1)) == "July to September 2026 was 29"


def test_a_value_as_it_is_checked() -> None:
    assert value_words(SMOKING, {"numerator": 25, "denominator": 261, "value": 9.6}) == "9.6%"
    assert value_words(SMOKING, {"numerator": 261, "denominator": 261, "value": 100}) == "100.0%"
    rate = Measure(id="r", programme_id="p", name="Rate", unit="per 1,000")
    assert value_words(rate, {"numerator": 3, "denominator": 400, "value": 0.75}) == "7.5\u00a0per 1,000"
    assert value_words(SMOKING, {"numerator": None, "denominator": None, "value": None}) == ""


def test_a_denominator_ten_times_the_last_is_looked_at() -> None:
    from charts import analyse
    from pages._render.entry_chart import series_of
    from plan_store.observations import measure_spec

    before = Observation(measure_id="m", period=date(2026, 9, 1), value=10.7, numerator=27, denominator=252)
    held = analyse(series_of([before]), measure_spec(SMOKING))
    numbers = {"numerator": 26.0, "denominator": 2610.0, "value": 1.0}
    assert look_outs(SMOKING, numbers, before, held) == {"denominator": "Much higher than before. Check the number."}
    assert look_outs(SMOKING, {**numbers, "denominator": 26.0}, before, held) == {
        "denominator": "Much lower than before. Check the number."
    }
    assert look_outs(SMOKING, {**numbers, "denominator": 261.0}, None, held) == {}
    assert look_outs(SMOKING, {**numbers, "numerator": 12.5, "denominator": 261.0}, None, held) == {
        "numerator": "A count is usually a whole number. Check the number."
    }
