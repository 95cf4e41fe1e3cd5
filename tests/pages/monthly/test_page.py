"""Monthly data as Streamlit runs it: what is due, one number, the check, what became of it, and who may do what."""

from collections.abc import Callable

from pages._render.due_words import short_period
from plan_store.patients import SENTENCE
from tests.pages.monthly.conftest import Page
from tests.pages.monthly.trust import EDITOR, LEAD, READER, Trust, month, query_of

Open = Callable[..., Page]
IDENTITY = "No names, NHS numbers or anything that identifies a person."


def test_without_a_measure_it_says_what_will_be_here(page: Open) -> None:
    shown = page()
    assert "its numbers will be asked for here." in shown.words
    assert shown.buttons == []


def test_when_nothing_is_due_it_says_so_in_one_sentence(page: Open, trust: Trust) -> None:
    measure = trust.counted("Smoking", 3, since=0)
    shown = page()
    last = short_period(measure, month())
    assert f"Nothing is due. Every number that the plans ask for is there, up to {last}." in shown.words
    assert shown.buttons == []
    assert [link.proto.label for link in shown.at.get("page_link")] == ["Programmes", "Monthly data", "History"]


def test_what_is_due_stands_in_a_table_by_programme_and_the_sidebar_counts_it(page: Open, trust: Trust) -> None:
    trust.counted("Smoking", 3, since=3)
    trust.measure("Not begun")
    shown = page()
    assert shown.title == "Monthly data"
    assert "<h2>Clear air</h2>" in shown.words
    assert shown.words.count("Late: was due") >= 2
    assert "The first number" in shown.words
    assert f"Start with {short_period(trust.measures['Smoking'], month(2))}" in shown.buttons
    assert '<a href="data_file" data-go>Enter by file instead</a>' in shown.words
    assert [link.proto.label for link in shown.at.get("page_link")] == ["Programmes", "Monthly data **4**", "History"]


def test_a_reader_sees_what_is_due_and_nothing_to_press(page: Open, trust: Trust) -> None:
    trust.counted("Smoking", 3)
    [item] = trust.round().items
    for query in ({}, query_of(item), {"step": "check"}):
        shown = page(READER, **query)
        assert shown.title == "Monthly data"
        assert "Smoking" in shown.words
        assert (shown.buttons, len(shown.at.text_input)) == ([], 0)
        assert "monthly_data?" not in shown.words
        assert "data_file" not in shown.words


def test_a_number_is_typed_shown_and_kept(page: Open, trust: Trust) -> None:
    trust.counted(
        "Smoking at delivery",
        16,
        better="decrease",
        definition="Women smoking when they give birth. Twins count once.",
        numerator="Women smoking at delivery",
        denominator="Women with a known status",
    )
    trust.measure("Another")
    one = trust.round().walk[0]
    shown = page(**query_of(one))
    before = short_period(one.measure, month(1))
    assert shown.title == "Smoking at delivery"
    assert f"Measure 1 of 2 · {short_period(one.measure, month())} {month().year}" in shown.words
    assert "Women smoking when they give birth. Lower is better." in shown.words
    assert [box.label for box in shown.at.text_input] == [
        f"Women smoking at delivery. {before} was 25",
        f"Women with a known status. {before} was 250",
    ]
    assert "joins the chart as you type." in shown.words
    shown.type("Women smoking", "9")
    assert "cell-problem" not in shown.words  # the other field is not wrong, only empty
    shown.type("Women with", "261")
    assert "<b>= 3.4%</b>" in shown.words
    assert "9 of 261" in shown.words
    assert "is below the lower limit: improvement</h2>" in shown.words
    assert "The ringed point is this month. Not saved yet." in shown.words
    assert trust.round().typed[0].typed.denominator == "261"
    again = page(**query_of(one))
    assert [box.value for box in again.at.text_input] == ["9", "261"]


