"""The worker: whatever happens to a job, its caller gets an answer that may be shown."""

import asyncio
import errno
import time
from typing import Any

import aiohttp

from .comfy_client import PATIENCE_S, ComfyClient
from .comfy_process import ComfyProcess
from .describe import asks_for_description, describe
from .errors import DiskFailed, JobError, NeverStarted, WorkerUnfit
from .graph import read_graph
from .job import Job
from .job_files import JobFiles, remove_leftovers
from .job_names import loggable, new_job_name
from .late_prompts import LatePrompts
from .log import log
from .reports import Reporter
from .run_to_end import run_to_end
from .settings import Settings

# How long the last report may take to be out. Then the result goes out all the same: whoever takes
# the reports does not answer, and the bot's own deadline covers what may come of it.
SETTLE_WITHIN_S = 20.0
# The rest of what RunPod grants a worker that ends, after the clean-up: see run_to_end.py.
CANCELLED_SETTLE_WITHIN_S = 3.0


class Worker:
    """Runs jobs, several at once where they come so; ComfyUI itself takes one after the other."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process = ComfyProcess(settings)
        self._live: set[str] = set()
        self._late = LatePrompts(settings.url, self._tidy)

    def start(self) -> None:
        """Removes what a killed predecessor left, and begins to start ComfyUI."""
        if count := remove_leftovers(self._settings.folder):
            log.info("removed %d leftovers", count)
        try:
            self._process.start()
        except NeverStarted:
            log.error("comfyui cannot be started")  # Every job will say so too.

    def stop(self) -> None:
        """Ends ComfyUI, if it is this worker's."""
        self._process.stop()

    async def handle(self, job_id: object, job_input: object, reporter: Reporter) -> dict[str, Any]:
        """The job's output: `{"images": […]}`, what `describe` gives, or `{"error": text}`, with `"refresh_worker": True`
        where this worker can make no picture at all. Raises nothing but CancelledError, and that
        only after the job's prompt was stopped and its files removed."""
        began, state = time.monotonic(), "cancelled"
        settle_within_s = CANCELLED_SETTLE_WITHIN_S
        log.info("job %s started", loggable(job_id))
        try:
            output = await self._answer(job_input, reporter)
            state = "failed" if "error" in output else "done"
            settle_within_s = SETTLE_WITHIN_S
            return output
        finally:
            try:
                # A cancelled job has an end as well, which no report may come after.
                await run_to_end(_settle(reporter, settle_within_s), CANCELLED_SETTLE_WITHIN_S)
            finally:
                duration_s = time.monotonic() - began
                log.info("job %s %s after %.1f s", loggable(job_id), state, duration_s)

    async def _answer(self, job_input: object, reporter: Reporter) -> dict[str, Any]:
        files = JobFiles(self._settings.folder, new_job_name())
        self._live.add(files.name)
        try:
            graph = read_graph(job_input)
            async with aiohttp.ClientSession() as session:
                # No call is waited for longer than a whole prompt.
                patience_s = min(PATIENCE_S, self._settings.prompt_timeout_s)
                comfy = ComfyClient(session, self._settings.url, patience_s)
                if asks_for_description(job_input):
                    await self._process.ensure_ready(comfy)
                    return await describe(comfy)
                job = Job(self._settings, self._process, comfy, files, reporter, self._late)
                return await job.run(graph)
        except WorkerUnfit as error:
            return _replace_me(error)
        except JobError as error:
            return {"error": str(error)}
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                return _replace_me(DiskFailed("The worker failed: No space left on device"))
            log.error("a job ended by %s", type(error).__name__)
            return {"error": f"The worker failed: {type(error).__name__}"}
        except Exception as error:  # The contract: every exception becomes an error.
            # Its message is left out: it may quote the graph, and the log is told nothing of it.
            log.error("a job ended by %s", type(error).__name__)
            return {"error": f"The worker failed: {type(error).__name__}"}
        finally:
            self._live.discard(files.name)
            # Also what ComfyUI wrote for an earlier job after that had been given up.
            self._tidy()

    def _tidy(self) -> int:
        return remove_leftovers(self._settings.folder, self._live)


def _replace_me(error: WorkerUnfit) -> dict[str, Any]:
    """An answer that has RunPod put another worker in this one's place. The error's text may be shown,
    but what a node says may quote the graph, which the log is told nothing of."""
    why = "its disk is full or fails" if isinstance(error, DiskFailed) else error
    log.error("this worker is of no use, and should be replaced: %s", why)
    return {"error": str(error), "refresh_worker": True}


async def _settle(reporter: Reporter, within_s: float) -> None:
    try:
        await asyncio.wait_for(reporter.settled(), within_s)
    except TimeoutError:
        log.warning("a progress report is still on its way")
