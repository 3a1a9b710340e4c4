"""What a build of an image is given of a folder, as Docker works it out (BuildKit, which takes its
patterns from github.com/moby/patternmatcher), and what a Dockerfile takes of that."""

import re
from pathlib import Path, PurePosixPath


def ignore_file(context: Path, dockerfile: Path) -> Path:
    """The only one that Docker reads."""
    own = dockerfile.with_name(dockerfile.name + ".dockerignore")
    return own if own.exists() else context / ".dockerignore"


class Ignored:
    """What a .dockerignore keeps from a build.

    The last line decides that fits the path, or a folder above it.
    """

    def __init__(self, text: str) -> None:
        self._lines: list[tuple[bool, re.Pattern[str]]] = []
        for line in text.splitlines():
            pattern = line.strip()
            if not pattern or line.startswith("#"):
                continue
            lets_in = pattern.startswith("!")
            clean = str(PurePosixPath(pattern.removeprefix("!").strip())).lstrip("/")
            self._lines.append((lets_in, re.compile(expression(clean))))

    def keeps_out(self, path: str) -> bool:
        """The path is one from the context's root, without a slash before it."""
        whole = PurePosixPath(path)
        names = [str(whole), *(str(parent) for parent in whole.parents if parent.name)]
        out = False
        for lets_in, pattern in self._lines:
            if any(pattern.fullmatch(name) for name in names):
                out = not lets_in
        return out


def expression(pattern: str) -> str:
    """A pattern of one line as a regular expression."""
    found = ""
    rest = pattern
    while rest:
        if rest.startswith("**"):
            rest = rest[2:].removeprefix("/")
            found += "(.*/)?" if rest else ".*"
            continue
        char, rest = rest[0], rest[1:]
        if char == "\\" and rest:
            found += re.escape(rest[0])
            rest = rest[1:]
        elif char in "[]":
            found += char
        # What stands in brackets is the same in both.
        elif char in "^-":
            found += char if "[" in found and found.rindex("[") > found.rfind("]") else "\\" + char
        else:
            found += {"*": "[^/]*", "?": "[^/]"}.get(char, re.escape(char))
    return found


def context_sources(dockerfile: str) -> set[str]:
    """What it copies or binds from the context, in its own words, patterns among them."""
    lines = re.sub(r"^\s*#.*\n", "", dockerfile, flags=re.MULTILINE).replace("\\\n", " ")
    found: set[str] = set()
    for words in (line.split() for line in lines.splitlines()):
        flags = [word for word in words if word.startswith("--")]
        if words[:1] in (["COPY"], ["ADD"]) and not any(f.startswith("--from=") for f in flags):
            found |= set(words[1:-1]) - set(flags)
        for flag in flags:
            name, _, options = flag.partition("=")
            mount = dict(part.partition("=")[::2] for part in options.split(","))
            if name == "--mount" and mount.get("type", "bind") == "bind" and "from" not in mount:
                found.add(mount["source"])
    return found
