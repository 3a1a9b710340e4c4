"""Takes the notes out of a PNG. ComfyUI writes the whole graph there unless it runs with
`--disable-metadata`, which a ComfyUI that somebody else started may lack."""

from .picture_check import PNG, picture_kind

_NOTES = {b"tEXt", b"zTXt", b"iTXt", b"eXIf"}


def without_notes(data: bytes) -> bytes:
    """The same picture without text and EXIF chunks; anything but a well-formed PNG as it came."""
    if picture_kind(data) is not PNG:
        return data
    kept = [data[:8]]
    at = 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        if end > len(data):
            return data
        kind = data[at + 4 : at + 8]
        if kind not in _NOTES:
            kept.append(data[at:end])
        at = end
        if kind == b"IEND":
            break
    return b"".join(kept)
