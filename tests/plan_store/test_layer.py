"""The store stands alone at run time too: loading it loads nothing that is above it (tests/house reads the imports)."""

import subprocess
import sys
from pathlib import Path

ABOVE = {"streamlit", "plotly", "pages", "starlette", "uvicorn"}


def test_nothing_above_comes_in_by_the_back_door() -> None:
    script = (
        "import sys, plan_store.document, plan_store.progress, plan_store.sign_in, plan_store.store;"
        f"print(sorted({ABOVE!r} & {{name.split('.')[0] for name in sys.modules}}))"
    )
    asked = [sys.executable, "-c", script]
    root = Path(__file__).parents[2]
    assert subprocess.run(asked, cwd=root, capture_output=True, text=True, check=True).stdout.strip() == "[]"
