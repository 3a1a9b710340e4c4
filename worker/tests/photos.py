"""Pictures that the tests send."""

import base64
import random
import zlib
from io import BytesIO

from PIL import Image


def photo(kind: str = "PNG", side: int = 64, seed: int = 1) -> bytes:
    """A picture with contrast enough to have a face in it, as far as the sandbox can see."""
    noise = random.Random(seed).randbytes(side * side * 3)
    file = BytesIO()
    Image.frombytes("RGB", (side, side), noise).save(file, kind)
    return file.getvalue()


def scene(side: int = 200, seed: int = 1, *, see_through: bool = False) -> bytes:
    """A PNG of soft shapes with a little noise, which JPEG makes much smaller, as it does a photo;
    `see_through`: it fades from nothing to all there is of it."""
    shapes = random.Random(seed).randbytes(10 * 10 * 3)
    soft = Image.frombytes("RGB", (10, 10), shapes).resize((side, side), Image.Resampling.BICUBIC)
    with Image.open(BytesIO(photo(side=side, seed=seed))) as noise:
        image = Image.blend(soft, noise, 0.06)
    if see_through:
        image.putalpha(Image.linear_gradient("L").resize(image.size))
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def flat() -> bytes:
    """A picture of nobody."""
    file = BytesIO()
    Image.new("RGB", (64, 64), "grey").save(file, "PNG")
    return file.getvalue()


def bomb(side: int = 20_000) -> bytes:
    """A small PNG of very many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data).to_bytes(4)
        return len(data).to_bytes(4) + kind + data + crc

    head = side.to_bytes(4) * 2 + bytes([1, 0, 0, 0, 0])
    rows = zlib.compress(bytes(side * (side // 8 + 1)))
    signature = b"\x89PNG\r\n\x1a\n"
    return signature + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def as_base64(data: bytes) -> str:
    """As the bot sends it."""
    return base64.b64encode(data).decode()
