"""What ComfyUI has against a graph or a node, as a short list for the answer."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .clean_text import clean_text
from .errors import DiskFailed, JobError

Complaint = dict[str, str]
MOST = 5
# How Python and the system say that a disk takes no more.
_DISK_FULL = re.compile(r"No space left on device|Disk quota exceeded")


def comfy_error(complaints: Sequence[Complaint]) -> JobError:
    """The contract's `ComfyUI error: [...]`, the list being JSON: a DiskFailed where ComfyUI could
    not write a file."""
    said = complaints[:MOST]
    is_full = any(_DISK_FULL.search(one.get("exception_message", "")) for one in said)
    kind = DiskFailed if is_full else JobError
    return kind(f"ComfyUI error: {json.dumps(list(said), ensure_ascii=False)}")


def complaint(node_id: str, node_type: str, kind: str, message: str, details: str) -> Complaint:
    """One complaint of this worker's own about a node, in ComfyUI's shape."""
    about = {"node_id": node_id, "node_type": node_type, "type": kind, "message": message}
    return {key: clean_text(text) for key, text in {**about, "details": details}.items()}


def refusals(answer: object, folder: Path | None = None) -> list[Complaint]:
    """The complaints in an answer of `POST /prompt`: those of its nodes, else the one about all."""
    body = answer if isinstance(answer, Mapping) else {}
    found = list(_node_errors(body.get("node_errors"), folder))
    if found:
        return found[:MOST]
    error = body.get("error")
    if not isinstance(error, Mapping):
        return [{"message": clean_text(error, folder)}] if error else []
    node = re.search(r"Node ID '#([^']{1,40})'", str(error.get("details", "")))
    place = {"node_id": clean_text(node.group(1))} if node else {}
    return [{**place, **_texts(error, ("type", "message", "details"), folder)}]


def failure(messages: object, folder: Path | None = None) -> list[Complaint]:
    """Which node failed and why, from a history entry's `[[event, data], …]`. The event's
    traceback and inputs are left out: they run to hundreds of kB, and hold prompts and paths."""
    names = ("node_id", "node_type", "exception_type", "exception_message")
    for event in reversed(messages if isinstance(messages, list) else []):
        if not (isinstance(event, list) and len(event) == 2 and isinstance(event[1], Mapping)):
            continue
        if event[0] == "execution_error":
            return [_texts(event[1], names, folder)]
        if event[0] == "execution_interrupted":
            return [
                _texts(event[1], names[:2], folder)
                | {"exception_type": "Interrupted", "exception_message": "Somebody interrupted it"}
            ]
    return [{"exception_message": "ComfyUI does not say why it failed"}]


def _node_errors(node_errors: object, folder: Path | None) -> list[Complaint]:
    if not isinstance(node_errors, Mapping):
        return []
    found: list[Complaint] = []
    for node_id, about in node_errors.items():
        errors = about.get("errors") if isinstance(about, Mapping) else None
        for error in errors if isinstance(errors, list) else []:
            if isinstance(error, Mapping):
                place = {"node_id": node_id, "node_type": about.get("class_type", "")}
                found.append(
                    _texts(place, ("node_id", "node_type"), folder)
                    | _texts(error, ("type", "message", "details"), folder)
                )
    return found


def _texts(data: Mapping[str, Any], names: Sequence[str], folder: Path | None) -> Complaint:
    return {name: clean_text(data.get(name, ""), folder) for name in names}
