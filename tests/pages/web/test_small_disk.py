"""A disk that is really full, and one that may really only be read, under a real portal."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.portal_server import ROOT


@pytest.mark.skipif(sys.platform != "linux", reason="makes a small disk as Linux does")
def test_a_full_and_a_read_only_disk_lose_nothing(tmp_path: Path) -> None:
    mine = ["unshare", "--map-root-user", "--mount", sys.executable, "-m", "tests.pages.web.small_disk", str(tmp_path)]
    done = subprocess.run(mine, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
