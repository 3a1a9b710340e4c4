"""Makes the pictures fit into what RunPod takes as an answer: as they are, if they do. Otherwise
those without transparency become JPEG, of the highest quality at which all of them fit."""

import base64
import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .made_picture import MadePicture
from .recoded import Recoded

# RunPod takes about 10 MB, and drops what is larger, so that nobody learns why no picture came. Some
# room is left for what else the answer holds.
LARGEST_IMAGES = 9_000_000
# From the highest down.
QUALITIES = (95, 92, 88, 84, 80, 75, 70, 60, 50)


@dataclass(frozen=True)
class Fitted:
    images: list[dict[str, str]]
    """The pictures that are sent, as the answer holds them."""
    smaller: dict[str, int] | None
    """How many of them were made smaller, and of which quality they are now; None: none was."""
    left_out: list[str]
    """Names of those for which there was no room even so."""


def fit(pictures: Sequence[MadePicture], room: int = LARGEST_IMAGES) -> Fitted:
    """`room` is in bytes of JSON. Where they do not fit as they are, all are decoded, which may
    take seconds: not for the event loop."""
    if _size(pictures) <= room:
        return Fitted([_entry(one) for one in pictures], None, [])
    recoded = [Recoded(picture) for picture in pictures]
    quality, lossy_alpha = _best(recoded, room)
    images: list[dict[str, str]] = []
    left_out: list[str] = []
    changed = 0
    for picture, one in zip(pictures, recoded, strict=True):
        sent = one.at(quality, lossy_alpha)
        if _size([sent]) > room:
            left_out.append(picture.name)
            continue
        room -= _size([sent])
        changed += sent is not picture
        images.append(_entry(sent))
    return Fitted(images, {"count": changed, "quality": quality} if changed else None, left_out)


def _best(recoded: Sequence[Recoded], room: int) -> tuple[int, bool]:
    """The highest quality at which all fit, and whether what is transparent has to lose something
    too; where they never fit, the lowest."""
    for lossy_alpha in (False, True) if any(one.has_alpha for one in recoded) else (False,):

        def fits(quality: int, lossy: bool = lossy_alpha) -> bool:
            return _size(one.at(quality, lossy) for one in recoded) <= room

        if fits(QUALITIES[0]):
            return QUALITIES[0], lossy_alpha
        place = bisect_left(QUALITIES, True, lo=1, key=fits)
        if place < len(QUALITIES):
            return QUALITIES[place], lossy_alpha
    return QUALITIES[-1], True


def _size(pictures: Iterable[MadePicture]) -> int:
    """In bytes of JSON, without making that: base64 has four signs for three bytes."""
    return sum(
        len(json.dumps(_about(one))) + (len(one.data) + 2) // 3 * 4 + len(', "data": "",')
        for one in pictures
    )


def _entry(picture: MadePicture) -> dict[str, str]:
    data = base64.b64encode(picture.data).decode()
    return {**_about(picture), "data": data}


def _about(picture: MadePicture) -> dict[str, str]:
    return {"filename": picture.name, "type": picture.kind.mime}
