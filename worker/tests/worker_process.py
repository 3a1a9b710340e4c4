"""`python -m darkroom_worker --stdio` as a process, spoken to in lines."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from .sandbox import ROOT

LONGEST_WAIT_S = 60
LONGEST_LINE = 64_000_000


class WorkerProcess:
    """One worker; `close` ends its input and waits for it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.lines: list[dict[str, Any]] = []
        self.log = ""

    @classmethod
    async def start(cls, **environment: str) -> "WorkerProcess":
        """Starts one; does not wait for it to be ready."""
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "darkroom_worker", "--stdio"),
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(Path(ROOT) / "worker"), **environment},
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                limit=LONGEST_LINE,
            )
        )

    async def send(self, line: object) -> None:
        """Sends one line: JSON, or a text as it is."""
        assert self._process.stdin is not None
        text = line if isinstance(line, str) else json.dumps(line)
        self._process.stdin.write(text.encode() + b"\n")
        await self._process.stdin.drain()

    async def next(self, *keys: str) -> dict[str, Any]:
        """The next line that has one of these keys; the others are kept in `lines` as well."""
        assert self._process.stdout is not None
        while True:
            raw = await asyncio.wait_for(self._process.stdout.readline(), LONGEST_WAIT_S)
            if not raw:
                raise EOFError(f"the worker ended; it had said {self.lines}")
            line: dict[str, Any] = json.loads(raw)
            self.lines.append(line)
            if not keys or any(key in line for key in keys):
                return line

    async def run(self, graph: object, job_id: str = "a") -> dict[str, Any]:
        """The output of a job; no other may run."""
        await self.send({"id": job_id, "input": graph})
        output: dict[str, Any] = (await self.next("output"))["output"]
        return output

    async def close(self) -> int:
        """Ends its input; its exit code, once it is over. Takes in what it still said."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        return await self.ended()

    def stall(self) -> None:
        """Reads nothing of what it says from now on."""
        self._output().pause_reading()

    def close_output(self) -> None:
        """Closes the pipe that it writes to."""
        self._output().close()

    async def exit_code(self) -> int:
        """Waits for its end alone, whatever it still had to say."""
        async with asyncio.timeout(LONGEST_WAIT_S):
            while self._process.returncode is None:
                await asyncio.sleep(0.01)
        return self._process.returncode

    def _output(self) -> asyncio.ReadTransport:
        transport: Any = self._process._transport  # type: ignore[attr-defined]
        pipe: asyncio.ReadTransport = transport.get_pipe_transport(1)
        return pipe

    async def ended(self) -> int:
        """Waits for its end, and takes in what it still said."""
        out, log = await asyncio.wait_for(self._process.communicate(), LONGEST_WAIT_S)
        self.lines += [json.loads(line) for line in out.splitlines()]
        self.log += log.decode()
        code = self._process.returncode
        assert code is not None
        return code

    async def close_quietly(self) -> None:
        """For a test's end: also stops ComfyUI, which a worker that was killed could not."""
        if self._process.returncode is None:
            try:
                await self.close()
            finally:
                self.kill()

    def terminate(self) -> None:
        """Sends SIGTERM."""
        self._process.terminate()

    def kill(self) -> None:
        """Ends it for good, if it still runs."""
        if self._process.returncode is None:
            self._process.kill()
