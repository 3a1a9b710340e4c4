"""Turns pictures in base64 into input files of ComfyUI's."""

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .comfy_client import ComfyClient
from .complaints import comfy_error, complaint
from .errors import JobError
from .graph import Graph, is_link, nodes_of
from .installed_nodes import InstalledNodes
from .job_files import OF_OTHERS, JobFiles
from .job_names import PREFIX
from .picture_check import Kind, NotAPicture, check_picture, decode_base64, picture_kind
from .run_to_end import run_to_end

# Known without asking.
LOADERS = {"LoadImage": "image", "LoadImageMask": "image"}
# In base64 these hold a picture's signature.
_HEAD = 24


@dataclass(frozen=True)
class PictureInput:
    """One input that takes a file of ComfyUI's input folder, and is given a value of its own."""

    node_id: str
    class_type: str
    inputs: dict[str, Any]
    name: str

    @property
    def value(self) -> object:
        """What the graph gives it."""
        return self.inputs[self.name]


async def upload_pictures(
    graph: Graph, comfy: ComfyClient, files: JobFiles, installed: InstalledNodes
) -> None:
    """Checks every picture before the first is uploaded, then puts file names in their place. The
    name of a file that is there stays, for ComfyUI to judge. Raises JobError for what is no
    picture, too large, or a path trick."""
    found = [
        (place, *await checked_picture(place))
        async for place in _picture_inputs(graph, installed)
        if not (isinstance(place.value, str) and files.has_named_input(place.value))
    ]
    for number, (place, data, kind) in enumerate(found, 1):
        name = files.input_name(number, kind.extension)
        # Not to be cut short: ComfyUI could write the file after it was looked for.
        await run_to_end(comfy.upload(name, data, kind.mime), grace_s=5)
        if not files.has_input(name):
            raise JobError("COMFYUI_FOLDER is not the folder of the ComfyUI at COMFYUI_URL")
        place.inputs[place.name] = name


async def _picture_inputs(graph: Graph, installed: InstalledNodes) -> AsyncIterator[PictureInput]:
    """Those of the loaders known here, and where a value looks like a picture or a path, every
    input of which ComfyUI says that pictures are uploaded for it (`image_upload`)."""
    for node_id, class_type, inputs in nodes_of(graph):
        for name, value in inputs.items():
            place = PictureInput(node_id, class_type, inputs, name)
            if LOADERS.get(class_type) == name:
                if value is not None and not is_link(value):
                    yield place
            elif isinstance(value, str) and (_is_like_a_picture(value) or _leads_elsewhere(value)):
                node_class = await installed.find(class_type)
                if node_class is not None and node_class.takes_upload(name):
                    yield place


async def checked_picture(place: PictureInput) -> tuple[bytes, Kind]:
    """Bytes and kind of an input's picture. Base64 first: a JPEG's begins with a slash."""
    try:
        if not isinstance(place.value, str):
            raise NotAPicture("neither base64 nor a file name")
        data = decode_base64(place.value)
        if data is not None:
            # In a thread: it may take seconds, in which other jobs go on and a cancel is heeded.
            return data, await asyncio.to_thread(check_picture, data)
        raise NotAPicture(_about_name(place.value))
    except NotAPicture as refusal:
        details = f"{place.name} - Invalid image file: {refusal}"
        message = "Custom validation failed for node"
        kind = "custom_validation_failed"
        raise comfy_error(
            [complaint(place.node_id, place.class_type, kind, message, details)]
        ) from None


def _is_like_a_picture(value: str) -> bool:
    """Whether a text begins as a picture in base64 does."""
    try:
        return picture_kind(base64.b64decode(value[:_HEAD])) is not None
    except (binascii.Error, ValueError):
        return False


def _leads_elsewhere(name: str) -> bool:
    """Whether a file's name would not be one of the input folder, or would be one of a job's."""
    tricks = name.endswith(OF_OTHERS) or PREFIX in name
    return tricks or _has_path_tricks(name)


def _has_path_tricks(name: str) -> bool:
    return ".." in name or "\\" in name or "\0" in name or Path(name).is_absolute()


def _about_name(name: str) -> str:
    if _has_path_tricks(name):
        return "a name that leads elsewhere"
    return "neither base64 nor a file that is there"
