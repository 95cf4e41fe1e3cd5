"""The project's own Python files, as text and as syntax trees."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("charts", "plan_store", "pages")


@dataclass(frozen=True)
class Source:
    path: Path

    @property
    def where(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))

    @property
    def is_page(self) -> bool:
        return self.path.parent == ROOT / "pages" and not self.path.name.startswith("_")

    @property
    def code_lines(self) -> int:
        return sum(bool(line.strip()) and not line.strip().startswith("#") for line in self.text.splitlines())

    def imported(self) -> set[str]:
        """Full names: `from a.b import c` gives a.b.c, so that modules and what is taken from them are both named."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
        return found

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def sources(*folders: str) -> list[Source]:
    """Python files under these folders; migrations are generated and left out."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return [_source(path) for path in paths if not {"node_modules", "versions"} & set(path.parts)]


@cache
def _source(path: Path) -> Source:
    """Read and parsed once, however many tests look at it."""
    return Source(path)


def packages_of(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names}


def outside(names: set[str]) -> set[str]:
    """The packages among these that are neither Python's own nor ours."""
    return packages_of(names) - set(sys.stdlib_module_names) - {*PACKAGES, "tests", "app"}
