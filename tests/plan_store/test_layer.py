"""The store stands alone: nothing in it imports what is above it."""

import ast
import subprocess
import sys
from pathlib import Path

STORE = Path(__file__).parents[2] / "plan_store"
ABOVE = {"streamlit", "plotly", "pages", "starlette", "uvicorn"}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports by dots"
            found.add(node.module or "")
    return found


def test_no_module_imports_what_is_above() -> None:
    files = list(STORE.rglob("*.py"))
    assert len(files) > 20
    faults = {path.name: sorted(n for n in imports(path) if n.split(".")[0] in ABOVE) for path in files}
    assert {name: found for name, found in faults.items() if found} == {}


def test_of_charts_it_takes_what_is_kept_and_what_was_read() -> None:
    taken = {name for path in STORE.rglob("*.py") for name in imports(path) if name.split(".")[0] == "charts"}
    assert taken <= {"charts.spec", "charts.series"}


def test_nothing_above_comes_in_by_the_back_door() -> None:
    script = (
        "import sys, plan_store.document, plan_store.progress, plan_store.sign_in, plan_store.store;"
        f"print(sorted({ABOVE!r} & {{name.split('.')[0] for name in sys.modules}}))"
    )
    asked = [sys.executable, "-c", script]
    assert subprocess.run(asked, cwd=STORE.parent, capture_output=True, text=True, check=True).stdout.strip() == "[]"
