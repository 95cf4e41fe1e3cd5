"""make test: style, types and every test, each to its end; fails when any of them fails."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser import NoBrowser, get_browser  # noqa: E402 - the path comes first

STEPS = (
    ("ruff", "check"),
    ("ruff", "format", "--check"),
    ("ty", "check"),
    ("pytest", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder"),
)


def main() -> int:
    try:
        browser = get_browser()
    except NoBrowser as none:
        print(none, file=sys.stderr)
        return 1
    environment = {**os.environ, "PORTAL_TEST_BROWSER": browser}
    failed = [" ".join(step) for step in STEPS if not passes(step, environment)]
    print(f"Failed: {', '.join(failed)}" if failed else "Everything holds.")
    return 1 if failed else 0


def passes(step: tuple[str, ...], environment: dict[str, str]) -> bool:
    print(f"== {' '.join(step)}", flush=True)
    began = time.monotonic()
    code = subprocess.run([sys.executable, "-m", *step], cwd=ROOT, env=environment, check=False).returncode
    print(f"== {time.monotonic() - began:.0f} s", flush=True)
    return code == 0


if __name__ == "__main__":
    sys.exit(main())
