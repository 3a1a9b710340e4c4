"""Waits for a prompt's end, and notices when there will be none."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from .comfy_client import ComfyClient
from .comfy_process import ComfyProcess
from .errors import ComfyGone, ComfyUnreachable
from .events import Events
from .reports import Reports

Entry = Mapping[str, Any]

_LOOK_EVERY_S = 0.25
_ASK_EVERY_S = 1.0
# The history entry comes a moment after the event that tells of the end.
_ASK_EAGERLY_S = 0.05


class Follower:
    """Reads the end from the history, whatever the websocket says: that may break at any time."""

    def __init__(self, comfy: ComfyClient, process: ComfyProcess) -> None:
        self._comfy = comfy
        self._process = process

    async def follow(self, events: Events, reports: Reports) -> Entry:
        """The prompt's history entry; waits as long as it takes. Raises ComfyGone at once when
        ComfyUI died or was started anew."""
        ask_at = 0.0
        lost = False
        while True:
            if (now := time.monotonic()) >= ask_at or events.maybe_over.is_set():
                ask_at = now + (_ASK_EAGERLY_S if events.maybe_over.is_set() else _ASK_EVERY_S)
                events.maybe_over.clear()
                try:
                    entry = await self._comfy.history(events.prompt_id)
                    if entry is not None:
                        return entry
                    lost = await self._is_lost(events.prompt_id, lost)
                except ComfyUnreachable as error:
                    await self.raise_if_gone(error)
            self._raise_if_died()
            reports.send_if_due()
            with suppress(TimeoutError):
                pause = min(_LOOK_EVERY_S, max(ask_at - time.monotonic(), 0.01))
                await asyncio.wait_for(events.maybe_over.wait(), pause)

    async def raise_if_gone(self, error: ComfyUnreachable) -> None:
        """Raises ComfyGone where that is why a call brought no answer."""
        for _ in range(10):
            self._raise_if_died()
            # A connection breaks a moment before the process is over.
            await asyncio.sleep(0.05)
        if error.refused:
            raise ComfyGone("ComfyUI process died: nobody answers at its address")

    async def _is_lost(self, prompt_id: str, before: bool) -> bool:
        """Whether ComfyUI knows nothing of the prompt: it was started anew, or somebody took the
        prompt out. It may have ended between two questions, so it takes two times in a row."""
        if await self._comfy.has_in_queue(prompt_id):
            return False
        if before and await self._comfy.history(prompt_id) is None:
            raise ComfyGone("ComfyUI process died: it no longer knows this prompt")
        return True

    def _raise_if_died(self) -> None:
        if (death := self._process.death()) is not None:
            raise ComfyGone(f"ComfyUI process died{death}")
