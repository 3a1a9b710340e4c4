"""A picture that a job made."""

from dataclasses import dataclass

from .picture_check import Kind


@dataclass(frozen=True)
class MadePicture:
    name: str
    """Of its file, without folders."""
    data: bytes
    """The file without metadata."""
    kind: Kind
