"""One job from graph to pictures: prepare, submit, follow, fetch, and leave nothing behind."""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from typing import Any

from .comfy_client import ComfyClient
from .comfy_process import ComfyProcess
from .complaints import Complaint, comfy_error, failure, refusals
from .errors import ComfyGone, ComfyUnreachable, JobError
from .events import Events
from .face_node import translate_faces
from .follower import Entry, Follower
from .graph import Graph
from .input_pictures import upload_pictures
from .installed_nodes import InstalledNodes
from .job_files import JobFiles
from .late_prompts import LatePrompts
from .outputs import answer_with, claim_outputs, fetch, named_files
from .progress import Progress
from .reports import Reporter, Reports
from .run_to_end import run_to_end
from .settings import Settings

_CONNECT_WITHIN_S = 5.0
STOP_WITHIN_S = 5.0
_STOP_AGAIN_AFTER_S = 0.5
_ASK_EVERY_S = 0.05


class Job:
    """Runs one graph. `run` is called once, and cleans up however it ends, also when cancelled."""

    def __init__(
        self,
        settings: Settings,
        process: ComfyProcess,
        comfy: ComfyClient,
        files: JobFiles,
        reporter: Reporter,
        late: LatePrompts,
    ) -> None:
        self._settings = settings
        self._process = process
        self._comfy = comfy
        self._files = files
        self._reporter = reporter
        self._late = late
        self._follower = Follower(comfy, process)
        self._events = Events(comfy, client_id=uuid.uuid4().hex, prompt_id=str(uuid.uuid4()))
        self._child: int | None = None
        # Whether ComfyUI may have the prompt, so that it has to be taken back.
        self._is_out = False
        # Whether the queue was seen without it.
        self._is_over = False
        self._entry: Entry | None = None
        self._made: list[dict[str, str]] = []

    async def run(self, graph: Graph) -> dict[str, Any]:
        """The answer with the pictures. Raises JobError where there are none to come."""
        try:
            self._child = await self._process.ensure_ready(self._comfy)
            installed = InstalledNodes(self._comfy)
            await translate_faces(graph, installed)
            await upload_pictures(graph, self._comfy, self._files, installed)
            claim_outputs(graph, self._files)
            errors, entry = await self._execute(graph)
            status = entry.get("status")
            if isinstance(status, Mapping) and status.get("status_str") == "error":
                raise comfy_error(failure(status.get("messages"), self._settings.folder))
            pictures, unread = await fetch(self._comfy, named_files(entry))
            return await answer_with(pictures, [*errors, *unread])
        except ComfyUnreachable as error:
            await self._follower.raise_if_gone(error)
            if error.silent and self._end_hung():
                raise ComfyGone(f"ComfyUI process died: {error}, so it was ended") from None
            raise comfy_error([{"message": str(error)}]) from None
        finally:
            await run_to_end(self._clean_up())

    async def _execute(self, graph: Graph) -> tuple[list[Complaint], Entry]:
        """Complaints about outputs that could not be made, and the prompt's history entry."""
        progress = Progress(graph)
        reports = Reports(self._reporter, progress)

        def on_event(kind: str, data: Mapping[str, Any]) -> None:
            if kind == "executed":
                # Known already when ComfyUI dies, and with it the history.
                self._made += named_files({"outputs": {"": data.get("output")}})
            if progress.take(kind, data):
                reports.send_if_due()

        listener = asyncio.create_task(self._events.listen(on_event, reports.keep_preview))
        try:
            # Without a websocket the picture comes all the same, only without progress.
            with suppress(TimeoutError):
                await asyncio.wait_for(self._events.connected.wait(), _CONNECT_WITHIN_S)
            return await self._submit_and_follow(graph, reports)
        finally:
            reports.close()
            listener.cancel()
            await asyncio.wait({listener})

    async def _submit_and_follow(
        self, graph: Graph, reports: Reports
    ) -> tuple[list[Complaint], Entry]:
        """Raises JobError when the time for both is up."""
        loop, limit = asyncio.get_running_loop(), self._settings.prompt_timeout_s
        end = loop.time() + limit
        try:
            errors = await self._submit(graph)
            async with asyncio.timeout_at(end):
                self._entry = await self._follower.follow(self._events, reports)
            return errors, self._entry
        except ComfyUnreachable as error:
            if not error.silent or loop.time() < end:
                raise
            self._end_hung()
        except TimeoutError:
            pass  # Whether ComfyUI is hung shows when the prompt is taken back.
        raise JobError(f"Prompt {self._events.prompt_id} did not complete within {limit:g}s")

    async def _submit(self, graph: Graph) -> list[Complaint]:
        self._is_out = True
        # Run to its end: a cancel in its middle would leave a prompt that nobody takes back.
        status, body = await run_to_end(self._post(graph), grace_s=5)
        complaints = refusals(body, self._settings.folder)
        if status == 200 and _prompt_id(body) is not None:
            return complaints
        self._is_out = status >= 500
        raise comfy_error(complaints or [{"message": f"POST /prompt was answered {status}"}])

    async def _post(self, graph: Graph) -> tuple[int, Any]:
        events = self._events
        status, body = await self._comfy.submit(graph, events.client_id, events.prompt_id)
        # An older ComfyUI chose an id of its own.
        events.prompt_id = _prompt_id(body) or events.prompt_id
        return status, body

    async def _clean_up(self) -> None:
        """The pictures go first, whether ComfyUI answers or not."""
        self._files.remove_inputs()
        if self._is_out and self._process.death() is None:
            is_gone = False
            try:
                is_gone = await self._take_back(self._events.prompt_id)
            finally:
                # Also where RunPod's patience is over before that.
                if not is_gone:
                    self._late.remember(self._events.prompt_id, self._files)
        self._files.remove_made([*self._made, *named_files(self._entry or {})])

    async def _take_back(self, prompt_id: str) -> bool:
        """Whether ComfyUI, or whichever comes after it, has nothing of the prompt any more."""
        if self._entry is None and not await self._stop(prompt_id):
            return self._end_hung()
        return (self._is_over or self._entry is not None) and await self._forget(prompt_id)

    async def _forget(self, prompt_id: str) -> bool:
        """Tried once more where ComfyUI answered by an error, or the connection broke."""
        for _ in range(2):
            try:
                if await self._comfy.forget(prompt_id):
                    return True
            except ComfyUnreachable as error:
                if error.silent:
                    return False
            except JobError:
                pass  # An answer that cannot be used: the pictures are sent all the same.
        return False

    async def _stop(self, prompt_id: str) -> bool:
        """Takes the prompt out of the queue, or interrupts it, and waits a little for it to end:
        what it writes until then is to be removed. False where ComfyUI said nothing to all that."""
        # One by one: a call that brings no answer must not cost the next.
        calls = (
            self._comfy.remove_waiting(prompt_id),
            self._comfy.interrupt(prompt_id),
            self._await_end(prompt_id),
        )
        return any([await _is_answered(call) for call in calls])

    async def _await_end(self, prompt_id: str) -> None:
        end = time.monotonic() + STOP_WITHIN_S
        again = time.monotonic() + _STOP_AGAIN_AFTER_S
        while await self._comfy.has_in_queue(prompt_id):
            if (now := time.monotonic()) >= end:
                return
            if now >= again:
                # ComfyUI may have answered the first calls with an error.
                again = now + _STOP_AGAIN_AFTER_S
                await _is_answered(self._comfy.remove_waiting(prompt_id))
                await _is_answered(self._comfy.interrupt(prompt_id))
            await asyncio.sleep(_ASK_EVERY_S)
        self._is_over = True
        self._entry = await self._comfy.history(prompt_id)

    def _end_hung(self) -> bool:
        """Ends a ComfyUI that does not answer, where it is this worker's child."""
        if not self._process.end_hung(self._child):
            return False
        self._is_out = False
        return True


async def _is_answered(call: Awaitable[None]) -> bool:
    """Whether anything came of a call, if only a connection that broke."""
    try:
        await call
    except ComfyUnreachable as error:
        return not error.silent
    except JobError:
        pass  # An answer, but one that cannot be used.
    return True


def _prompt_id(answer: object) -> str | None:
    given = answer.get("prompt_id") if isinstance(answer, Mapping) else None
    return given if isinstance(given, str) else None
