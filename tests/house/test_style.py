"""The style limits: sizes, names, what is caught, what a module says of itself."""

import ast
import re
from statistics import median

from tests.house.sources import PACKAGES, ROOT, sources

LONGEST_FILE, LONGEST_PAGE, LONGEST_FUNCTION = 250, 80, 50
MEDIAN_FILE, MEDIAN_FUNCTION, P90_FUNCTION = 80, 12, 30
SAY_NOTHING = {"utils", "helpers", "manager", "service", "services", "core", "common", "misc"}
TOP = {
    "app.py",
    "pages",
    "plan_store",
    "charts",
    "tests",
    "requirements.txt",
    "README.md",
    "Makefile",
    "pyproject.toml",
}
TOP |= {"CHANGELOG.md", "LICENSE", "data", "docs", "deploy", "__pycache__"}
ELSEWHERE = re.compile(r"\.\./" + "shared|/work/" + "main")
TEXT = {".py", ".md", ".toml", ".txt", ".css", ".ts", ".html", ".mjs", ".json"}


def lengths() -> list[tuple[int, str]]:
    return [
        (node.end_lineno - node.lineno + 1, f"{file.where}:{node.lineno} {node.name}")
        for file in sources(*PACKAGES)
        for node in file.functions()
        if node.end_lineno
    ]


def test_no_file_is_too_long() -> None:
    long = [
        f"{file.where}: {file.code_lines} lines of code"
        for file in sources(*PACKAGES)
        if (file.code_lines >= LONGEST_PAGE and file.is_page) or file.code_lines > LONGEST_FILE
    ]
    assert not long


def test_no_function_is_too_long() -> None:
    assert not [f"{name}: {length} lines" for length, name in lengths() if length > LONGEST_FUNCTION]


def test_most_are_short() -> None:
    functions = sorted(length for length, _ in lengths())
    assert median(file.code_lines for file in sources(*PACKAGES)) < MEDIAN_FILE
    assert median(functions) < MEDIAN_FUNCTION
    assert functions[int(len(functions) * 0.9)] <= P90_FUNCTION


def test_nothing_catches_everything() -> None:
    broad = [
        f"{file.where}:{node.lineno}"
        for file in sources(*PACKAGES)
        for node in ast.walk(file.tree)
        if isinstance(node, ast.ExceptHandler) and catches_everything(node.type)
    ]
    assert not broad


def catches_everything(kind: ast.expr | None) -> bool:
    names = {node.id for node in ast.walk(kind) if isinstance(node, ast.Name)} if kind else {"BaseException"}
    return bool(names & {"Exception", "BaseException"})


def test_every_module_says_what_it_is() -> None:
    silent = [file.where for file in sources(*PACKAGES, "tests") if not ast.get_docstring(file.tree)]
    assert not silent


def test_names_say_something() -> None:
    vague = [
        file.where for file in sources(*PACKAGES) if SAY_NOTHING & {file.path.stem, *file.path.relative_to(ROOT).parts}
    ]
    assert not vague


def test_nothing_else_stands_at_the_top() -> None:
    assert not {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - TOP


def test_the_project_stands_alone() -> None:
    """No text names a folder of whoever wrote it."""
    kept = [
        path for folder in (*PACKAGES, "tests", ".ci") for path in (ROOT / folder).rglob("*") if path.suffix in TEXT
    ]
    top = [path for path in ROOT.iterdir() if path.is_file() and path.suffix in TEXT]
    naming = [
        path.relative_to(ROOT).as_posix()
        for path in [*kept, *top]
        if "node_modules" not in path.parts and ELSEWHERE.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not naming


def test_tests_have_no_packages() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))
