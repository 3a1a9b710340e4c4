"""Jobs as JSON lines on standard input and output: for tests, and for use without RunPod.

In:  `{"id", "input"}` starts a job, `{"id", "cancel": true}` cancels it. The end of input ends all.
Out: `{"ready": true}`, then `{"id", "progress"}`, and once a job `{"id", "output"}` or
`{"id", "cancelled": true}`. A line that is none of these is answered `{"error": text}`.
"""

import asyncio
import json
import os
import queue
import signal
import threading
from contextlib import suppress
from functools import partial
from typing import Any

from .worker import Worker

LONGEST_LINE = 64_000_000
# How many lines wait to be taken. Each wakes the loop by a byte in the pipe through which signals
# come as well: a signal that finds that pipe full is lost.
_LINES_AHEAD = 100
# How long a reader that stalls may hold up the end.
_WRITTEN_WITHIN_S = 2.0


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
        self._jobs: dict[str, asyncio.Task[dict[str, Any]]] = {}
        self._unwritten: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._room = threading.Semaphore(_LINES_AHEAD)

    async def serve(self) -> None:
        """Runs until the input ends, the output closes, or SIGTERM or SIGINT comes. Every job is
        cancelled then, and has cleaned up when this returns."""
        loop = asyncio.get_running_loop()
        lines: asyncio.Queue[bytes | None] = asyncio.Queue()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, lines.put_nowait, None)
        # A thread of its own: a pipe, a terminal and a file are all read in this way.
        reader = threading.Thread(target=self._read_lines, args=(loop, lines), daemon=True)
        reader.start()
        # So has writing: a reader that stalls must not keep the jobs from being cancelled.
        writer = threading.Thread(target=self._write_lines, args=(loop, lines), daemon=True)
        writer.start()
        self.write({"ready": True})
        while (line := await lines.get()) is not None:
            self._room.release()
            if line.strip():
                self._take(line)
        for task in self._jobs.values():
            task.cancel()
        await asyncio.gather(*self._jobs.values(), return_exceptions=True)
        self._unwritten.put(None)
        await asyncio.to_thread(writer.join, _WRITTEN_WITHIN_S)

    def write(self, message: dict[str, Any]) -> None:
        """Hands one line over to be written; does not wait for it."""
        self._unwritten.put(json.dumps(message, allow_nan=False).encode() + b"\n")

    def _read_lines(
        self, loop: asyncio.AbstractEventLoop, lines: "asyncio.Queue[bytes | None]"
    ) -> None:
        """Hands each line over to the loop; of one that is too long, the beginning, which is no
        JSON. None at the end."""

        def hand_over(line: bytes | None) -> None:
            self._room.acquire()
            with suppress(RuntimeError):  # The loop is closed already.
                loop.call_soon_threadsafe(lines.put_nowait, line)

        with suppress(OSError), open(self._source, "rb", closefd=False) as file:
            while line := file.readline(LONGEST_LINE):
                hand_over(line)
                while line and not line.endswith(b"\n"):
                    line = file.readline(LONGEST_LINE)
        hand_over(None)

    def _write_lines(
        self, loop: asyncio.AbstractEventLoop, lines: "asyncio.Queue[bytes | None]"
    ) -> None:
        while (line := self._unwritten.get()) is not None:
            data = memoryview(line)
            try:
                while data:
                    data = data[os.write(self._sink, data) :]
            except OSError:  # Nobody reads any more.
                with suppress(RuntimeError):  # The loop is closed already.
                    loop.call_soon_threadsafe(lines.put_nowait, None)
                return

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
            work = self._worker.handle(job_id, message["input"], LineReporter(self, job_id))
            self._jobs[job_id] = asyncio.create_task(work)
            # Also comes where the task is cancelled before it has begun.
            self._jobs[job_id].add_done_callback(partial(self._end, job_id))
        return None

    def _end(self, job_id: str, task: "asyncio.Task[dict[str, Any]]") -> None:
        del self._jobs[job_id]
        if task.cancelled():
            self.write({"id": job_id, "cancelled": True})
        else:
            self.write({"id": job_id, "output": task.result()})
