"""What ComfyUI says on its websocket about one prompt."""

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp

from .comfy_client import ComfyClient
from .preview import picture_in_frame

OnEvent = Callable[[str, Mapping[str, Any]], None]
OnPreview = Callable[[str, bytes], None]

_AGAIN_AFTER_S = 1.0
_ENDS = {"execution_success", "execution_error", "execution_interrupted"}


class Events:
    """Listens until cancelled, and connects again where the connection is lost: then what was said
    meanwhile is missed, which is why the end of a prompt is always read from its history."""

    def __init__(self, comfy: ComfyClient, client_id: str, prompt_id: str) -> None:
        self._comfy = comfy
        self.client_id = client_id
        self.prompt_id = prompt_id
        self.connected = asyncio.Event()
        self.maybe_over = asyncio.Event()
        """Set by an event that comes shortly before the history entry."""

    async def listen(self, on_event: OnEvent, on_preview: OnPreview) -> None:
        """Runs for ever."""
        while True:
            try:
                async with self._comfy.socket(self.client_id) as socket:
                    self.connected.set()
                    async for message in socket:
                        if message.type is aiohttp.WSMsgType.TEXT:
                            self._take(message.data, on_event)
                        elif message.type is aiohttp.WSMsgType.BINARY:
                            picture = picture_in_frame(message.data)
                            if picture is not None:
                                on_preview(*picture)
            except (aiohttp.ClientError, OSError, TimeoutError):
                pass
            # Perhaps ComfyUI died: then the history will say nothing, and the process is looked at.
            self.maybe_over.set()
            await asyncio.sleep(_AGAIN_AFTER_S)

    def _take(self, text: str, on_event: OnEvent) -> None:
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            return
        kind = message.get("type") if isinstance(message, dict) else None
        data = message.get("data") if isinstance(message, dict) else None
        if not isinstance(kind, str) or not isinstance(data, dict):
            return
        if data.get("prompt_id", self.prompt_id) != self.prompt_id:
            return
        on_event(kind, data)
        if kind in _ENDS or (kind == "executing" and data.get("node") is None):
            self.maybe_over.set()
