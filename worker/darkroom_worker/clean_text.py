"""Makes other programs' words fit to be sent to a person: short, no base64, no path, no face."""

import re
from pathlib import PurePath

from .job_names import OWN_NAME

LONGEST = 500
# What is matched of a text at most: ComfyUI says back a whole picture in base64.
_LONGEST_MATCHED = 20_000

# Long enough to spare the names of models and nodes, which have dots and dashes in them besides.
_BASE64 = re.compile(r"[A-Za-z0-9+/=]{48,}")
_PATH = re.compile(
    r"""(?<![\w.:/\\<])            # not in the middle of a word, a URL or another path
        (?:[A-Za-z]:(?=[\\/]))?    # a drive
        (?:[\\/]+[^\s\\/'",;:()\[\]{}<>|]+)+""",
    re.VERBOSE,
)


def clean_text(text: object, folder: PurePath | None = None) -> str:
    """`text` on one line of at most 500 characters. Of a path only the last name is left; `folder`,
    ComfyUI's own, is known as one even where its name has spaces in it."""
    words = str(text)[:_LONGEST_MATCHED]
    if folder is not None:
        words = words.replace(f"{folder}/", "/")
    # Half a character, which no UTF-8 can hold, would keep the whole answer from being sent.
    words = words.encode("utf-8", "replace").decode()
    words = re.sub(r"[\x00-\x1f\x7f\s]+", " ", words).strip()
    # Base64 first: it has slashes in it, and its last part would be taken for a file's name.
    words = _BASE64.sub("(data)", words)
    words = _PATH.sub(lambda path: re.split(r"[\\/]", path.group())[-1], words)
    words = OWN_NAME.sub("(picture)", words)
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
