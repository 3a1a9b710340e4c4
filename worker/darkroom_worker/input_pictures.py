"""Turns the base64 of a LoadImage into an input file of ComfyUI's."""

import asyncio
from pathlib import Path
from typing import Any

from .comfy_client import ComfyClient
from .complaints import comfy_error, complaint
from .errors import JobError
from .graph import Graph, is_link, nodes_of
from .job_files import JobFiles
from .picture_check import Kind, NotAPicture, check_picture, decode_base64
from .run_to_end import run_to_end

LOAD_CLASS = "LoadImage"


async def upload_pictures(graph: Graph, comfy: ComfyClient, files: JobFiles) -> None:
    """Checks every LoadImage before the first is uploaded, then puts file names in the place of
    the pictures. The name of a file that is there stays, for ComfyUI to judge. Raises JobError for
    what is no picture, too large, or a path trick."""
    found: list[tuple[dict[str, Any], bytes, Kind]] = []
    for node_id, class_type, inputs in nodes_of(graph):
        image = inputs.get("image")
        if class_type != LOAD_CLASS or image is None or is_link(image):
            continue
        if isinstance(image, str) and files.has_named_input(image):
            continue
        found.append((inputs, *await checked_picture(node_id, image)))

    for number, (inputs, data, kind) in enumerate(found, 1):
        name = files.input_name(number, kind.extension)
        # Not to be cut short: ComfyUI could write the file after it was looked for.
        await run_to_end(comfy.upload(name, data, kind.mime), grace_s=5)
        if not files.has_input(name):
            raise JobError("COMFYUI_FOLDER is not the folder of the ComfyUI at COMFYUI_URL")
        inputs["image"] = name


async def checked_picture(node_id: str, image: object) -> tuple[bytes, Kind]:
    """Bytes and kind of a LoadImage's picture. Base64 first: a JPEG's begins with a slash."""
    try:
        if not isinstance(image, str):
            raise NotAPicture("neither base64 nor a file name")
        data = decode_base64(image)
        if data is not None:
            # In a thread: it may take seconds, in which other jobs go on and a cancel is heeded.
            return data, await asyncio.to_thread(check_picture, data)
        raise NotAPicture(_about_name(image))
    except NotAPicture as refusal:
        details = f"image - Invalid image file: {refusal}"
        message = "Custom validation failed for node"
        text = complaint(node_id, LOAD_CLASS, "custom_validation_failed", message, details)
        raise comfy_error([text]) from None


def _about_name(name: str) -> str:
    tricks = ".." in name or "\\" in name or "\0" in name or Path(name).is_absolute()
    return "a name that leads elsewhere" if tricks else "neither base64 nor a file that is there"
