"""Prompts that outlive their jobs in ComfyUI, and what is done so that it keeps nothing of them."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import aiohttp

from .comfy_client import ComfyClient
from .errors import ComfyUnreachable, JobError
from .job_files import JobFiles
from .log import log
from .outputs import named_files

# Nobody cancels as many while one checkpoint loads.
MOST = 100
LOOK_EVERY_S = 1.0


class LatePrompts:
    """An interrupt waits for the end of the node that runs: while a checkpoint loads that may be
    minutes, and only then the history has the prompt, its words and all. Those are remembered here
    and forgotten there as soon as they appear. `tidy` removes files that bear the name of a job
    that is over."""

    def __init__(self, url: str, tidy: Callable[[], object]) -> None:
        self._url = url
        self._tidy = tidy
        self._prompts: dict[str, JobFiles] = {}
        self._looking: asyncio.Task[None] | None = None

    def remember(self, prompt_id: str, files: JobFiles) -> None:
        """Sees to it that a prompt is forgotten, in the background. Where there are too many, the
        oldest is given up."""
        self._prompts[prompt_id] = files
        if len(self._prompts) > MOST:
            del self._prompts[next(iter(self._prompts))]
            log.error("comfyui has too many prompts that do not end: one is given up")
        if self._looking is None or self._looking.done():
            log.info("comfyui has not ended a prompt yet: it is forgotten once it has")
            self._looking = asyncio.create_task(self._look())

    @property
    def ids(self) -> tuple[str, ...]:
        """The prompts that are still waited for, oldest first."""
        return tuple(self._prompts)

    async def _look(self) -> None:
        async with aiohttp.ClientSession() as session:
            comfy = ComfyClient(session, self._url)
            while self._prompts:
                await asyncio.sleep(LOOK_EVERY_S)
                for prompt_id, files in list(self._prompts.items()):
                    with suppress(ComfyUnreachable, JobError):
                        if await self._is_forgotten(comfy, prompt_id, files):
                            self._prompts.pop(prompt_id, None)

    async def _is_forgotten(self, comfy: ComfyClient, prompt_id: str, files: JobFiles) -> bool:
        # In this order: a prompt is in the history from the moment at which it leaves the queue.
        may_come = await comfy.has_in_queue(prompt_id)
        entry = await comfy.history(prompt_id)
        if entry is None:
            return not may_come  # It was taken out, or ComfyUI was started anew.
        files.remove_made(named_files(entry))
        self._tidy()
        return await comfy.forget(prompt_id)
