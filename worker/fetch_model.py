"""Downloads one model file into ComfyUI's models folder, and keeps it only if its SHA-256 is right.

Runs while the image is built, with nothing but Python's own library.
"""

import argparse
import hashlib
import re
import sys
import time
import urllib.error
import urllib.request
import zipfile
import zlib
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from pathlib import Path, PurePosixPath
from typing import IO
from urllib.parse import parse_qsl, urlsplit

MODELS = Path("/comfyui/models")
# Each goes on from where the one before broke off.
TRIES = 6
PAUSE_S = 5.0
CHUNK = 1 << 20
SECRET_NAMES = re.compile(r"token|key|secret|passw|auth|sig|credential", re.IGNORECASE)


class Refused(Exception):
    """What the build stops with: a sentence for whoever runs it."""


@dataclass(frozen=True)
class Limits:
    """What one try may take. The largest model there is a use for has some 24 GB."""

    size: int = 30_000_000_000
    seconds: float = 7200


class SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to https only, and hands the token to no other host."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        check_scheme(newurl, "https" if req.type == "https" else "http")
        following = super().redirect_request(req, fp, code, msg, headers, newurl)
        if following is not None and urlsplit(newurl).netloc != urlsplit(req.full_url).netloc:
            following.remove_header("Authorization")
        return following


def check_scheme(url: str, beside: str = "http") -> None:
    """https only, or `beside` on this machine, where the tests are. Raises Refused."""
    try:
        parts = urlsplit(url)
        parts.port  # Read, so that it is looked at.
    except ValueError:
        raise Refused("that is no address") from None
    here = parts.scheme == beside and parts.hostname == "127.0.0.1"
    if parts.scheme != "https" and not here:
        raise Refused(f"{parts.scheme}://{parts.hostname} is not https")


def check_address(url: str) -> None:
    """Build arguments stay readable in an image, so an address may hold no credential."""
    check_scheme(url)
    parts = urlsplit(url)
    named = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    if "@" in parts.netloc or any(SECRET_NAMES.search(name) for name in named):
        raise Refused("the address holds a credential: give it as the build secret model_token")


class Part:
    """The file as far as it came, with what a host has to say so that it goes on from there."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self.size = 0
        # By which the host knows the file, and how long that is.
        self.validator: str | None = None
        self.total: int | None = None

    @property
    def sha256(self) -> str:
        """Of what came, in hexadecimal."""
        return self._digest.hexdigest()

    def add(self, chunk: bytes) -> None:
        """Writes what came next."""
        self._digest.update(chunk)
        self._file.write(chunk)
        self.size += len(chunk)

    def start_over(self) -> None:
        """Forgets all that came."""
        self._file.seek(0)
        self._file.truncate()
        self._digest = hashlib.sha256()
        self.size, self.validator, self.total = 0, None, None


def download(url: str, token: str, part: Part, limits: Limits) -> None:
    """Gets what is still missing of a file, or all of it where its host does not go on from there.
    Raises OSError where it broke off: what came until then stays."""
    end = time.monotonic() + limits.seconds
    request = urllib.request.Request(url, headers={"User-Agent": "darkroom-worker-build"})
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    if part.validator is None:
        part.start_over()
    elif part.size > 0:
        request.add_header("Range", f"bytes={part.size}-")
        # Without this, a host whose file has changed meanwhile would send the other one's end.
        request.add_header("If-Range", part.validator)
    opener = urllib.request.build_opener(SafeRedirects())
    with opener.open(request, timeout=60) as answer:
        length = length_of(answer.headers)
        if answer.status == 206:
            check_continues(answer.headers, part)
        else:
            part.start_over()
            part.validator, part.total = validator_of(answer.headers), length
        # What is there at the moment: one that gives a byte a minute is not waited for.
        while chunk := answer.read1(CHUNK):
            if part.size + len(chunk) > limits.size or time.monotonic() > end:
                raise Refused("it is too large, or takes too long")
            part.add(chunk)
        if part.total is not None and part.size != part.total:
            raise OSError(f"the connection ended after {part.size} of {part.total} bytes")


def length_of(headers: HTTPMessage) -> int | None:
    """How long the body is that follows. Raises Refused for a length that is none."""
    length = headers.get("Content-Length")
    if length is None:
        return None
    if not re.fullmatch("[0-9]{1,15}", length):
        raise Refused("its host gave a length that is none")
    return int(length)


def validator_of(headers: HTTPMessage) -> str | None:
    """What tells one state of a file from another, byte for byte: a weak ETag does not."""
    etag = headers.get("ETag", "")
    if re.fullmatch(r'"[!#-~]*"', etag):
        return etag
    return None if etag else headers.get("Last-Modified")


def check_continues(headers: HTTPMessage, part: Part) -> None:
    """Makes sure that what follows is the rest of the same file. Raises OSError, with nothing left
    of it, where it is not."""
    said = re.fullmatch(
        r"bytes ([0-9]{1,15})-[0-9]{1,15}/([0-9]{1,15}|\*)", headers.get("Content-Range", "")
    )
    known = {"*", str(part.total)}
    fits = (
        said is not None
        and int(said[1]) == part.size
        and (part.total is None or said[2] in known)
    )
    given = validator_of(headers)
    if not fits or (given is not None and given != part.validator):
        part.start_over()
        raise OSError("its host did not go on where it broke off")


def download_patiently(
    url: str, token: str, target: Path, limits: Limits, pause_s: float
) -> str:
    """Tries again where that may help, after a pause that grows by `pause_s` each time, and goes on
    from where it broke off. Returns the file's SHA-256 in hexadecimal."""
    with target.open("wb") as file:
        part = Part(file)
        for attempt in range(1, TRIES + 1):
            try:
                download(url, token, part, limits)
                return part.sha256
            except urllib.error.HTTPError as error:
                if error.code == 416:
                    part.start_over()
                elif error.code < 500 and error.code != 429:
                    hint = ""
                    if error.code in (401, 403):
                        hint = " (does it want the build secret model_token?)"
                    raise Refused(f"its host answered {error.code}{hint}") from None
                problem = f"its host answered {error.code}"
            except ValueError:
                raise Refused("its host redirects to what is no address") from None
            except HTTPException as error:
                problem = type(error).__name__  # Its text may be what the host said.
            except OSError as error:
                problem = str(error) or type(error).__name__
            print(f"try {attempt} of {TRIES}: {problem}", file=sys.stderr)
            if attempt < TRIES:
                time.sleep(pause_s * attempt)
    raise Refused("it cannot be fetched")


