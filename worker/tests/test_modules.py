import ast
import sys
import unittest
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "darkroom_worker"


class Modules(unittest.TestCase):
    def test_only_one_of_them_knows_the_runpod_sdk(self) -> None:
        knowing = [path.name for path in PACKAGE.glob("*.py") if "runpod" in imports(path)]
        self.assertEqual(knowing, ["runpod_jobs.py"])

    def test_none_needs_more_than_aiohttp_and_pillow(self) -> None:
        allowed = {*sys.stdlib_module_names, "aiohttp", "PIL", "runpod", ""}
        for path in PACKAGE.glob("*.py"):
            self.assertLessEqual(imports(path), allowed, path.name)


def imports(path: Path) -> set[str]:
    """Top-level names of what a module imports; nothing for the package's own."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("" if node.level else (node.module or "").split(".")[0])
    return found
