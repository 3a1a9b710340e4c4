"""The worker: whatever happens to a job, its caller gets an answer that may be shown."""

import time
from typing import Any

import aiohttp

from .comfy_client import ComfyClient
from .comfy_process import ComfyProcess
from .errors import ComfyGone, JobError
from .graph import read_graph
from .job import Job
from .job_files import JobFiles, remove_leftovers
from .job_names import loggable, new_job_name
from .log import log
from .reports import Reporter
from .settings import Settings


class Worker:
    """Runs jobs, several at once where they come so; ComfyUI itself takes one after the other."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process = ComfyProcess(settings)
        self._live: set[str] = set()

    def start(self) -> None:
        """Removes what a killed predecessor left, and begins to start ComfyUI."""
        if count := remove_leftovers(self._settings.folder):
            log.info("removed %d leftovers", count)
        try:
            self._process.start()
        except ComfyGone:
            log.error("comfyui cannot be started")  # Every job will say so too.

    def stop(self) -> None:
        """Ends ComfyUI, if it is this worker's."""
        self._process.stop()

    async def handle(self, job_id: object, job_input: object, reporter: Reporter) -> dict[str, Any]:
        """The job's output: `{"images": […]}`, or `{"error": text}`. Raises nothing but
        CancelledError, and that only after the job's prompt was stopped and its files removed."""
        began, state = time.monotonic(), "cancelled"
        log.info("job %s started", loggable(job_id))
        try:
            output = await self._answer(job_input, reporter)
            await reporter.settled()
            state = "failed" if "error" in output else "done"
            return output
        finally:
            log.info("job %s %s after %.1f s", loggable(job_id), state, time.monotonic() - began)

    async def _answer(self, job_input: object, reporter: Reporter) -> dict[str, Any]:
        files = JobFiles(self._settings.folder, new_job_name())
        self._live.add(files.name)
        try:
            graph = read_graph(job_input)
            async with aiohttp.ClientSession() as session:
                comfy = ComfyClient(session, self._settings.url)
                return await Job(self._settings, self._process, comfy, files, reporter).run(graph)
        except JobError as error:
            return {"error": str(error)}
        except Exception as error:  # The contract: every exception becomes an error.
            # Its message is left out: it may quote the graph, and the log is told nothing of it.
            log.error("a job ended by %s", type(error).__name__)
            return {"error": f"The worker failed: {type(error).__name__}"}
        finally:
            self._live.discard(files.name)
            # Also what ComfyUI wrote for an earlier job after that had been given up.
            remove_leftovers(self._settings.folder, self._live)
