"""The worker's settings, read from the environment once, at the start."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


class BadSetting(Exception):
    """A setting that cannot be; its text names it and says what would do."""


@dataclass(frozen=True)
class Settings:
    command: tuple[str, ...]
    """How to start ComfyUI. Empty: somebody else runs it."""
    url: str
    folder: Path
    """Where ComfyUI's input/, output/ and temp/ lie."""
    start_timeout_s: float
    prompt_timeout_s: float
    """From the moment the graph is sent to ComfyUI. The bot has RunPod end a job 600 s after a
    worker took it: a limit below that lets this worker's own sentence come first."""


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Reads and checks COMFYUI_COMMAND, COMFYUI_URL, COMFYUI_FOLDER, START_TIMEOUT_S and
    PROMPT_TIMEOUT_S. Raises BadSetting."""
    return Settings(
        command=_command(environment.get("COMFYUI_COMMAND", "")),
        url=_url(environment.get("COMFYUI_URL") or "http://127.0.0.1:8188"),
        folder=_folder(environment.get("COMFYUI_FOLDER", "")),
        start_timeout_s=_seconds(environment, "START_TIMEOUT_S", 300),
        prompt_timeout_s=_seconds(environment, "PROMPT_TIMEOUT_S", 540),
    )


def _command(text: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(text))
    except ValueError as error:
        raise BadSetting(f"COMFYUI_COMMAND is no command line: {error}") from None


def _url(text: str) -> str:
    url = urlsplit(text)
    if url.scheme not in ("http", "https") or not url.hostname or url.query or url.fragment:
        raise BadSetting("COMFYUI_URL must be an address such as http://127.0.0.1:8188")
    return text.rstrip("/")


def _folder(text: str) -> Path:
    if not text:
        raise BadSetting("COMFYUI_FOLDER must be set: the folder that holds ComfyUI's input/")
    folder = Path(text).resolve()
    if not folder.is_dir():
        raise BadSetting("COMFYUI_FOLDER must be a folder that exists")
    return folder


def _seconds(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(name) or str(default)
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 86_400:
        raise BadSetting(f"{name} must be a number of seconds, more than 0 and at most 86400")
    return seconds
