"""What tests have in common where the worker starts ComfyUI itself."""

import shlex
import socket
import tempfile
import unittest
import urllib.error
from pathlib import Path
from typing import Any

from .contract import text_graph
from .sandbox import COMMAND, call
from .worker_process import WorkerProcess


class ChildCase(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.folder = self._new_folder()
        self._pids = self._new_folder() / "pids"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    async def start_worker(self, command: str | None = None, **environment: str) -> WorkerProcess:
        """A worker whose child is the sandbox, or that command."""
        comfy = shlex.join([*COMMAND, "--port", str(self.port), "--folder", str(self.folder)])
        worker = await WorkerProcess.start(
            COMFYUI_COMMAND=command or self.known_by_id(f"exec {comfy}"),
            COMFYUI_URL=self.url,
            COMFYUI_FOLDER=str(self.folder),
            **environment,
        )
        self.addAsyncCleanup(worker.close_quietly)
        return worker

    async def error_of(self, command: str, **environment: str) -> str:
        """The error that a job ends by where ComfyUI is that command."""
        worker = await self.start_worker(command, **environment)
        output: dict[str, Any] = await worker.run(text_graph())
        self.assertEqual(await worker.close(), 0)
        return str(output["error"])

    def known_by_id(self, script: str) -> str:
        """A command that runs a shell's script, and says its process id to `children` before."""
        return shlex.join(["sh", "-c", f"echo $$ >> {shlex.quote(str(self._pids))}; {script}"])

    def children(self) -> list[int]:
        """Process ids of the children that were started, in that order."""
        said = self._pids.read_text() if self._pids.exists() else ""
        return [int(line) for line in said.splitlines(keepends=True) if line.endswith("\n")]

    def is_up(self) -> bool:
        """Whether ComfyUI answers."""
        try:
            call(self.url, "GET", "/system_stats")
        except (urllib.error.URLError, OSError):
            return False
        return True

    def _new_folder(self) -> Path:
        folder = tempfile.TemporaryDirectory(prefix="darkroom-worker-test-")
        self.addCleanup(folder.cleanup)
        return Path(folder.name)


def has_ended(pid: int) -> bool:
    """Whether a process is over with all its threads, if not yet seen to be by its parent."""
    process = Path(f"/proc/{pid}")
    try:
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        return state == "Z" and len(list((process / "task").iterdir())) == 1
    except (FileNotFoundError, ProcessLookupError):
        return True
