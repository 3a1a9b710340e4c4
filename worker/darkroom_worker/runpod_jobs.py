"""Jobs from RunPod: the one module that knows its SDK (`runpod`, documented interface only)."""

import asyncio
import os
import signal
import threading
from collections.abc import Mapping, MutableMapping
from typing import Any

from .worker import Worker

_QUIET = ("INFO", "WARN", "ERROR")


class RunPodReporter:
    """`progress_update` posts from a thread that it starts, and says nothing of how that goes. One
    that arrives after the result would leave the job IN_PROGRESS for ever. So the threads that
    appear while it is called are remembered: once they are over, RunPod has answered them."""

    def __init__(self, serverless: Any, job: Mapping[str, Any]) -> None:
        self._serverless = serverless
        self._job = job
        self._posting: list[threading.Thread] = []

    def report(self, data: dict[str, Any]) -> None:
        """Begins to post a report, unless the one before is still on its way."""
        self._posting = [thread for thread in self._posting if thread.is_alive()]
        if self._posting:
            return
        before = set(threading.enumerate())
        self._serverless.progress_update(self._job, data)
        self._posting = [thread for thread in threading.enumerate() if thread not in before]

    async def settled(self) -> None:
        """Waits for the posts to end, however long that takes."""
        while any(thread.is_alive() for thread in self._posting):
            await asyncio.sleep(0.02)


def serve_runpod(worker: Worker) -> None:
    """Takes jobs from RunPod until it stops this worker."""
    hush(os.environ)
    import runpod

    async def handler(job: Mapping[str, Any]) -> dict[str, Any]:
        reporter = RunPodReporter(runpod.serverless, job)
        output = await worker.handle(job.get("id"), job.get("input"), reporter)
        if output.get("refresh_worker"):
            _take_no_more_jobs()
        return output

    runpod.serverless.start({"handler": handler})


def _take_no_more_jobs() -> None:
    """RunPod replaces a worker whose result asks for it (`refresh_worker`), but takes a moment, and
    the SDK goes on taking jobs meanwhile. It stops that at SIGTERM, as it has to when RunPod scales
    down; results still go out. Where nobody listens for that signal, there is one job only."""
    if callable(signal.getsignal(signal.SIGTERM)):
        signal.raise_signal(signal.SIGTERM)


def hush(environment: MutableMapping[str, str]) -> None:
    """Keeps the SDK's own log from quoting jobs: at DEBUG, its default, it prints every request
    and every result, prompts and pictures included."""
    for name in ("RUNPOD_LOG_LEVEL", "RUNPOD_DEBUG_LEVEL"):
        if environment.get(name, "").upper() not in _QUIET:
            environment[name] = "INFO"
