import contextlib
import hashlib
import io
import tempfile
import threading
import unittest
import urllib.request
import zipfile
from collections.abc import Callable, Mapping
from email.message import Message
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType

from fetch_model import TRIES, Limits, Refused, SafeRedirects, check_address, fetch, options_from

MODEL = bytes(range(256)) * 20_000
SHA256 = hashlib.sha256(MODEL).hexdigest()
TOKEN = "a-secret-token"


class Host:
    """A server on 127.0.0.1 that knows what it was asked, and by whom."""

    def __init__(self, answer: Callable[[BaseHTTPRequestHandler], None]) -> None:
        self.tokens: list[str | None] = []
        self.headers: list[Message] = []
        tokens, headers = self.tokens, self.headers

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                tokens.append(self.headers["Authorization"])
                headers.append(self.headers)
                answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/model"
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()


class FetchModel(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="darkroom-worker-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.models = self.folder / "models"
        self.token_file = self.folder / "token"
        self.token_file.write_text(f"{TOKEN}\n")

    def test_a_file_with_the_right_checksum_is_kept(self) -> None:
        host = self.host(whole)
        self.fetch(host.url)
        self.assertEqual(self.left(), ["checkpoints/x.safetensors"])
        file = self.models / "checkpoints" / "x.safetensors"
        self.assertEqual(file.read_bytes(), MODEL)
        self.assertEqual(file.stat().st_mode & 0o777, 0o644)

    def test_a_wrong_checksum_leaves_nothing(self) -> None:
        host = self.host(whole)
        with self.assertRaisesRegex(Refused, f"its SHA-256 is {SHA256}, not 0{{64}}"):
            self.fetch(host.url, sha256="0" * 64)
        self.assertEqual(self.left(), [])

    def test_an_unset_checksum_is_refused_before_anything_is_asked(self) -> None:
        host = self.host(whole)
        for sha256 in ("", SHA256[:-1], SHA256.upper()):
            with self.assertRaisesRegex(Refused, "SHA-256 is not set"):
                self.fetch(host.url, sha256=sha256)
        self.assertEqual(host.tokens, [])

    def test_a_body_that_is_cut_off_is_asked_for_again_and_leaves_nothing(self) -> None:
        host = self.host(cut_off)
        with self.assertRaisesRegex(Refused, "cannot be fetched"):
            self.fetch(host.url)
        self.assertEqual(len(host.tokens), TRIES)
        self.assertEqual(self.left(), [])

    def test_what_passes_is_survived(self) -> None:
        host = self.host(in_turn(failing(503), cut_off, whole))
        self.fetch(host.url)
        self.assertEqual(self.left(), ["checkpoints/x.safetensors"])

    def test_what_broke_off_goes_on_from_there(self) -> None:
        host = self.host(in_parts(len(MODEL) // 3 + 1))
        self.fetch(host.url)
        self.assertEqual(self.left(), ["checkpoints/x.safetensors"])
        step = len(MODEL) // 3 + 1
        ranges = [None, f"bytes={step}-", f"bytes={2 * step}-"]
        self.assertEqual([one["Range"] for one in host.headers], ranges)
        self.assertEqual([one["If-Range"] for one in host.headers], [None, '"v1"', '"v1"'])

    def test_it_goes_on_by_the_date_where_there_is_no_etag(self) -> None:
        date = "Wed, 21 Oct 2026 07:28:00 GMT"
        host = self.host(in_parts(len(MODEL) - 1, {"Last-Modified": date}))
        self.fetch(host.url)
        self.assertEqual([one["If-Range"] for one in host.headers], [None, date])

    def test_it_goes_on_behind_a_redirect(self) -> None:
        second = self.host(in_parts(len(MODEL) - 1))
        first = self.host(redirecting(second.url))
        self.fetch(first.url)
        self.assertEqual(second.headers[1]["Range"], f"bytes={len(MODEL) - 1}-")

    def test_it_starts_over_where_it_cannot_be_sure_of_the_rest(self) -> None:
        half = len(MODEL) // 2
        begun = answering(MODEL[:half], len(MODEL), {"ETag": '"v1"'})
        rest = f"bytes {half}-{len(MODEL) - 1}/{len(MODEL)}"
        for why, (first, second) in {
            "the host ignores ranges": (begun, whole),
            "the file is another by now": (
                begun,
                answering(MODEL, headers={"ETag": '"v2"'}),
            ),
            "nothing is left to ask for": (begun, failing(416)),
            "its rest is another file's": (
                begun,
                answering(b"x" * half, headers={"ETag": '"v2"', "Content-Range": rest}, status=206),
            ),
            "its rest begins elsewhere": (
                begun,
                answering(MODEL, headers={"Content-Range": f"bytes 0-9/{len(MODEL)}"}, status=206),
            ),
            "its rest says nothing": (begun, answering(MODEL, status=206)),
            "its rest is of another length": (
                begun,
                answering(MODEL, headers={"Content-Range": f"bytes {half}-9/10"}, status=206),
            ),
            "its ETag is a weak one": (
                answering(MODEL[:half], len(MODEL), {"ETag": 'W/"v1"'}),
                whole,
            ),
            "it has none": (cut_off, whole),
        }.items():
            host = self.host(in_turn(first, second, whole))
            with self.subTest(why):
                self.fetch(host.url)

    def test_a_rest_that_is_none_is_found_by_the_checksum(self) -> None:
        half = len(MODEL) // 2
        rest = {"Content-Range": f"bytes {half}-{len(MODEL) - 1}/{len(MODEL)}"}
        begun = answering(MODEL[:half], len(MODEL), {"ETag": '"v1"'})
        host = self.host(in_turn(begun, answering(b"x" * half, headers=rest, status=206)))
        with self.assertRaisesRegex(Refused, "its SHA-256 is"):
            self.fetch(host.url)
        self.assertEqual(self.left(), [])

    def test_a_rest_that_never_ends_is_too_large(self) -> None:
        half = len(MODEL) // 2
        rest = {"Content-Range": f"bytes {half}-9/{len(MODEL)}"}
        begun = answering(MODEL[:half], len(MODEL), {"ETag": '"v1"'})
        host = self.host(in_turn(begun, answering(MODEL, headers=rest, status=206)))
        with self.assertRaisesRegex(Refused, "too large"):
            self.fetch(host.url, limits=Limits(size=len(MODEL)))

    def test_what_does_not_pass_is_asked_once(self) -> None:
        for code, words in ((404, "answered 404"), (401, "build secret model_token")):
            host = self.host(failing(code))
            with self.assertRaisesRegex(Refused, words):
                self.fetch(host.url)
            self.assertEqual(len(host.tokens), 1)

    def test_the_token_is_for_the_first_host_alone(self) -> None:
        second = self.host(whole)
        first = self.host(redirecting(second.url))
        self.fetch(first.url, "--token-file", str(self.token_file))
        self.assertEqual(first.tokens, [f"Bearer {TOKEN}"])
        self.assertEqual(second.tokens, [None])
        self.assertEqual(self.left(), ["checkpoints/x.safetensors"])

    def test_it_stays_with_a_redirect_on_the_same_host(self) -> None:
        host = self.host(in_turn(redirecting("/elsewhere"), whole))
        self.fetch(host.url, "--token-file", str(self.token_file))
        self.assertEqual(host.tokens, [f"Bearer {TOKEN}"] * 2)

    def test_no_token_is_sent_where_there_is_none(self) -> None:
        host = self.host(whole)
        self.fetch(host.url, "--token-file", str(self.folder / "none"))
        self.assertEqual(host.tokens, [None])

    def test_a_redirect_away_from_https_is_not_followed(self) -> None:
        host = self.host(redirecting("http://models.example/model"))
        with self.assertRaisesRegex(Refused, "http://models.example is not https"):
            self.fetch(host.url)
        self.assertEqual(self.left(), [])

    def test_a_redirect_to_another_scheme_on_this_machine_is_not_followed(self) -> None:
        for address in ("ftp://127.0.0.1/x", "file://127.0.0.1/etc/passwd", "http://[x/"):
            host = self.host(redirecting(address))
            with self.assertRaises(Refused):
                self.fetch(host.url)
            self.assertEqual(len(host.tokens), 1)
        for address in ("ftp://127.0.0.1/x", "file://127.0.0.1/etc/passwd"):
            with self.assertRaisesRegex(Refused, "is not https"):
                self.fetch(address)

    def test_from_https_no_redirect_leads_to_http_not_even_on_this_machine(self) -> None:
        asked = urllib.request.Request("https://models.example/x")
        with self.assertRaisesRegex(Refused, "is not https"):
            SafeRedirects().redirect_request(
                asked, io.BytesIO(), 302, "", HTTPMessage(), "http://127.0.0.1/x"
            )

    def test_a_token_file_that_holds_no_token_is_refused_without_a_sign_of_it(self) -> None:
        for text in (f"{TOKEN}\nsecond", f"{TOKEN} x", f"{TOKEN}\u00e9"):
            self.token_file.write_text(text, encoding="utf-8")
            host = self.host(whole)
            with self.assertRaisesRegex(Refused, "one line of printable ASCII") as refused:
                self.fetch(host.url, "--token-file", str(self.token_file))
            self.assertNotIn(TOKEN, str(refused.exception))
            self.assertEqual(host.tokens, [])

    def test_a_folder_that_leads_elsewhere_is_refused(self) -> None:
        host = self.host(whole)
        for folder in ("..", "../x", "a/../../x", str(self.folder)):
            with self.assertRaisesRegex(Refused, "folder lies elsewhere"):
                self.fetch(host.url, folder=folder)
        self.assertEqual(host.tokens, [])
        self.assertEqual(self.left(), [])

    def test_more_than_the_limits_is_given_up(self) -> None:
        for limits in (Limits(size=len(MODEL) - 1), Limits(seconds=0)):
            host = self.host(whole)
            with self.assertRaisesRegex(Refused, "too large, or takes too long"):
                self.fetch(host.url, limits=limits)
            self.assertEqual(self.left(), [])

    def test_one_that_gives_a_byte_at_a_time_is_given_up(self) -> None:
        ended = threading.Event()
        self.addCleanup(ended.set)

        def drip(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.end_headers()
            with contextlib.suppress(OSError):
                while not ended.wait(0.01):
                    request.wfile.write(b"x")

        with self.assertRaisesRegex(Refused, "takes too long"):
            self.fetch(self.host(drip).url, limits=Limits(seconds=0.3))

    def test_a_length_that_is_none_is_said_in_a_sentence(self) -> None:
        for length in ("abc", "-5", "9" * 5000):
            host = self.host(answering(MODEL, length))
            with self.assertRaisesRegex(Refused, "gave a length that is none"):
                self.fetch(host.url)

    def test_a_credential_in_an_address_is_refused(self) -> None:
        for address in (
            "https://me:word@models.example/x",
            f"https://models.example/x?token={TOKEN}",
            f"https://models.example/x?download=1&api_key={TOKEN}",
            f"https://models.example/x?X-Amz-Signature={TOKEN}",
        ):
            with self.assertRaisesRegex(Refused, "credential") as refused:
                self.fetch(address)
            self.assertNotIn(TOKEN, str(refused.exception))
        check_address("https://models.example/x?type=Model&format=SafeTensor")

    def test_an_address_that_is_not_https_is_refused(self) -> None:
        for address in ("http://models.example/x", "file:///etc/passwd", "models.example/x"):
            with self.assertRaisesRegex(Refused, "is not https"):
                self.fetch(address)

    def test_a_name_that_leads_elsewhere_is_refused(self) -> None:
        host = self.host(whole)
        for name in ("../x.bin", "/x.bin", "a/b.bin", "..", ".hidden", "x\n", ""):
            with self.assertRaisesRegex(Refused, "no plain file name"):
                self.fetch(host.url, name=name)
        self.assertEqual(host.tokens, [])
        self.assertEqual(self.left(), [])

    def test_without_an_address_only_what_is_optional_is_left_out(self) -> None:
        self.fetch("", "--optional")
        self.assertEqual(self.left(), [])
        with self.assertRaisesRegex(Refused, "no address"):
            self.fetch("")

    def test_of_an_archive_the_models_are_taken_whatever_folder_they_are_in(self) -> None:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as files:
            for name in ("buffalo_l/a.onnx", "../../b.onnx", "readme.txt"):
                files.writestr(name, name)
        host = self.host(answering(archive.getvalue()))
        digest = hashlib.sha256(archive.getvalue()).hexdigest()
        self.fetch(host.url, "--unzip", name="buffalo_l", sha256=digest)
        self.assertEqual(
            self.left(), ["checkpoints/buffalo_l/a.onnx", "checkpoints/buffalo_l/b.onnx"]
        )

    def test_what_is_no_archive_or_a_broken_one_is_said_in_a_sentence(self) -> None:
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as files:
            files.writestr("a.onnx", b"good")
            files.writestr("b.onnx", b"a whole model")
        broken = archive.getvalue().replace(b"a whole model", b"a wrong model")
        empty = io.BytesIO()
        zipfile.ZipFile(empty, "w").close()
        for body, words in (
            (MODEL, "no zip archive that can be read"),
            (broken, "a file in the archive is broken"),
            (archive.getvalue()[:-30], "no zip archive that can be read"),
            (empty.getvalue(), "holds no ONNX file"),
        ):
            host = self.host(answering(body))
            with self.assertRaisesRegex(Refused, words):
                digest = hashlib.sha256(body).hexdigest()
                self.fetch(host.url, "--unzip", name="buffalo_l", sha256=digest)
            self.assertEqual(self.left(), [])

    def host(self, answer: Callable[[BaseHTTPRequestHandler], None]) -> Host:
        host = Host(answer)
        self.addCleanup(host.close)
        return host

    def fetch(
        self,
        url: str,
        *more: str,
        folder: str = "checkpoints",
        name: str = "x.safetensors",
        sha256: str = SHA256,
        limits: Limits | None = None,
    ) -> None:
        arguments = [*more, "--models", str(self.models), folder, name, url, sha256]
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            fetch(options_from(arguments), pause_s=0, limits=limits or Limits())
        self.assertNotIn(TOKEN, said.getvalue())

    def left(self) -> list[str]:
        """Every file in the models' folder; beside that lies the token alone."""
        found = {path for path in self.folder.rglob("*") if path.is_file()}
        inside = {path for path in found if self.models in path.parents}
        self.assertEqual(found - inside, {self.token_file})
        return sorted(str(path.relative_to(self.models)) for path in inside)


def answering(
    body: bytes,
    length: int | str | None = None,
    headers: Mapping[str, str] | None = None,
    status: int = 200,
) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            request.send_header(name, value)
        request.end_headers()
        with contextlib.suppress(OSError):  # Not everybody reads to the end.
            request.wfile.write(body)

    return answer


def in_parts(
    most: int, headers: Mapping[str, str] = MappingProxyType({"ETag": '"v1"'})
) -> Callable[[BaseHTTPRequestHandler], None]:
    """Breaks off after `most` bytes, and goes on where it is asked to."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked = request.headers["Range"]
        at = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        about = {"Content-Range": f"bytes {at}-{len(MODEL) - 1}/{len(MODEL)}"} if asked else {}
        answering(
            MODEL[at : at + most], len(MODEL) - at, {**headers, **about}, 206 if asked else 200
        )(request)

    return answer


def in_turn(
    *answers: Callable[[BaseHTTPRequestHandler], None],
) -> Callable[[BaseHTTPRequestHandler], None]:
    """One answer after the other, a request each."""
    left = list(answers)
    return lambda request: left.pop(0)(request)


def failing(code: int) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda request: request.send_error(code)


def redirecting(address: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", address)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


whole = answering(MODEL)
cut_off = answering(MODEL[: len(MODEL) // 2], length=len(MODEL))
