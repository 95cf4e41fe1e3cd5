"""Finds a Chromium, Chrome or Edge for the tests, or gets one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SHELL = "chromium-headless-shell"  # Chromium without windows: a page costs it a quarter less
NAMES = (
    SHELL,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "chrome",
)
MAC = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")


class NoBrowser(Exception):
    """There is none here, and none could be had; the message says what to do."""


def find_browser() -> str:
    """The first browser here that really starts. Raises NoBrowser."""
    for path in installed():
        if starts(path):
            return path
    raise NoBrowser(
        "The tests need a browser and there is none. Install Chromium, Google Chrome or Microsoft Edge,\n"
        f"or run: {sys.executable} -m playwright install chromium\n"
        "If one is installed where it was not looked for, name it: PORTAL_TEST_BROWSER=/path/to/chrome make test"
    )


def get_browser() -> str:
    """A browser that is here, else Playwright's own, else Debian's package where this is root. Raises NoBrowser."""
    for obtain in (None, install_playwrights, install_debians):
        if obtain is not None:
            obtain()
        try:
            return find_browser()
        except NoBrowser as none:
            last = none
    raise last


def installed() -> Iterator[str]:
    named = os.environ.get("PORTAL_TEST_BROWSER")
    if named:
        yield named
    yield from filter(None, map(shutil.which, NAMES))
    yield from existing(Path("/Applications", f"{name}.app", "Contents", "MacOS", name) for name in MAC)
    folders = [Path(os.environ[name]) for name in WINDOWS_FOLDERS if name in os.environ]
    yield from existing(folder / program for folder in folders for program in WINDOWS)
    yield from existing([playwrights()])


def existing(paths: Iterator[Path] | list[Path]) -> Iterator[str]:
    return (str(path) for path in paths if path.is_file())


def playwrights() -> Path:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def starts(path: str) -> bool:
    """Some are there in name only: a stub that asks for a snap, or libraries that are missing."""
    page = [path, "--headless", *flags(), "--dump-dom", "about:blank"]
    try:
        return subprocess.run(page, capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def flags() -> list[str]:
    """There is nothing to draw on; and Chromium's sandbox refuses to run as root."""
    drawing = ["--disable-gpu", "--disable-software-rasterizer"]
    return [*drawing, "--no-sandbox"] if is_root() else drawing


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install_playwrights() -> None:
    attempt("No browser found; getting Playwright's own.", [sys.executable, "-m", "playwright", "install", "chromium"])


def install_debians() -> None:
    if is_root() and shutil.which("apt-get"):
        attempt("Getting Debian's Chromium.", ["apt-get", "update", "-q"])
        # Charts measure their labels in Arial; Liberation has its widths.
        for browser in (SHELL, "chromium"):  # the first is not everywhere
            attempt("", ["apt-get", "install", "-qy", "--no-install-recommends", browser, "fonts-liberation"])
            if shutil.which(browser):
                return


def attempt(words: str, command: list[str]) -> None:
    if words:
        print(words, file=sys.stderr)
    subprocess.run(command, stdout=sys.stderr, check=False, timeout=900)


if __name__ == "__main__":
    print(find_browser())
