"""One job's files in ComfyUI's folders: their names, and that none is left."""

import shutil
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path, PurePosixPath

from .job_names import OWN_START, PREFIX
from .log import log

_FOLDERS = ("input", "output", "temp")
_LONGEST_NAME = 1000
# ComfyUI takes off an annotation with the sign before it, whichever that is.
_OF_INPUT = "[input]"
OF_OTHERS = ("[output]", "[temp]")


class JobFiles:
    """Files of the job called `name`, see job_names.py. `folder` holds ComfyUI's input/."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self.name = name

    def input_name(self, number: int, extension: str) -> str:
        """The file name of the job's n-th picture."""
        return f"{self.name}-{number}.{extension}"

    def has_input(self, file_name: str) -> bool:
        """Whether an uploaded file lies where it can be removed again."""
        return (self._folder / "input" / file_name).is_file()

    def has_named_input(self, name: str) -> bool:
        """Whether LoadImage would find a file by this name that somebody put into the input folder,
        subfolders and ` [input]` included: none of a job's, and none that lies elsewhere."""
        if name.endswith(OF_OTHERS) or len(name) > _LONGEST_NAME or "\\" in name:
            return False
        plain = name[: -len(_OF_INPUT) - 1] if name.endswith(_OF_INPUT) else name
        relative = PurePosixPath(plain)
        if relative.is_absolute() or ".." in relative.parts:
            return False
        try:
            base = (self._folder / "input").resolve()
            path = (base / relative).resolve()
            if base not in path.parents or not path.is_file():
                return False
        except (OSError, RuntimeError, ValueError):
            return False  # Too long a name, links in a circle, or a sign that no name can hold.
        parts = (*relative.parts, *path.relative_to(base).parts)
        return not any(part.startswith(PREFIX) for part in parts)

    def output_prefix(self, asked: str) -> str:
        """The prefix asked for, inside the job's own folder, which no `..` leads out of."""
        printable = "".join(sign for sign in asked.replace("\\", "/") if sign.isprintable())
        # File systems count bytes, and ComfyUI puts a number and an extension behind it.
        short = printable.encode()[:200].decode(errors="ignore")
        parts = [part.strip() for part in short.split("/")]
        safe = [part for part in parts if part.strip(".") and ":" not in part]
        return "/".join([self.name, *(safe or ["ComfyUI"])])

    def remove_inputs(self) -> None:
        """Removes the job's pictures from the input folder, before anything else is waited for."""
        _remove(_found(self._folder / "input", self.name))

    def remove_made(self, files: Iterable[Mapping[str, str]]) -> None:
        """Removes `files`, as ComfyUI names them: a preview's bears no job's name."""
        for file in files:
            try:
                base = (self._folder / file.get("type", "")).resolve()
                path = (base / file.get("subfolder", "") / file.get("filename", "")).resolve()
            except (OSError, RuntimeError, ValueError):
                continue  # No file can have such a name.
            if base.parent == self._folder and base.name in _FOLDERS and base in path.parents:
                _remove([path])


def remove_leftovers(folder: Path, live: Collection[str] = ()) -> int:
    """Removes all that bears the name of a job which does not run: one that just ended, one of a
    worker that was killed. `live`: names of the jobs that run. Gives the count removed."""
    stale = [
        found
        for kind in _FOLDERS
        for found in _found(folder / kind, PREFIX)
        if OWN_START.match(found.name) and not any(found.name.startswith(name) for name in live)
    ]
    _remove(stale)
    return len(stale)


def _found(folder: Path, start: str) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.name.startswith(start)]
    except OSError:
        return []  # ComfyUI makes its folders when it needs them.


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            # The other files have to go all the same. ComfyUI may also be writing at the moment:
            # then the end of the next job removes it.
            log.error("a file could not be removed: %s", type(error).__name__)
