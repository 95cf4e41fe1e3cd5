"""Which package may import what: the table of layers, read from the imports themselves."""

import ast

import pytest

from tests.house.sources import Source, outside, packages_of, sources

CHARTS_MAY = {"numpy", "pandas", "pydantic"}
STORE_MAY = {
    "sqlmodel",
    "sqlalchemy",
    "alembic",
    "pandas",
    "nh3",
    "pydantic",
    "pydantic_core",
    "pydantic_settings",
    "uuid_utils",
}
STORE_FROM_CHARTS = ("charts.spec", "charts.series")
DATABASE = {"sqlmodel", "sqlalchemy", "alembic"}
# The one place of the web layer that speaks inside a page, to say that nobody is signed in.
IN_A_PAGE = "pages/_web/identity.py"
BELOW_WIDGETS = ("streamlit.proto.", "streamlit.file_util.")
CLOCKS = {"now", "utcnow", "today"}


def faults(files: list[Source], rule: str, found: dict[str, set[str]]) -> str:
    assert files, "no files were read"
    return "\n".join(f"{where} {rule}: {', '.join(sorted(names))}" for where, names in found.items() if names)


def test_charts_know_neither_pages_nor_database() -> None:
    files = sources("charts")
    plotly = {"plotly"}
    found = {
        file.where: (
            outside(file.imported()) - CHARTS_MAY - (plotly if file.where.startswith("charts/figure") else set())
        )
        | (packages_of(file.imported()) & {"plan_store", "pages"})
        for file in files
    }
    assert not faults(files, "imports", found)


def test_charts_have_no_clock_and_no_global_state() -> None:
    files = sources("charts")
    found: dict[str, set[str]] = {}
    for file in files:
        clocks = {n.attr for n in ast.walk(file.tree) if isinstance(n, ast.Attribute) and n.attr in CLOCKS}
        globals_ = {"global" for n in ast.walk(file.tree) if isinstance(n, ast.Global)}
        found[file.where] = clocks | globals_ | (packages_of(file.imported()) & {"time"})
    assert not faults(files, "uses", found)


def test_the_store_knows_no_pages_and_of_charts_only_spec_and_series() -> None:
    files = sources("plan_store")
    found = {
        file.where: (outside(file.imported()) - STORE_MAY)
        | (packages_of(file.imported()) & {"pages", "streamlit", "plotly"})
        | {name for name in file.imported() if name.startswith("charts") and not name.startswith(STORE_FROM_CHARTS)}
        for file in files
    }
    assert not faults(files, "imports", found)


def test_what_is_rendered_or_served_without_streamlit_does_not_import_it() -> None:
    files = [file for file in sources("pages/_render", "pages/_web") if file.where != IN_A_PAGE]
    found = {
        file.where: {
            name for name in file.imported() if name.startswith("streamlit") and not name.startswith(BELOW_WIDGETS)
        }
        for file in files
    }
    assert not faults(files, "imports", found)


def test_pages_hold_no_queries() -> None:
    files = sources("pages")
    assert not faults(files, "imports", {file.where: packages_of(file.imported()) & DATABASE for file in files})


def test_pages_decide_no_permissions() -> None:
    files = sources("pages")
    tables = {"plan_store.permissions.ALLOWED", "plan_store.permissions.Role"}
    assert not faults(files, "reads", {file.where: file.imported() & tables for file in files})


@pytest.mark.parametrize(
    ("code", "names"),
    [("import a.b", {"a.b"}), ("from a.b import c, d", {"a.b.c", "a.b.d"}), ("def f():\n    import x", {"x"})],
)
def test_imports_are_read_wherever_they_stand(tmp_path, code: str, names: set[str]) -> None:
    path = tmp_path / "a.py"
    path.write_text(code)
    assert Source(path).imported() == names
