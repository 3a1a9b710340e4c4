"""Makes other programs' words fit to be sent to a person: short, no base64, no path, no face."""

import re
from pathlib import PurePath

from .job_names import OWN_NAME

LONGEST = 500
# What is matched of a text at most: ComfyUI says back a whole picture in base64.
_LONGEST_MATCHED = 20_000

# Long enough to spare the names of models and nodes, which have dots in them besides.
_BASE64 = re.compile(
    r"""[A-Za-z0-9+/=]{32,}(?:\s[A-Za-z0-9+/=]{32,})+    # in lines
        |[A-Za-z0-9+/=]{48,}
        |[A-Za-z0-9_-]{48,}                            # as addresses hold it""",
    re.VERBOSE,
)
# Python's notation of bytes, cut off or not. What has no number in it is words, and stays.
_BYTES = re.compile(r"""\bb(?P<quote>['"])(?:(?!(?P=quote))[^\\]|\\.)*+(?:(?P=quote)|\\?$)""")
# All but its last line, which says what happened.
_TRACEBACK = re.compile(
    r"Traceback \(most recent call last\).*(?:\n|\s(?=(?:\w+\.)*\w*(?:Error|Exception)\b))",
    re.DOTALL,
)
# What turns the direction of text.
_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NAME = r"""[^\s\\/'",;:()\[\]{}<>|]++"""
_PATH = re.compile(
    rf"""(?P<url>\bhttps?://\S+)
        |(?P<quote>['"])(?:[A-Za-z]:)?[\\/][^'"]*(?P=quote)
        |(?:(?<![\w.\\/])(?:[A-Za-z]:(?=[\\/]))?            # from a root, or a drive
          |(?<![\w.\\/-])[\w.~-]++(?=[\\/]+{_NAME}[\\/]))   # or with two folders at least
         (?:[\\/]++{_NAME}(?:[ ]{_NAME}){{0,3}}(?=[\\/]))*    # folders: their names may have spaces
         [\\/]++{_NAME}""",
    re.VERBOSE,
)


def clean_text(text: object, folder: PurePath | None = None) -> str:
    """`text` on one line of at most 500 characters. Of a path only the last name is left; `folder`,
    ComfyUI's own, is known as one even where its name has spaces in it."""
    words = str(text)[:_LONGEST_MATCHED]
    if folder is not None:
        words = words.replace(f"{folder}/", "/")
    words = _TRACEBACK.sub("", words.rstrip())
    words = _BYTES.sub(_data, _BIDI.sub("", words))
    # Half a character, which no UTF-8 can hold, would keep the whole answer from being sent.
    words = words.encode("utf-8", "replace").decode()
    words = re.sub(r"[\x00-\x1f\x7f-\x9f\s]+", " ", words).strip()
    # Base64 first: it has slashes in it, and its last part would be taken for a file's name.
    words = _BASE64.sub("(data)", words)
    words = _PATH.sub(_last_name, words)
    words = OWN_NAME.sub("(picture)", words)
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _data(literal: re.Match[str]) -> str:
    return "(data)" if "\\x" in literal.group() else literal.group()


def _last_name(path: re.Match[str]) -> str:
    if path["url"]:
        return path.group()
    if OWN_NAME.search(path.group()):
        return "(picture)".join([path["quote"] or ""] * 2)
    return (path["quote"] or "") + re.split(r"[\\/]", path.group())[-1]
