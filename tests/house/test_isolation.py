"""What no source may do, so that trusts stay apart and users' words stay words."""

import ast
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from charts.spec import ChartSpec
from pages._render.chart_html import _shown, chart_html
from plan_store.document import ChartBlock
from tests.house.sources import Source, sources

# Every cache of the pages and the store, and why what is in it can reach nobody who may not see it.
CONTENT = "keyed by all that it shows: a hit needs the same content in hand"
FIXED = "the same for everybody: made from the code, its files or the settings"
SESSION = "kept in one person's session alone, keyed by the file's bytes, its trust and what was picked"
CACHES = {
    ("pages/_render/chart_html.py", "_card"): CONTENT,
    ("pages/_render/chart_html.py", "_data"): CONTENT,
    ("pages/_render/chart_html.py", "_print_card"): CONTENT,
    ("pages/_parts/show.py", "_picture"): CONTENT,
    ("pages/_parts/upload.py", "_read"): SESSION,
    ("pages/_parts/data_file.py", "every_series"): SESSION,
    ("pages/_parts/rich_text.py", "_address"): FIXED,
    ("pages/_parts/rich_text.py", "_component"): FIXED,
    ("pages/_parts/row_fields.py", "fields_of"): FIXED,
    ("pages/_web/headers.py", "content_policy"): FIXED,
    ("pages/_web/outside.py", "_template"): FIXED,
    ("pages/_web/provider.py", "client"): FIXED,
    ("plan_store/areas.py", "areas"): FIXED,
    ("plan_store/library/__init__.py", "drivers"): FIXED,
    ("plan_store/library/__init__.py", "sources"): FIXED,
    ("plan_store/library/trusts.py", "organisations"): FIXED,
    ("plan_store/prepared.py", "_new"): FIXED,
    ("plan_store/row_values.py", "required_fields"): FIXED,
    ("plan_store/row_values.py", "shown_fields"): FIXED,
    ("plan_store/row_values.py", "_model"): FIXED,
    ("plan_store/rows.py", "_changing"): FIXED,
    ("plan_store/rows.py", "_held"): FIXED,
    ("plan_store/rows.py", "_one"): FIXED,
    ("pages/_render/text_changes.py", "_text_changes"): CONTENT,
    ("plan_store/settings.py", "settings"): FIXED,
    ("plan_store/store.py", "engine"): FIXED,
}
MARKDOWN = {"markdown", "write", "info", "warning", "error", "success", "toast", "header", "subheader", "metric"}
MARKDOWN |= {"latex", "popover", "tabs", "link_button", "badge", "pills", "data_editor", "dataframe", "table", "json"}
LABELLED = {"selectbox", "multiselect", "radio", "segmented_control", "button", "expander", "text_input", "text_area"}
LABELLED |= {"date_input", "number_input", "checkbox", "dialog", "spinner", "download_button", "file_uploader"}
LABELLED |= {"form_submit_button", "caption", "title"}
# Labels that are worked out, and hold no user's word: numbers, dates, kinds of row, the library's own names.
WORKED_OUT = {
    "pages/_parts/chart_place.py": {"f'Put the chart in box {NUMBERS[box]}'"},
    "pages/_parts/chart_question.py": {"f'Yes, new limits from {question.since}'"},
    "pages/_parts/chart_settings.py": {
        "f'Limits from the first points only ({FEWEST_FIXED} or more; empty for all)'",
    },
    "pages/_parts/column_choice.py": {
        "f\"Import all {many} {('sheets' if SHEET in whole.series_names else 'series')}\"",
    },
    "pages/_parts/driver_choice.py": {"entry.title", "f'One on each line.{more}'"},
    "pages/_parts/driver_meeting.py": {"label"},
    "pages/_parts/history_compare.py": {"label"},
    "pages/_parts/history_restore.py": {"f'Put {parts} back'"},
    "pages/_parts/measure_choice.py": {"NAME", "WAY"},
    "pages/_parts/measure_data.py": {"f'Add a {data.name.noun}'"},
    "pages/_parts/measure_library.py": {"suggestion.name", "words"},
    "pages/_parts/month_form.py": {
        "heading", "_spoken(data, part)", "_spoken(data, 'reason')", "f'Save this {noun}'", "words", "label",
        "data.name.noun.capitalize()",
    },
    "pages/_parts/monthly_submit.py": {"submit_words(ready)"},
    "pages/_parts/people.py": {"heading", "words"},
    "pages/_parts/reason.py": {"REASON"},
    "pages/_parts/row_fields.py": {"words"},
    "pages/_parts/row_form.py": {"heading", "f'Save {kind.singular}'", "words", "label"},
    "pages/_parts/row_table.py": {"words"},
    "pages/_parts/series_keeping.py": {"'Put it back' if held['back'] else 'Undo'"},
    "pages/_parts/series_saving.py": {"f'Confirm and save {months}'"},
    "pages/_parts/series_table.py": {"NAME", "WAY", "words", "details_title(warnings, held_back)"},
    "pages/_parts/text_box.py": {"words"},
    "pages/_parts/thread.py": {"'Add answer' if open_['answers'] else 'Add comment'", "words"},
    "pages/_parts/upload.py": {"label"},
    "pages/drivers.py": {"'Save the drivers' if programme_id else 'Create the programme'"},
    "pages/monthly_data.py": {"'Go on' if whole.typed and left else words"},
}  # fmt: skip


