"""Takes everything but the picture out of a file, without encoding it anew. ComfyUI writes the
whole graph there (PNG: text chunks, or `comf` where it moves; WebP: EXIF) unless it runs with
`--disable-metadata`, which a ComfyUI that somebody else started may lack."""

from .picture_check import JPEG, PNG, WEBP, Kind

# What says how the picture looks, by name, so that nobody's own chunk comes through.
_PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT", b"tRNS", b"bKGD", b"pHYs"),
    *(b"sRGB", b"gAMA", b"cHRM", b"iCCP", b"sBIT", b"cICP", b"mDCV", b"cLLI"),
}
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
# The flags of a VP8X chunk that announce EXIF and XMP.
_WEBP_FLAGS = 0x08 | 0x04


def without_metadata(data: bytes, kind: Kind) -> bytes:
    """The same picture without what is no part of it; a file that is not well formed as it came."""
    kept = {PNG: _png, JPEG: _jpeg, WEBP: _webp}[kind](data)
    return data if kept is None else kept


def _png(data: bytes) -> bytes | None:
    """Chunks of length, name, data and checksum, up to IEND: what follows that goes too."""
    kept, at, name = [data[:8]], 8, b""
    while name != b"IEND":
        end = at + 12 + int.from_bytes(data[at : at + 4])
        name = data[at + 4 : at + 8]
        if end > len(data):
            return None
        if name in _PNG_KEPT:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


def _jpeg(data: bytes) -> bytes | None:
    """Segments of marker, length and data, up to SOS, which begins the picture itself. Of those for
    applications JFIF, ICC profiles and Adobe's stay: they say how to read the colours."""
    kept, at, marker = [data[:2]], 2, 0
    while marker != 0xDA:
        marker = data[at + 1] if data[at : at + 1] == b"\xff" and at + 4 <= len(data) else 0
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker == 0 or end > len(data):
            return None
        is_profile = marker == 0xE2 and data[at + 4 : at + 16] == b"ICC_PROFILE\0"
        is_picture = not 0xE0 <= marker <= 0xEF and marker != 0xFE
        if is_picture or is_profile or marker in (0xE0, 0xEE):
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]])


def _webp(data: bytes) -> bytes | None:
    """Chunks of name, length and data, filled up to an even length, in one named RIFF."""
    kept, at, last = bytearray(), 12, 8 + int.from_bytes(data[4:8], "little")
    while at < last:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if end > len(data):
            return None
        name, chunk = data[at : at + 4], bytearray(data[at:end])
        if name == b"VP8X" and size:
            chunk[8] &= ~_WEBP_FLAGS
        if name in _WEBP_KEPT:
            kept += chunk
        at = end
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WEBP" + bytes(kept)
