"""The image's build gets what its Dockerfile takes, and nothing else of what lies in a checkout."""

import unittest
from fnmatch import fnmatchcase

from .build_context import Ignored, context_sources, ignore_file
from .sandbox import ROOT

# The second is the first, by the name under which RunPod's Hub builds it.
DOCKERFILES = [ROOT / "worker/Dockerfile", ROOT / ".runpod/Dockerfile"]
# Built from the same folder: test/deployment.test.ts looks at what it is given.
OF_THE_BOT = ROOT / "Dockerfile"
SOURCES = context_sources(DOCKERFILES[0].read_text())
LEFT_BY_PYTHON = """worker/__pycache__/fetch_model.cpython-312.pyc
    worker/darkroom_worker/__pycache__/job.cpython-312.pyc worker/darkroom_worker/job.pyc
    worker/darkroom_worker/deeper/__pycache__/job.cpython-312.pyc""".split()
PRIVATE = """.env .env.example .git/config .npmrc README.md data/darkroom.sqlite
    data/darkroom.sqlite-wal data/darkroom.sqlite.files/1.png data/darkroom.sqlite.key darkroom.sqlite demo-pictures/1.png
    node_modules/undici/index.js src/main.ts worker/.env worker/models/a.safetensors""".split()
# The lock is made by the build's first step, so that it may not be there.
FILES = {
    *(str(path.relative_to(ROOT)) for path in (ROOT / "worker").rglob("*") if path.is_file()),
    *LEFT_BY_PYTHON,
    *PRIVATE,
    "worker/requirements.lock",
}


class BuildContext(unittest.TestCase):
    def test_it_has_what_the_dockerfile_takes(self) -> None:
        self.assertIn("worker/detector_sizes.py", SOURCES)
        self.assertIn("worker/requirements.loc[k]", SOURCES)
        for dockerfile in DOCKERFILES:
            ignored = Ignored(ignore_file(ROOT, dockerfile).read_text())
            for source in SOURCES:
                named = [path for path in FILES if is_of(path, source) and not is_cache(path)]
                self.assertTrue(named, source)
                self.assertEqual([path for path in named if ignored.keeps_out(path)], [], source)

    def test_it_has_nothing_else(self) -> None:
        taken = {path for path in FILES for source in SOURCES if is_of(path, source)}
        others = {path for path in FILES if path not in taken or is_cache(path)}
        self.assertLessEqual({*PRIVATE, *LEFT_BY_PYTHON}, others)
        for dockerfile in DOCKERFILES:
            ignored = Ignored(ignore_file(ROOT, dockerfile).read_text())
            self.assertEqual([path for path in others if not ignored.keeps_out(path)], [])

    def test_there_is_no_file_for_it_that_docker_does_not_read(self) -> None:
        names = {ignore_file(ROOT, dockerfile) for dockerfile in [*DOCKERFILES, OF_THE_BOT]}
        found = [*ROOT.glob("*.dockerignore"), *ROOT.glob(".runpod/*.dockerignore")]
        self.assertEqual({*found, *(ROOT / "worker").rglob("*.dockerignore")}, names)


class Rules(unittest.TestCase):
    def test_a_dockerignore_is_read_as_docker_reads_it(self) -> None:
        for text, path, is_out in (
            ("", "a", False),
            ("a", "a/b/c", True),
            ("a", "b/a", False),
            ("/a/", "a/b", True),
            ("./a", "a", True),
            ("#a\n # b", "a", False),
            ("# a\n\n  b  ", "b", True),
            ("*", "a/b/c", True),
            ("*", ".env", True),
            ("*/b", "a/b/c", True),
            ("*/b", "b", False),
            ("*/b", "a/a/b", False),
            ("a?", "ab", True),
            ("a?", "a/b", False),
            ("**/b", "b", True),
            ("**/b", "a/a/b", True),
            ("**/b", "a/cb", False),
            ("a/**", "a/b/c", True),
            ("a/**/d", "a/d", True),
            ("a/**/d", "a/b/c/d", True),
            ("*.py[co]", "a.pyc", True),
            ("*.py[co]", "a.py", False),
            ("a[^b-d]", "ab", False),
            ("a[^b-d]", "ae", True),
            ("a-b^c.d+", "a-b^c.d+", True),
            ("a.b", "acb", False),
            ("a\\*", "a*", True),
            ("a\\*", "ab", False),
            ("*\n!a", "a/b", False),
            ("*\n!a/b", "a/b", False),
            ("*\n!a/b", "a/c", True),
            ("!a\n*", "a", True),
            ("*\n!a\na/b", "a/b", True),
            ("*\n! a", "a", False),
        ):
            self.assertEqual(Ignored(text).keeps_out(path), is_out, (text, path))

    def test_a_dockerfile_is_searched_for_what_is_of_the_context(self) -> None:
        dockerfile = """
            # COPY a /a
            COPY --from=other b /b
            COPY --chmod=0644 c \\
                d ./
            ADD e /e
            RUN --mount=type=bind,source=f,target=/f \\
                # said in between
                --mount=type=bind,from=other,source=g,target=/g \\
                --mount=source=i,target=/i \\
                --mount=type=secret,id=h,target=/h \\
                cat /f
        """
        self.assertEqual(context_sources(dockerfile), {"c", "d", "e", "f", "i"})


def is_of(path: str, source: str) -> bool:
    return fnmatchcase(path, source) or path.startswith(source + "/")


def is_cache(path: str) -> bool:
    return "__pycache__" in path or path.endswith((".pyc", ".pyo"))
