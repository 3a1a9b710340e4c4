"""What tests that run whole jobs have in common: a sandbox, a worker in this process, its log."""

import asyncio
import base64
import io
import logging
import tempfile
import unittest
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from darkroom_worker.settings import settings_from
from darkroom_worker.worker import Worker

from .photos import as_base64
from .sandbox import Sandbox

LONGEST_WAIT_S = 30


class ListReporter:
    """Keeps every report, and says when one came after the end."""

    def __init__(self) -> None:
        self.reports: list[dict[str, Any]] = []
        self.is_over = False
        self.late = 0

    def report(self, data: dict[str, Any]) -> None:
        """Takes a report."""
        self.reports.append(data)
        self.late += self.is_over

    async def settled(self) -> None:
        """From now on every report is late."""
        self.is_over = True


class JobCase(unittest.IsolatedAsyncioTestCase):
    """One sandbox for all tests of a class, as it was at the start for each of them."""

    sandbox: Sandbox
    _folder: tempfile.TemporaryDirectory[str]

    @classmethod
    def setUpClass(cls) -> None:
        cls._folder = tempfile.TemporaryDirectory(prefix="darkroom-worker-test-")
        cls.addClassCleanup(cls._folder.cleanup)
        cls.sandbox = Sandbox(Path(cls._folder.name))
        cls.addClassCleanup(cls.sandbox.close)

    def setUp(self) -> None:
        self.sandbox.reset()
        self.log = io.StringIO()
        # At the root: what the libraries say counts too.
        handler = logging.StreamHandler(self.log)
        logging.getLogger().addHandler(handler)
        self.addCleanup(logging.getLogger().removeHandler, handler)
        logging.getLogger("darkroom_worker").setLevel(logging.INFO)
        self.worker = self.new_worker()
        self.reporter = ListReporter()

    def new_worker(self, **environment: str) -> Worker:
        """A worker for the sandbox, which somebody else runs."""
        worker = Worker(
            settings_from(
                {
                    "COMFYUI_URL": self.sandbox.url,
                    "COMFYUI_FOLDER": str(self.sandbox.folder),
                    "START_TIMEOUT_S": "5",
                    "PROMPT_TIMEOUT_S": "20",
                    **environment,
                }
            )
        )
        worker.start()
        return worker

    async def run_job(self, graph: object, job_id: str = "job-1") -> dict[str, Any]:
        """The output of a job."""
        work = self.worker.handle(job_id, graph, self.reporter)
        return await asyncio.wait_for(work, LONGEST_WAIT_S)

    def start_job(self, graph: object, job_id: str = "job-1") -> "asyncio.Task[dict[str, Any]]":
        """A job in the background; ended with the test, however that ends."""
        task = asyncio.create_task(self.worker.handle(job_id, graph, ListReporter()))

        async def end() -> None:
            task.cancel()
            await asyncio.wait({task}, timeout=LONGEST_WAIT_S)

        self.addAsyncCleanup(end)
        return task

    async def until(self, holds: Callable[[], object]) -> None:
        """Waits until something holds, and fails when it never does."""
        async with asyncio.timeout(LONGEST_WAIT_S):
            while not await asyncio.to_thread(holds):
                await asyncio.sleep(0.01)

    async def cancel(self, task: "asyncio.Task[dict[str, Any]]") -> None:
        """Cancels a job and waits for it to have cleaned up."""
        task.cancel()
        await asyncio.wait({task}, timeout=LONGEST_WAIT_S)
        self.assertTrue(task.cancelled())

    def assert_nothing_left(self, photo: bytes, output: object = None) -> None:
        """A photo is in no file, no log line, no answer, no picture in an answer, and not in
        ComfyUI's queue or history; neither is a file's name that belongs to a job."""
        self.assertEqual([name for name in self.sandbox.files() if "darkroom-" in name], [])
        found = {name: (self.sandbox.folder / name).read_bytes() for name in self.sandbox.files()}
        found["the log"] = self.log.getvalue().encode()
        found["the answer"] = repr(output).encode()
        found |= {f"picture {n}": data for n, data in enumerate(pictures_in(output))}
        pieces = (photo[20:60], as_base64(photo)[40:80].encode(), repr(photo[20:40])[2:-1].encode())
        for name, data in found.items():
            for piece in (*pieces, b"darkroom-"):
                self.assertNotIn(piece, data, name)
        self.assertEqual(self.sandbox.history(), {})
        self.assertEqual(self.sandbox.queue(), [])


def pictures_in(value: object) -> Iterator[bytes]:
    """Every picture in an answer or in a report, decoded: what lies in one shows nowhere else."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("data", "preview") and isinstance(inner, str):
                yield base64.b64decode(inner)
            yield from pictures_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from pictures_in(inner)