def unzip(archive: Path, folder: Path) -> None:
    """Takes the ONNX files out of an archive, whatever folders it keeps them in."""
    try:
        with zipfile.ZipFile(archive) as files:
            broken = files.testzip()
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error):
        raise Refused("it is no zip archive that can be read") from None
    if broken is not None:
        raise Refused("a file in the archive is broken")
    with zipfile.ZipFile(archive) as files:
        models = [name for name in files.namelist() if name.endswith(".onnx")]
        if not models:
            raise Refused("the archive holds no ONNX file")
        folder.mkdir(parents=True, exist_ok=True)
        for name in models:
            target = folder / PurePosixPath(name).name
            target.write_bytes(files.read(name))
            target.chmod(0o644)
    folder.chmod(0o755)


def read_token(file: Path | None) -> str:
    """The token in a file, or nothing where there is none. Raises Refused, without a sign of it."""
    if file is None or not file.exists():
        return ""
    token = file.read_text(encoding="ascii", errors="replace").strip()
    if not re.fullmatch(r"[!-~]*", token):
        raise Refused("the token's file must hold one line of printable ASCII")
    return token


def fetch(
    options: argparse.Namespace, pause_s: float = PAUSE_S, limits: Limits = Limits()
) -> None:
    """Puts the file into its folder, or nothing. Raises Refused."""
    if not options.url:
        if options.optional:
            print(f"{options.name}: no address, left out")
            return
        raise Refused("it has no address, and this worker cannot do without it")
    if not re.fullmatch(r"[A-Za-z0-9][\w.+-]*", options.name, re.ASCII):
        raise Refused("that is no plain file name")
    if not re.fullmatch(r"[0-9a-f]{64}", options.sha256):
        raise Refused(
            "its SHA-256 is not set: give 64 hexadecimal digits, in lower case, as a build argument"
        )
    check_address(options.url)
    token = read_token(options.token_file)
    folder = options.models / options.folder
    if options.models.resolve() not in folder.resolve().parents:
        raise Refused("its folder lies elsewhere")
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{options.name}.part"
    try:
        found = download_patiently(options.url, token, part, limits, pause_s)
        if found != options.sha256:
            raise Refused(f"its SHA-256 is {found}, not {options.sha256}: nothing is kept")
        if options.unzip:
            unzip(part, folder / options.name)
        else:
            part.chmod(0o644)
            part.rename(folder / options.name)
    finally:
        part.unlink(missing_ok=True)
    print(f"{options.folder}/{options.name}: fetched, SHA-256 as expected")


def options_from(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--optional", action="store_true", help="without an address, do nothing")
    parser.add_argument(
        "--unzip", action="store_true", help="NAME is a folder for the archive's ONNX files"
    )
    parser.add_argument("--token-file", type=Path, help="a file with a bearer token, if it exists")
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("folder")
    parser.add_argument("name")
    parser.add_argument("url")
    parser.add_argument("sha256")
    return parser.parse_args(arguments)


def main() -> None:
    options = options_from(sys.argv[1:])
    try:
        fetch(options)
    except Refused as refused:
        sys.exit(f"{options.folder}/{options.name}: {refused}.")


if __name__ == "__main__":
    main()
