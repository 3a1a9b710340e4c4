"""When a progress report goes out.

RunPod's SDK posts a report from a thread of its own, and one that arrives after the result leaves
the job IN_PROGRESS for ever. So none is begun after the run is over (`Reports.close`), and the
answer waits until the last one is surely out (`Reporter.settled`). A report is a second apart from
the one before, at least.
"""

import time
from collections.abc import Callable
from typing import Any, Protocol

from .preview import small_jpeg
from .progress import Progress

REPORT_EVERY_S = 1.0


class Reporter(Protocol):
    """Where the reports of one job go."""

    def report(self, data: dict[str, Any]) -> None:
        """Begins to send a report; does not wait for it."""

    async def settled(self) -> None:
        """Returns once no report is on its way any more."""


class Reports:
    """Decides, for one job, what is reported and when."""

    def __init__(
        self,
        reporter: Reporter,
        progress: Progress,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reporter = reporter
        self._progress = progress
        self._clock = clock
        self._last: tuple[float, object] | None = None
        self._preview: tuple[str, bytes] | None = None
        self._open = True

    def keep_preview(self, kind: str, data: bytes) -> None:
        """Takes a preview for the next report; a newer one takes its place."""
        self._preview = (kind, data)

    def send_if_due(self) -> None:
        """Reports, unless nothing is new, the last report was just now, or the run is over."""
        progress, now = self._progress, self._clock()
        state = (progress.percent, progress.node, progress.value)
        if not self._open or progress.node is None:
            return
        if self._last is not None:
            began, before = self._last
            if now - began < REPORT_EVERY_S or (before == state and self._preview is None):
                return
        self._last = (now, state)
        self._reporter.report(self._data())

    def close(self) -> None:
        """The run is over: nothing is reported any more."""
        self._open = False

    def _data(self) -> dict[str, Any]:
        progress = self._progress
        data: dict[str, Any] = {
            "type": "progress",
            "value": progress.value,
            "max": progress.max,
            "percent": progress.percent,
            "node": progress.node,
        }
        preview, self._preview = self._preview, None
        small = small_jpeg(*preview) if preview else None
        return {**data, "preview": small} if small else data
