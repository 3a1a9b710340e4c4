"""Whether bytes that somebody sent are a picture that may be handed to ComfyUI."""

import base64
import binascii
import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

LARGEST_BYTES = 7_500_000
MOST_PIXELS = 24_000_000
# Each is a whole pass over the picture. What cameras and programs write has about ten.
MOST_SCANS = 100


class NotAPicture(Exception):
    """Why a picture is refused, in a sentence without anything of it."""


@dataclass(frozen=True)
class Kind:
    mime: str
    extension: str
    format: str


PNG = Kind("image/png", "png", "PNG")
JPEG = Kind("image/jpeg", "jpg", "JPEG")
WEBP = Kind("image/webp", "webp", "WEBP")


def picture_kind(data: bytes) -> Kind | None:
    """PNG, JPEG or WebP by signature; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    return None


def decode_base64(text: str) -> bytes | None:
    """The bytes of strict base64; None where it is none. Raises NotAPicture where too long."""
    if len(text) > LARGEST_BYTES * 4 // 3 + 4:
        raise NotAPicture(f"larger than {LARGEST_BYTES / 1e6:g} MB")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def check_picture(data: bytes) -> Kind:
    """Reads a picture through. Raises NotAPicture: by signature, size in bytes, size in pixels
    (seen in its header, before anything is unpacked: a bomb never goes off), or a broken body."""
    if len(data) > LARGEST_BYTES:
        raise NotAPicture(f"larger than {LARGEST_BYTES / 1e6:g} MB")
    kind = picture_kind(data)
    if kind is None:
        raise NotAPicture("neither PNG, JPEG nor WebP")
    if kind is JPEG and data.count(b"\xff\xda") > MOST_SCANS:
        raise NotAPicture(f"a JPEG of more than {MOST_SCANS} scans")
    try:
        with warnings.catch_warnings():
            # Pillow's own bomb guard warns from 89 million pixels; ours is lower.
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=[kind.format]) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise NotAPicture(f"more than {MOST_PIXELS // 1_000_000} million pixels")
                # Of a JPEG these are a phone's depth map or the like: no frames that are played.
                if kind is not JPEG and getattr(image, "n_frames", 1) > 1:
                    raise NotAPicture("more than one picture in a file")
                image.load()
    except NotAPicture:
        raise
    except Image.DecompressionBombError:
        raise NotAPicture(f"more than {MOST_PIXELS // 1_000_000} million pixels") from None
    except Exception:  # Pillow's decoders raise nearly everything at broken files.
        raise NotAPicture("cannot be read") from None
    return kind
