"""The committed bundle is what its sources give, byte for byte."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

EDITOR = Path(__file__).resolve().parents[3] / "pages" / "_editor"
NPM = shutil.which("npm")


def test_the_bundle_was_built_from_these_sources():
    """Needs no node: the build notes what it was made from."""
    sources = [
        "build.mjs",
        "package-lock.json",
        "package.json",
        *sorted(f"src/{path.name}" for path in (EDITOR / "src").iterdir()),
    ]
    digest = hashlib.sha256()
    for name in sources:
        digest.update(f"{name}\n".encode() + (EDITOR / name).read_bytes())
    bundle = hashlib.sha256((EDITOR / "dist" / "editor.js").read_bytes()).hexdigest()
    noted = (EDITOR / "dist" / "editor.sha256").read_text(encoding="utf-8")
    assert noted == f"sources {digest.hexdigest()}\nbundle {bundle}\n", "run `npm ci && npm run build` in pages/_editor"


@pytest.mark.skipif(
    NPM is None and not os.environ.get("CI"), reason="no npm here; the test above compares what the build noted"
)
def test_building_again_gives_the_same_bytes(tmp_path):
    for name in ("package.json", "package-lock.json", ".npmrc", "build.mjs"):
        shutil.copy(EDITOR / name, tmp_path / name)
    shutil.copytree(EDITOR / "src", tmp_path / "src")
    for step in (["ci"], ["run", "build"]):
        made = subprocess.run([str(NPM), *step], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr
    for name in ("editor.js", "editor.licences.txt", "editor.sha256"):
        assert (tmp_path / "dist" / name).read_bytes() == (EDITOR / "dist" / name).read_bytes()


def test_the_lock_file_names_no_registry_and_one_version_of_tiptap():
    lock = (EDITOR / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    versions = re.findall(r'"node_modules/@tiptap/[^"]+": \{\s*"version": "([^"]+)"', lock)
    assert len(versions) > 20
    assert set(versions) == {"3.32.2"}
