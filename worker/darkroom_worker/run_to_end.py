"""Work that a cancel must not cut in half."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


# Above what the clean-up takes where ComfyUI is slow, below what RunPod grants a worker that ends.
GRACE_S = 25.0


async def run_to_end(work: Coroutine[Any, Any, T], grace_s: float = GRACE_S) -> T:
    """Awaits `work` to its end even when cancelled meanwhile, for `grace_s` seconds from then; the
    cancel is passed on after it."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    end: float | None = None
    while not task.done():
        try:
            left = None if end is None else end - time.monotonic()
            await asyncio.wait({task}, timeout=left)
            if end is not None and time.monotonic() >= end:
                task.cancel()
        except asyncio.CancelledError as error:
            cancelled = error
            end = end if end is not None else time.monotonic() + grace_s
    if cancelled is not None:
        if not task.cancelled():
            task.exception()  # Seen: asyncio would log it with its text otherwise.
        raise cancelled
    return task.result()
