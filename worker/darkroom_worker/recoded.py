"""A finished picture in fewer bytes."""

import warnings
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from PIL import Image

from .made_picture import MadePicture
from .picture_check import JPEG, WEBP, Kind
from .without_metadata import without_metadata

# What 16 GB of memory have room for, ten times, once it is unpacked.
MOST_PIXELS = 100_000_000
# Where nothing may be lost, quality and method only say how long WebP looks for something shorter.
_LOSSLESS = {"lossless": True, "quality": 30, "method": 2}
# What is not of eight bits a colour is no photograph: a depth map, say, whose values count.
_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")


class Recoded:
    """Encodes one picture anew, and keeps to the original where that is smaller, or where it moves
    or cannot be read."""

    def __init__(self, picture: MadePicture) -> None:
        self._original = picture
        self._profile: bytes | None = None
        self._image = self._read()
        self._known: dict[tuple[int, bool], MadePicture] = {}

    @property
    def has_alpha(self) -> bool:
        """Whether anything of it can be seen through."""
        return self._image is not None and self._image.mode == "RGBA"

    def at(self, quality: int, lossy_alpha: bool) -> MadePicture:
        """As JPEG of that quality, its colours as fine as its light (4:4:4); where it has
        transparency, as WebP, which loses nothing unless `lossy_alpha`."""
        if self._image is None:
            return self._original
        is_lossless = self.has_alpha and not lossy_alpha
        key = (100 if is_lossless else quality, lossy_alpha)
        if key not in self._known:
            self._known[key] = self._encode(self._image, quality, is_lossless)
        return self._known[key]

    def _encode(self, image: Image.Image, quality: int, is_lossless: bool) -> MadePicture:
        kind = WEBP if self.has_alpha else JPEG
        how: dict[str, Any] = {"quality": quality}
        if is_lossless:
            how = _LOSSLESS
        elif kind is JPEG:
            how |= {"subsampling": 0, "optimize": True}
        file = BytesIO()
        try:
            image.save(file, kind.format, icc_profile=self._profile, **how)
        except (OSError, ValueError):
            return self._original  # More pixels on a side than the format has numbers for.
        data = without_metadata(file.getvalue(), kind)
        if len(data) >= len(self._original.data):
            return self._original
        return MadePicture(_renamed(self._original.name, kind), data, kind)

    def _read(self) -> Image.Image | None:
        original = self._original
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Pillow's own bomb guard; ours is above.
                with Image.open(
                    BytesIO(original.data), formats=[original.kind.format]
                ) as image:
                    moves = getattr(image, "n_frames", 1) > 1
                    is_huge = image.width * image.height > MOST_PIXELS
                    if moves or is_huge or image.mode not in _MODES:
                        return None
                    profile: Any = image.info.get("icc_profile")
                    self._profile = profile if isinstance(profile, bytes) else None
                    return _plain(image)
        except Exception:  # Pillow's decoders raise nearly everything at broken files.
            return None


def _plain(image: Image.Image) -> Image.Image:
    """As L, as RGB, or as RGBA where anything can be seen through."""
    if image.has_transparency_data:
        image = image.convert("RGBA")
        least, _ = image.getchannel("A").getextrema()
        return image.convert("RGB") if least == 255 else image
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _renamed(name: str, kind: Kind) -> str:
    return f"{PurePosixPath(name).stem}.{kind.extension}"
