"""The small picture beside a progress report."""

import base64
from io import BytesIO

from PIL import Image

LONGEST_SIDE = 256
LARGEST_BYTES = 20_000
_QUALITIES = (75, 55, 35)
_MOST_PIXELS = 16_000_000
_EVENT = 1
_FORMATS = {1: "JPEG", 2: "PNG"}


def picture_in_frame(frame: bytes) -> tuple[str, bytes] | None:
    """Format and bytes of the picture in a binary websocket frame: 4 bytes event type (1 is a
    preview), 4 bytes format, then the file. None for every other frame."""
    kind = _FORMATS.get(int.from_bytes(frame[4:8]))
    if len(frame) <= 8 or int.from_bytes(frame[:4]) != _EVENT or kind is None:
        return None
    return kind, frame[8:]


def small_jpeg(kind: str, data: bytes) -> str | None:
    """Base64 of a JPEG, longest side 256, under 20 kB; None where the picture cannot be read."""
    try:
        with Image.open(BytesIO(data), formats=[kind]) as source:
            if source.width * source.height > _MOST_PIXELS:
                return None
            image = source.convert("RGB")
    except Exception:  # Pillow's decoders raise nearly everything at broken files.
        return None
    side = LONGEST_SIDE
    while True:
        image.thumbnail((side, side))
        for quality in _QUALITIES:
            jpeg = BytesIO()
            image.save(jpeg, "JPEG", quality=quality)
            if jpeg.tell() < LARGEST_BYTES:
                return base64.b64encode(jpeg.getvalue()).decode()
        side //= 2
