"""What a graph saves: each job's files in a folder of their own, and fetched from there."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from .clean_text import clean_text
from .comfy_client import ComfyClient
from .complaints import MOST, Complaint
from .errors import ComfyUnreachable, JobError
from .fit_answer import LARGEST_IMAGES, fit
from .graph import Graph, linked_ids, nodes_of
from .job_files import JobFiles
from .made_picture import MadePicture
from .picture_check import picture_kind
from .without_metadata import without_metadata

# What of a job's pictures is held at most: as many large ones as anybody can look at.
MOST_BYTES = 256_000_000
_MARK = "darkroom_job"


def claim_outputs(graph: Graph, files: JobFiles) -> None:
    """Makes what ends the graph this job's own. A node with a prefix saves into the job's folder,
    whatever its prefix was: ComfyUI would make a text of a number, or take one from a link.
    One without gets a mark that its class does not know: ComfyUI drops it, but no longer takes
    the node for one that it has run before, whose files may be gone."""
    linked = set(linked_ids(graph))
    for node_id, _, inputs in nodes_of(graph):
        if "filename_prefix" in inputs:
            prefix = inputs["filename_prefix"]
            inputs["filename_prefix"] = files.output_prefix(prefix if type(prefix) is str else "")
        elif node_id not in linked:
            inputs[_MARK] = files.name


def named_files(entry: Mapping[str, Any]) -> list[dict[str, str]]:
    """The pictures that a history entry names, in its order, once each."""
    found: list[dict[str, str]] = []
    for image in _images(entry.get("outputs")):
        file = {key: image.get(key) or "" for key in ("filename", "subfolder", "type")}
        texts = {key: text for key, text in file.items() if isinstance(text, str)}
        # A file of type "input" is what somebody sent, not what was made.
        if texts.get("type") in ("output", "temp") and texts.get("filename") and texts not in found:
            found.append(texts)
    return found


async def fetch(
    comfy: ComfyClient, files: list[dict[str, str]]
) -> tuple[list[MadePicture], list[Complaint]]:
    """The pictures, and complaints about those that could not be read. Raises where there is no
    picture at all: ComfyUnreachable where that is why, else JobError."""
    pictures: list[MadePicture] = []
    unread: list[Complaint] = []
    lost: ComfyUnreachable | None = None
    room = MOST_BYTES
    for file in files:
        name = PurePosixPath(file["filename"]).name
        try:
            # A hung ComfyUI is waited for once, and not again for each picture.
            data = None if lost and lost.silent else await _view(comfy, file, room)
        except ComfyUnreachable as error:
            data, lost = None, error
        if data is None:
            unread.append(_about(name, "cannot be read"))
            continue
        if len(data) > room:
            unread.append(_about(name, "is too large"))
            continue
        kind = picture_kind(data)
        if kind is None:
            continue  # A film, say: nodes that make one name it among the images too.
        room -= len(data)
        pictures.append(MadePicture(name, without_metadata(data, kind), kind))
    if not pictures:
        raise lost or JobError("No output images produced")
    return pictures, unread


async def answer_with(
    pictures: Sequence[MadePicture], complaints: Sequence[Complaint], room: int = LARGEST_IMAGES
) -> dict[str, Any]:
    """The job's answer: `images`, and beside them `errors`, where there are complaints, and
    `made_smaller`, where RunPod would not have taken the pictures as they were made. Raises
    JobError where there is no room for a single one."""
    fitted = await asyncio.to_thread(fit, pictures, room)
    if not fitted.images:
        raise JobError(f"No output images can be sent: none is below {room / 1e6:g} MB")
    left_out = [_about(name, "is too large") for name in fitted.left_out]
    answer: dict[str, Any] = {"images": fitted.images}
    if errors := [*complaints, *left_out][:MOST]:
        answer["errors"] = errors
    if fitted.smaller:
        answer["made_smaller"] = fitted.smaller
    return answer


async def _view(comfy: ComfyClient, file: Mapping[str, str], room: int) -> bytes | None:
    """A file's bytes, asked for once more where ComfyUI did not give them."""
    try:
        data = await comfy.view(file, room)
        if data is not None:
            return data
    except ComfyUnreachable as error:
        if error.silent:
            raise
    return await comfy.view(file, room)


def _about(name: str, what: str) -> Complaint:
    return {"message": clean_text(f"The picture {name} {what}")}


def _images(outputs: object) -> Iterator[Mapping[str, Any]]:
    for output in outputs.values() if isinstance(outputs, Mapping) else []:
        images = output.get("images") if isinstance(output, Mapping) else None
        for image in images if isinstance(images, list) else []:
            if isinstance(image, Mapping):
                yield image
