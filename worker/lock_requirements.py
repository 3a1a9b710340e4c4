"""Writes and checks requirements.lock: every Python package of the image, with version and SHA-256.

    lock_requirements.py make REPORT REQUIREMENTS…   prints the lock for a report of pip's
    lock_requirements.py check LOCK REQUIREMENTS…   stops unless the lock was made for these
"""

import hashlib
import json
import sys
from pathlib import Path

HEAD = "# made for "
# In another's place in the image; see requirements.txt.
REPLACED = {"opencv-python"}


def fingerprint(files: list[str]) -> str:
    return hashlib.sha256(b"\0".join(Path(file).read_bytes() for file in files)).hexdigest()


def make(report: str, files: list[str]) -> str:
    lines = []
    for item in json.loads(Path(report).read_text())["install"]:
        name = item["metadata"]["name"].lower().replace("_", "-")
        if name in REPLACED:
            continue
        digest = item["download_info"]["archive_info"]["hashes"]["sha256"]
        lines.append(f"{name}=={item['metadata']['version']} --hash=sha256:{digest}")
    return "\n".join([HEAD + fingerprint(files), *sorted(lines), ""])


def check(lock: str, files: list[str]) -> None:
    how = "Build with --target lock first: see the head of the Dockerfile."
    path = Path(lock)
    if not path.exists():
        sys.exit(f"{lock} is missing, and without it no package could be checked. {how}")
    if path.read_text().partition("\n")[0] != HEAD + fingerprint(files):
        sys.exit(f"{lock} was made for other requirements. {how}")


def main() -> None:
    match sys.argv[1:]:
        case ["make", report, *files] if files:
            sys.stdout.write(make(report, files))
        case ["check", lock, *files] if files:
            check(lock, files)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
