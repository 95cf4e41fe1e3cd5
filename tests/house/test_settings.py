"""Settings, options and requirements: what is written down is what there is."""

import re
import tomllib

from streamlit import config

from plan_store.settings import ROOT, Settings
from tests.house.sources import PACKAGES, Source, outside, sources

MARKS = ("<!-- settings -->", "<!-- /settings -->")
# Distributions whose import has another name, or that are there for another package to find.
IMPORTED_AS = {"SQLAlchemy": "sqlalchemy", "protobuf": "google", "pydantic-settings": "pydantic_settings"}
IMPORTED_AS |= {"Authlib": "authlib", "oidc-provider-mock": "oidc_provider_mock", "psycopg[binary]": "psycopg"}
IMPORTED_AS |= {"uuid-utils": "uuid_utils"}
FOR_OTHERS = {
    "websockets": "uvicorn speaks websocket through it",
    "plotly": "st.plotly_chart draws with it",
    "psycopg": "SQLAlchemy speaks to PostgreSQL through it",
}
COMES_WITH = {"pydantic_core": "pydantic"}


def settings_table() -> str:
    rows = ["| Setting | Unless told | What it does |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = str(field.default).replace(f"{ROOT}/", "")
        default = default.lower() if isinstance(field.default, bool) else default
        default = f"`{default}`" if default else ""
        rows.append(f"| `{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows)


def test_the_readme_lists_every_setting() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8") if (ROOT / "README.md").is_file() else ""
    found = re.search(f"{MARKS[0]}\n(.*?)\n{MARKS[1]}", readme, re.DOTALL)
    expected = settings_table()
    assert found, f"README.md has no table between {MARKS[0]} and {MARKS[1]}. It should be:\n\n{expected}"
    assert found[1].strip() == expected, f"The README's table of settings should be:\n\n{expected}"


def test_every_streamlit_option_exists() -> None:
    known = set(config._config_options_template)
    unknown = [name for name in options() if name not in known and name.rpartition(".")[0] not in known]
    assert not unknown, "Streamlit would ignore these options without a word"


def test_what_streamlit_must_not_do() -> None:
    chosen = options()
    assert chosen["browser.gatherUsageStats"] is False
    assert chosen["client.showErrorDetails"] == "none"
    assert chosen["server.address"] == "127.0.0.1"
    assert chosen["server.fileWatcherType"] == "none"
    assert chosen["server.maxUploadSize"] == 10
    assert chosen["server.enableXsrfProtection"] is True
    assert chosen["server.enableStaticServing"] is False
    assert chosen["server.enableAgentApi"] is False
    assert chosen["server.trustedUserHeaders.x-matneo-session"] == "session"


def options() -> dict[str, object]:
    with (ROOT / ".streamlit" / "config.toml").open("rb") as file:
        return flat(tomllib.load(file))


def flat(table: dict[str, object], before: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in table.items():
        found |= flat(value, f"{before}{name}.") if isinstance(value, dict) else {f"{before}{name}": value}
    return found


def pinned(file: str) -> dict[str, str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith(("#", "-r")))


def test_requirements_are_what_is_imported() -> None:
    used = set().union(*(outside(file.imported()) for file in [*sources(*PACKAGES), Source(ROOT / "app.py")]))
    named = {IMPORTED_AS.get(name, name) for name in pinned("requirements.txt")}
    assert used - named - set(COMES_WITH) == set(), "imported, but not in requirements.txt"
    assert named - used - set(FOR_OTHERS) == set(), "in requirements.txt, but imported nowhere"


def test_the_tests_import_nothing_unpinned() -> None:
    tests = [file for file in sources("tests") if "benchmarks" not in file.path.parts]
    used = set().union(*(outside(file.imported()) for file in tests))
    pins = {**pinned("requirements.txt"), **pinned("tests/requirements.txt")}
    assert used - {IMPORTED_AS.get(name, name) for name in pins} == set(), "imported by a test, but pinned nowhere"


def test_every_requirement_is_pinned() -> None:
    for file in ("requirements.txt", "tests/requirements.txt"):
        assert all(re.fullmatch(r"[\d.]+", version) for version in pinned(file).values())
