"""The scripted ComfyUI: TypeScript, so that ComfyUI's rules exist once in this project."""

import json
import select
import subprocess
import urllib.request
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ("node", "--import", "tsx", str(ROOT / "packages/stand-ins/comfy/main.ts"))
START_WITHIN_S = 60


class Sandbox:
    """One running ComfyUI stand-in; `close` ends it."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [*COMMAND, "--folder", str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], START_WITHIN_S)
        line = self._process.stdout.readline() if ready else b""
        if not line:
            self.close()
            raise RuntimeError("the sandbox did not start")
        about = json.loads(line)
        self.url: str = about["url"]
        self.folder = Path(about["folder"])

    def close(self) -> None:
        """Ends it, and waits for that."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)

    def reset(self) -> None:
        """Everything as at the start."""
        call(self.url, "POST", "/sandbox/reset")

    def settings(self, **changed: object) -> None:
        """stepMs, previews, without, insightface, fail, metadata, hold."""
        call(self.url, "PUT", "/sandbox/settings", changed)

    def fault(self, **fault: object) -> None:
        """method, path, times, when, delayMs, answer."""
        call(self.url, "POST", "/sandbox/fault", fault)

    def disconnect(self) -> None:
        """Breaks every websocket."""
        call(self.url, "POST", "/sandbox/disconnect")

    def requests(self) -> list[str]:
        """What was asked of it since the reset, as `POST /prompt`."""
        rows = call(self.url, "GET", "/sandbox/requests")
        return [f"{row['method']} {row['path']}" for row in rows]

    def history(self) -> Any:
        """ComfyUI's history of all prompts."""
        return call(self.url, "GET", "/history")

    def queue(self) -> list[str]:
        """Ids of the prompts that wait or run."""
        rows = call(self.url, "GET", "/queue")
        return [row[1] for row in [*rows["queue_running"], *rows["queue_pending"]]]

    def files(self) -> list[str]:
        """Every file in its folders, relative to their parent."""
        return files_under(self.folder)


def call(url: str, method: str, path: str, body: object = None) -> Any:
    """One call, with JSON both ways."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(url + path, data=data, method=method, headers=headers)
    with urllib.request.urlopen(request, timeout=20) as response:
        text = response.read()
    return json.loads(text) if text else None


def end(url: str) -> None:
    """Ends the process at once, as a crash does: no answer comes."""
    with suppress(OSError, HTTPException):
        call(url, "POST", "/sandbox/exit")


def files_under(folder: Path) -> list[str]:
    """Every file in a folder and the folders in it, relative to it."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(str(path.relative_to(folder)) for path in found)
