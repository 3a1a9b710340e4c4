"""What this worker has: `{"describe": true}` is answered with the names of its models and nodes."""

import asyncio
import json
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from .comfy_client import ComfyClient
from .complaints import comfy_error
from .errors import ComfyUnreachable, JobError

WITHIN_S = 60.0
# All names together, in bytes of JSON: the bot reads no more than 256 kB, and no more names than these.
LARGEST = 200_000
_MOST_NAMES = 10_000
_MOST_FOLDERS = 200
_LONGEST_NAME = 300
# ComfyUI counts them among the models, but they hold its nodes' own code, and pictures to train with.
_NO_MODELS = ("custom_nodes", "datasets")


def asks_for_description(job_input: object) -> bool:
    """Whether a job is no graph, but `{"describe": true}`."""
    return isinstance(job_input, dict) and list(job_input.items()) == [("describe", True)]


async def describe(comfy: ComfyClient, within_s: float = WITHIN_S) -> dict[str, Any]:
    """`models`: by ComfyUI's folder, the files as a graph names them; `nodes`: the node classes;
    all sorted, and never a path from a root. `incomplete` names the lists that are not whole, where
    there are any: `nodes`, or a folder. Raises JobError where ComfyUI does not say."""
    try:
        async with asyncio.timeout(within_s):
            nodes = await comfy.class_names()
            folders = await comfy.model_folders()
            given = {
                folder: await _files(comfy, folder)
                for folder in sorted(set(folders))[:_MOST_FOLDERS]
                if _is_name(folder) and folder not in _NO_MODELS
            }
    except TimeoutError:
        raise JobError(f"ComfyUI did not say within {within_s:g}s what it has") from None
    except ComfyUnreachable as error:
        raise comfy_error([{"message": str(error)}]) from None
    room = _Room()
    kept_nodes = room.keep("nodes", nodes)
    # The shortest first, so that one folder of very many files costs no other its names.
    lists = sorted(given.items(), key=lambda one: len(one[1] or []))
    kept = {folder: room.keep(folder, files) for folder, files in lists}
    answer = {"models": dict(sorted(kept.items())), "nodes": kept_nodes}
    return {**answer, "incomplete": sorted(room.incomplete)} if room.incomplete else answer


async def _files(comfy: ComfyClient, folder: str) -> list[str] | None:
    """None where ComfyUI cannot read a folder; the others can be told all the same."""
    try:
        return await comfy.model_files(folder)
    except JobError:
        return None


class _Room:
    """How much may still be said, and which lists are not whole."""

    def __init__(self) -> None:
        self._left = LARGEST
        self._names_left = _MOST_NAMES
        self.incomplete: list[str] = []

    def keep(self, name: str, names: Iterable[str] | None) -> list[str]:
        """The first of the names in order, as many as there is room for."""
        wanted = sorted(set(names or []))
        kept: list[str] = []
        for one in filter(_is_name, wanted):
            self._left -= len(json.dumps(one)) + 2
            self._names_left -= 1
            if self._left < 0 or self._names_left < 0:
                break
            kept.append(one)
        if names is None or len(kept) < len(wanted):
            self.incomplete.append(name)
        return kept


def _is_name(name: str) -> bool:
    """Whether it is short, can be shown, and tells of no place outside its folder."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    is_plain = 0 < len(name) <= _LONGEST_NAME and name.isprintable()
    return is_plain and not name.startswith(("/", "\\")) and ".." not in parts and ":" not in name[:2]