def test_what_is_wrong_stands_beside_its_field_and_is_never_drawn(page: Open, trust: Trust) -> None:
    trust.counted("Smoking", 3)
    [item] = trust.round().items
    shown = page(**query_of(item)).type("Numerator", "twenty")
    assert "“twenty” is not a number. Use digits, such as 12, or * if it is too small to share." in shown.words
    assert "Enter the denominator." not in shown.words
    shown.press("Continue")
    assert shown.title == "Smoking"
    assert "Enter the denominator." in shown.words
    shown.type("Numerator", "30").type("Denominator", "20")
    assert "30 is more than the denominator, 20. Check both numbers." in shown.words
    assert "joins the chart as you type." in shown.words
    assert "= 150" not in shown.words


def test_a_number_far_from_all_before_is_doubted_and_can_be_kept(page: Open, trust: Trust) -> None:
    trust.counted("Smoking", 16)
    [item] = trust.round().items
    shown = page(**query_of(item)).type("Numerator", "26").type("Denominator", "2610")
    assert "Much higher than before. Check the number." in shown.words
    shown.type("Numerator", "261").press("Continue")
    assert shown.title == "Check and submit"


def test_a_value_alone_is_asked_where_the_measure_has_no_counts(page: Open, trust: Trust) -> None:
    trust.measure("Days between harms", unit="days")
    trust.enter("Days between harms", month(1), value="12.5")
    [item] = trust.round().items
    shown = page(**query_of(item))
    assert [box.label for box in shown.at.text_input] == [
        f"Value (days). {short_period(item.measure, month(1))} was 12.5 days"
    ]


def test_a_number_too_small_to_share_is_suppressed(page: Open, trust: Trust) -> None:
    trust.counted("Smoking", 3)
    [item] = trust.round().items
    when = short_period(item.measure, item.period)
    shown = page(**query_of(item))
    assert "Too small to share? Write * or &lt;5." in shown.words
    shown.type("Numerator", "<5").type("Denominator", "250")
    assert "<b>Suppressed</b>" in shown.words
    assert f"{when} is withheld: the chart has a gap there, never zero." in shown.words
    shown.press("Continue")
    assert shown.title == "Check and submit"
    assert "It is withheld, so the chart has a gap, never zero." in shown.words
    shown.press("Submit 1 number")
    assert f"Suppressed for {when}" in shown.words
    kept = trust.numbers("Smoking")[-1]
    assert (kept.status, kept.value, kept.numerator, kept.denominator) == ("suppressed", None, None, 250)
    assert trust.round().items == ()


def test_a_note_needs_words_and_carries_the_notice(page: Open, trust: Trust) -> None:
    trust.counted("Smoking", 3)
    [item] = trust.round().items
    shown = page(**query_of(item)).type("Numerator", "26").type("Denominator", "250")
    assert IDENTITY not in shown.words
    shown.at.button_group[0].set_value("yes")
    shown.run()
    assert IDENTITY in shown.words
    shown.press("Continue")
    assert "Write a short note, or choose No." in shown.words
    shown.type("What happened", "New record system").press("Continue")
    assert "Note: New record system" in shown.words
    shown.press("Submit 1 number")
    assert shown.title == "Saved"


def test_a_patients_number_in_a_note_is_refused_beside_its_field(page: Open, trust: Trust) -> None:
    trust.counted("Smoking", 3)
    [item] = trust.round().items
    shown = page(**query_of(item)).type("Numerator", "26").type("Denominator", "250")
    shown.at.button_group[0].set_value("yes")
    shown.run().type("What happened", "CO monitor broken, 943 476 5919").press("Continue")
    assert shown.title == "Smoking"
    assert shown.words.count(SENTENCE) == 2, "beside the field and over the button"
    assert page(step="check").buttons == []
    shown.type("What happened", "CO monitor broken").press("Continue")
    assert "Note: CO monitor broken" in shown.words


