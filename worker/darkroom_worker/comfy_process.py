"""ComfyUI as this worker's child: started, watched, started again, stopped."""

import asyncio
import ctypes
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

from .clean_text import clean_text
from .comfy_client import ComfyClient
from .errors import NeverStarted
from .log import log
from .settings import Settings

_ASK_EVERY_S = 0.1
_STOP_WITHIN_S = 5.0
_CONNECT_WITHIN_S = 1.0
_PR_SET_PDEATHSIG = 1
# Loaded here: between fork and exec nothing else may be done than calling it.
_LIBC = ctypes.CDLL(None)
# The only lines of the child that are passed on: how Python and the system say that it is over.
_LAST_WORDS = re.compile(r"^([\w.]+(Error|Exception)\b|Killed|Segmentation fault|Aborted)")


class ComfyProcess:
    """A child, or nothing at all where no command is set: then somebody else runs ComfyUI."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._child: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._last_line = b""
        self._ready = False
        self._one_at_a_time = asyncio.Lock()

    def start(self) -> None:
        """Starts the child unless it runs; does not wait for it. Raises NeverStarted."""
        if not self._settings.command or (self._child and self._child.poll() is None):
            return
        self._ready = False
        self._last_line = b""
        if _is_taken(self._settings.url):
            # One that a killed worker left, say: it would answer in the child's place.
            raise NeverStarted("ComfyUI never started: somebody else answers at COMFYUI_URL")
        try:
            # Its own session, so that stopping it reaches its children too. Its standard input is
            # a pipe that closes with this process, whichever way that ends.
            self._child = subprocess.Popen(
                self._settings.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
        except OSError:
            self._child = None
            raise NeverStarted("ComfyUI never started: COMFYUI_COMMAND cannot be run") from None
        self._reader = threading.Thread(target=self._read_away, args=(self._child,), daemon=True)
        self._reader.start()
        log.info("comfyui starting")

    async def ensure_ready(self, comfy: ComfyClient) -> int | None:
        """Starts ComfyUI where it is not running, and waits until it answers. Gives the child's
        process id; None where it is nobody's. Raises NeverStarted."""
        async with self._one_at_a_time:
            self.start()
            if self._child is not None and self._ready:
                return self._child.pid
            began = time.monotonic()
            while not await comfy.is_up():
                if (death := self.death()) is not None:
                    raise NeverStarted(f"ComfyUI process died while starting{death}")
                if time.monotonic() - began > self._settings.start_timeout_s:
                    # What has not come up by now is not trusted to come up later.
                    self._end(signal.SIGKILL)
                    seconds = f"{self._settings.start_timeout_s:g}s"
                    raise NeverStarted(f"ComfyUI never started: not reachable after {seconds}")
                await asyncio.sleep(_ASK_EVERY_S)
            if (death := self.death()) is not None:
                # Another ComfyUI holds the port: what answered is not the child.
                raise NeverStarted(f"ComfyUI process died while starting{death}")
            self._ready = True
            log.info("comfyui ready after %.1f s", time.monotonic() - began)
            return self._child.pid if self._child is not None else None

    def death(self) -> str | None:
        """How the child ended, as the rest of a sentence; None while it runs, or is nobody's."""
        if self._child is None or (code := self._child.poll()) is None:
            return None
        if self._reader is not None:
            self._reader.join(0.2)
        how = f" (signal {-code})" if code < 0 else f" (exit code {code})"
        words = self._last_line.decode("utf-8", "replace").strip()
        return f"{how}: {clean_text(words)}" if _LAST_WORDS.match(words) else how

    def end_hung(self, pid: int | None) -> bool:
        """Ends the child for good where it still is the one of that id, as it no longer answers:
        the next job starts another. False where it is not this worker's to end."""
        if pid is None:
            return False
        if self._child is not None and self._child.pid == pid:
            log.error("comfyui no longer answers, and is ended")
            self._end(signal.SIGKILL)
        return True

    def stop(self) -> None:
        """Ends the child and its children: politely, and after 5 s for good."""
        self._end(signal.SIGTERM, signal.SIGKILL)

    def _end(self, *signs: signal.Signals) -> None:
        child, self._child = self._child, None
        self._ready = False
        if child is None:
            return
        for sign in signs:
            try:
                os.killpg(child.pid, sign)
                child.wait(_STOP_WITHIN_S)
                break
            except ProcessLookupError:
                child.wait()
                break
            except subprocess.TimeoutExpired:
                continue
        if child.stdin is not None:
            child.stdin.close()

    def _read_away(self, child: subprocess.Popen[bytes]) -> None:
        """Keeps the pipe from filling up. Nothing of it is logged: it may hold prompts."""
        assert child.stdout is not None
        with child.stdout:
            while line := child.stdout.readline(4096):
                if line.strip() and child is self._child:
                    self._last_line = line


def _is_taken(url: str) -> bool:
    address = urlsplit(url)
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        socket.create_connection((address.hostname or "", port), _CONNECT_WITHIN_S).close()
    except OSError:
        return False
    return True


def _end_with_parent() -> None:
    """Called in the child: Linux then kills it when the thread that started it ends, also by
    SIGKILL. That thread is the main one, which runs the event loop. What the child starts itself is
    not reached: COMFYUI_COMMAND has to be ComfyUI, or to `exec` it."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