def named(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def asked_of_streamlit(file: Source) -> Iterator[tuple[str, ast.Call]]:
    """Calls that put something on a page: st.button(...), place.button(...)."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, node


def test_every_cache_is_known_and_leaks_nothing() -> None:
    found = {
        (file.where, function.name)
        for file in sources("pages", "plan_store")
        for function in file.functions()
        for one in function.decorator_list
        if "cache" in named(one.func if isinstance(one, ast.Call) else one)
    }
    assert found == set(CACHES)


def test_what_one_person_read_from_a_file_stays_in_their_session() -> None:
    for file in sources("pages"):
        for name, call in asked_of_streamlit(file):
            if name in ("cache_data", "cache_resource"):
                given = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
                assert given.get("scope") == "session", file.where


def test_a_chart_is_found_again_by_all_that_it_shows() -> None:
    """Two trusts with the same title and spec: any other number is another picture."""
    blocks = [chart(values) for values in ([1.0, 2.0, 3.0], [1.0, 2.0, 4.0], [1.0, 2.0, 3.0])]
    other = replace(blocks[0], title="Another title")
    keys = [_shown(block) for block in (*blocks, other)]
    assert keys[0] == keys[2]
    assert len({*keys}) == 3
    assert all(f"{word!r}" in repr(keys[0].key) for word in ("A measure", "Of whom"))
    assert chart_html(blocks[0]) != chart_html(blocks[1])


def chart(values: list[float]) -> ChartBlock:
    dates = pd.date_range("2025-01-01", periods=3, freq="MS")
    frame = pd.DataFrame({"date": dates, "value": values, "numerator": None, "denominator": None, "status": "final"})
    return ChartBlock(
        "m", "A measure", "Of whom", frame.astype({"numerator": float, "denominator": float}), ChartSpec()
    )


def test_nothing_is_shown_as_markdown() -> None:
    """Our HTML goes through st.html, every user's word escaped; and no grid is edited, so none can be forged."""
    for file in sources("pages"):
        used = {name for name, call in asked_of_streamlit(file) if named(call.func.value) == "st"}  # ty: ignore
        assert not used & MARKDOWN, file.where
        assert "unsafe_allow_html" not in file.text, file.where


def test_no_label_holds_a_users_word_as_it_is() -> None:
    """Streamlit reads a label as Markdown, a hidden one too: what is worked out is listed, or goes through spoken."""
    found: dict[str, set[str]] = {}
    for file in sources("pages"):
        for name, call in asked_of_streamlit(file):
            if name not in LABELLED or not call.args or isinstance(call.args[0], ast.Constant):
                continue
            label = ast.unparse(call.args[0])
            if not label.startswith("spoken("):
                found.setdefault(file.where, set()).add(label)
    assert found == WORKED_OUT