def test_everything_is_checked_submitted_and_said(page: Open, trust: Trust) -> None:
    for name in ("One", "Two", "Three"):
        trust.counted(name, 3)
    one, two, three = trust.round().walk
    trust.keep(one, numerator="26", denominator="250", done=True)
    trust.keep(two, not_yet=True, done=True)
    shown = page(step="check")
    assert "10.4%" in shown.words
    assert "Not available yet" in shown.words
    assert "Not entered, and still due:" in shown.words
    assert f"Three, {short_period(three.measure, month())}" in shown.words
    shown.press("Submit 1 number")
    assert shown.title == "Saved"
    assert "One sits at about 10% after 4 months" in shown.words
    assert "1 number saved. Every chart that shows it is up to date." in shown.words
    assert "Said not available yet for" in shown.words
    assert "2 numbers still due" in shown.words
    assert trust.round().typed == ()
    assert [item.measure.name for item in trust.round().walk] == ["Two", "Three"]
    assert trust.round().walk[0].asked.awaited


def test_what_somebody_else_entered_meanwhile_is_chosen_from(page: Open, trust: Trust) -> None:
    trust.counted("One", 3)
    trust.counted("Two", 3)
    one, two = trust.round().walk
    trust.keep(one, numerator="26", denominator="250", done=True)
    trust.keep(two, numerator="24", denominator="250", done=True)
    shown = page(step="check")
    trust.enter("One", month(), EDITOR, numerator="30", denominator="240")
    shown.press("Submit 2 numbers")
    assert shown.title == "Check and submit"
    assert "Somebody entered it meanwhile. Press Change to see both and choose." in shown.words
    assert "Editor entered 12.5% (30 of 240) meanwhile." in shown.words
    assert shown.buttons == []
    assert [item.measure.name for item in trust.round().typed] == ["One"]
    assert "Editor entered it meanwhile" in page().words
    shown = page(**query_of(one))
    assert "Theirs: <b>12.5% (30 of 240)</b>. Yours: <b>10.4% (26 of 250)</b>." in shown.words
    shown.press("Use mine instead")
    shown.press("Continue")
    assert "Say why the number changes: the old one stays in the history." in shown.words
    shown.type("Why does the number change", "Two were counted twice").press("Continue").press("Submit 1 number")
    assert shown.title == "Saved"
    assert trust.round().items == ()


def test_theirs_can_be_kept(page: Open, trust: Trust) -> None:
    trust.counted("One", 3)
    [one] = trust.round().walk
    trust.keep(one, numerator="26", denominator="250", done=True)
    trust.enter("One", month(), EDITOR, numerator="30", denominator="240")
    shown = page(**query_of(one)).press("Keep theirs")
    assert trust.round().typed == ()
    assert "Nothing is due." in shown.words


def test_one_programme_by_its_address(page: Open, trust: Trust) -> None:
    trust.counted("One", 3)
    assert "One" in page(programme=trust.programme).words
    assert f"monthly_data?programme={trust.programme}&amp;measure=" in page(programme=trust.programme).words
    assert "Nothing is due." not in page(programme="another").words
    assert "its numbers will be asked for here." in page(programme="another").words


def test_an_address_that_names_nothing_shows_what_is_due(page: Open, trust: Trust) -> None:
    trust.counted("One", 3)
    for query in ({"measure": "none", "period": "x"}, {"step": "saved"}, {"step": "check"}, {"step": "none"}):
        assert page(LEAD, **query).title == "Monthly data"


def test_what_a_user_wrote_is_never_html(page: Open, trust: Trust) -> None:
    bad = '<img src=x onerror=alert(1)>"'
    trust.counted(bad, 3, numerator=bad, definition=bad)
    [item] = trust.round().items
    shown = page(**query_of(item)).type("<img", "1").type("Denominator", bad)
    everything = shown.words
    trust.keep(item, numerator="1", denominator="2", unusual="yes", note=bad)
    everything += page(step="check").words + page().words
    assert "<img src=x" not in everything
    assert "&lt;img src=x onerror=alert(1)&gt;&quot;" in everything
