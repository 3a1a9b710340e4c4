"""Jobs as JSON lines on standard input and output: for tests, and for use without RunPod.

In:  `{"id", "input"}` starts a job, `{"id", "cancel": true}` cancels it. The end of input ends all.
Out: `{"ready": true}`, then `{"id", "progress"}`, and once a job `{"id", "output"}` or
`{"id", "cancelled": true}`. A line that is none of these is answered `{"error": text}`.
"""

import asyncio
import json
import os
import signal
import threading
from contextlib import suppress
from typing import Any

from .worker import Worker

LONGEST_LINE = 64_000_000


class LineReporter:
    """Lines keep their order, so a report is out at once."""

    def __init__(self, lines: "JobLines", job_id: str) -> None:
        self._lines = lines
        self._job_id = job_id

    def report(self, data: dict[str, Any]) -> None:
        """Writes the report's line."""
        self._lines.write({"id": self._job_id, "progress": data})

    async def settled(self) -> None:
        """Nothing to wait for."""


class JobLines:
    """Serves a worker over two file descriptors."""

    def __init__(self, worker: Worker, source: int, sink: int) -> None:
        self._worker = worker
        self._source = source
        self._sink = sink
        self._jobs: dict[str, asyncio.Task[None]] = {}

    async def serve(self) -> None:
        """Runs until the input ends, the output closes, or SIGTERM or SIGINT comes. Every job is
        cancelled then, and has cleaned up when this returns."""
        loop = asyncio.get_running_loop()
        lines: asyncio.Queue[bytes | None] = asyncio.Queue()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, lines.put_nowait, None)
        # A thread of its own: a pipe, a terminal and a file are all read in this way.
        reader = threading.Thread(target=_read_lines, args=(self._source, loop, lines), daemon=True)
        reader.start()
        self.write({"ready": True})
        while (line := await lines.get()) is not None:
            if line.strip():
                self._take(line)
        for task in self._jobs.values():
            task.cancel()
        await asyncio.gather(*self._jobs.values(), return_exceptions=True)

    def write(self, message: dict[str, Any]) -> None:
        """Writes one line."""
        data = memoryview(json.dumps(message).encode() + b"\n")
        try:
            while data:
                data = data[os.write(self._sink, data) :]
        except OSError:
            pass  # Nobody reads any more: the end of the input is about to come.

    def _take(self, line: bytes) -> None:
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            return self.write({"error": "A line must be JSON, and shorter than 64 MB"})
        job_id = message.get("id") if isinstance(message, dict) else None
        if not isinstance(job_id, str):
            return self.write({"error": "A line must be an object with a text as its id"})
        if message.get("cancel") is True:
            if job_id in self._jobs:
                self._jobs[job_id].cancel()
        elif "input" not in message:
            self.write({"id": job_id, "error": "A line must hold input, or cancel: true"})
        elif job_id in self._jobs:
            self.write({"id": job_id, "error": "A job with this id is running"})
        else:
            self._jobs[job_id] = asyncio.create_task(self._run(job_id, message["input"]))
        return None

    async def _run(self, job_id: str, job_input: object) -> None:
        try:
            output = await self._worker.handle(job_id, job_input, LineReporter(self, job_id))
            answer: dict[str, Any] = {"id": job_id, "output": output}
        except asyncio.CancelledError:
            answer = {"id": job_id, "cancelled": True}
        del self._jobs[job_id]
        self.write(answer)


def _read_lines(
    source: int, loop: asyncio.AbstractEventLoop, lines: "asyncio.Queue[bytes | None]"
) -> None:
    """Hands each line over to the loop; of one that is too long, the beginning, which is no JSON.
    None at the end."""

    def hand_over(line: bytes | None) -> None:
        with suppress(RuntimeError):  # The loop is closed already.
            loop.call_soon_threadsafe(lines.put_nowait, line)

    with suppress(OSError), open(source, "rb", closefd=False) as file:
        while line := file.readline(LONGEST_LINE):
            hand_over(line)
            while line and not line.endswith(b"\n"):
                line = file.readline(LONGEST_LINE)
    hand_over(None)
