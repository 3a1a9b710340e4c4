"""ComfyUI's HTTP API, one method a call."""

from collections.abc import Mapping
from json import loads
from typing import Any
from urllib.parse import quote

import aiohttp

from .errors import ComfyUnreachable, DiskFailed, JobError

# ComfyUI answers slowly while it loads a model: the interpreter is one for both.
PATIENCE_S = 60.0
# For calls that are made again, or at the end, when nobody wants to wait for it.
_SHORT_S = 5.0
# The longest answer but a picture that is read: a refusal, the queue and the history may all hold a
# whole graph, base64 included.
MOST_BYTES = 32_000_000


class ComfyClient:
    """Raises ComfyUnreachable where no answer comes within `patience_s`, JobError where it cannot
    be used."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, patience_s: float = PATIENCE_S
    ) -> None:
        self._session = session
        self._url = url
        self._patience_s = patience_s

    async def is_up(self) -> bool:
        """Whether ComfyUI answers its health check."""
        try:
            status, _ = await self._json("GET", "/system_stats", timeout_s=_SHORT_S)
        except (ComfyUnreachable, JobError):
            return False
        return status == 200

    async def class_info(self, name: str) -> Mapping[str, Any] | None:
        """What `/object_info` says of a node class; None where it is not installed."""
        _, body = await self._json("GET", f"/object_info/{quote(name, safe='')}")
        info = body.get(name) if isinstance(body, Mapping) else None
        return info if isinstance(info, Mapping) else None

    async def class_names(self) -> list[str]:
        """Every node class that is installed, in no order. Raises JobError where ComfyUI does not
        say."""
        body = await self._told("/object_info")
        return list(body) if isinstance(body, Mapping) else []

    async def model_folders(self) -> list[str]:
        """The kinds of models that it knows, as `checkpoints`. Raises JobError as above."""
        return _texts(await self._told("/models"))

    async def model_files(self, folder: str) -> list[str]:
        """The files of one kind, each by the name that a graph calls it. Raises JobError as above."""
        return _texts(await self._told(f"/models/{quote(folder, safe='')}"))

    async def upload(self, name: str, data: bytes, mime: str) -> None:
        """Puts a picture into ComfyUI's input folder under exactly that name."""
        form = aiohttp.FormData()
        form.add_field("image", data, filename=name, content_type=mime)
        form.add_field("type", "input")
        form.add_field("overwrite", "true")
        status, _ = await self._json("POST", "/upload/image", data=form)
        if status != 200:
            # ComfyUI looks at the name alone, so a failure of its own is one to write the file.
            kind = DiskFailed if status >= 500 else JobError
            raise kind(f"ComfyUI did not take the picture: HTTP {status}")

    async def submit(self, graph: object, client_id: str, prompt_id: str) -> tuple[int, Any]:
        """`POST /prompt`: status and body. Newer ComfyUI takes the id given here, so that a prompt
        whose answer was lost can be stopped all the same; older ones choose their own."""
        body = {"prompt": graph, "client_id": client_id, "prompt_id": prompt_id}
        return await self._json("POST", "/prompt", json=body)

    async def history(self, prompt_id: str) -> Mapping[str, Any] | None:
        """A prompt's outputs and status once it is over; None until then."""
        path = f"/history/{quote(prompt_id, safe='')}"
        _, body = await self._json("GET", path, timeout_s=_SHORT_S)
        entry = body.get(prompt_id) if isinstance(body, Mapping) else None
        return entry if isinstance(entry, Mapping) else None

    async def has_in_queue(self, prompt_id: str) -> bool:
        """Whether a prompt waits or runs; also true where ComfyUI will not say."""
        status, body = await self._json("GET", "/queue", timeout_s=_SHORT_S)
        if status != 200 or not isinstance(body, Mapping):
            return True
        lists = [body.get("queue_running"), body.get("queue_pending")]
        rows = [row for rows in lists if isinstance(rows, list) for row in rows]
        return any(isinstance(row, list) and prompt_id in row[:2] for row in rows)

    async def remove_waiting(self, prompt_id: str) -> None:
        """Takes a prompt out of the queue; one that runs stays."""
        await self._json("POST", "/queue", json={"delete": [prompt_id]}, timeout_s=_SHORT_S)

    async def interrupt(self, prompt_id: str) -> None:
        """Stops that prompt, if it is the one that runs."""
        await self._json(
            "POST", "/interrupt", json={"prompt_id": prompt_id}, timeout_s=_SHORT_S
        )

    async def forget(self, prompt_id: str) -> bool:
        """Removes a prompt from the history, which holds its whole graph. Whether that was done."""
        body = {"delete": [prompt_id]}
        status, _ = await self._json("POST", "/history", json=body, timeout_s=_SHORT_S)
        return status == 200

    async def view(self, file: Mapping[str, str], most_bytes: int) -> bytes | None:
        """A file's bytes: None where it is not there, and one byte too many where it is too big."""
        call = "GET /view"
        timeout = aiohttp.ClientTimeout(total=self._patience_s)
        try:
            async with self._session.get(
                f"{self._url}/view", params=dict(file), timeout=timeout, allow_redirects=False
            ) as response:
                return await _read(response, most_bytes) if response.status == 200 else None
        except UnicodeError:
            return None  # Half a character, which no address can hold.
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise _unreachable(call, error) from None

    def socket(self, client_id: str) -> Any:
        """Opens the websocket on which ComfyUI tells `client_id` about its prompts."""
        return self._session.ws_connect(
            f"{self._url}/ws", params={"clientId": client_id}, max_msg_size=1 << 24
        )

    async def _told(self, path: str) -> Any:
        status, body = await self._json("GET", path)
        if status != 200:
            raise JobError(f"GET {path} was answered {status}")
        return body

    async def _json(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        data: object = None,
        timeout_s: float | None = None,
    ) -> tuple[int, Any]:
        timeout = aiohttp.ClientTimeout(total=timeout_s or self._patience_s)
        call = f"{method} /{path.split('/')[1]}"
        try:
            async with self._session.request(
                method,
                self._url + path,
                json=json,
                data=data,
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                raw = await _read(response, MOST_BYTES)
                if len(raw) > MOST_BYTES:
                    raise JobError(f"{call} was answered with more than {MOST_BYTES // 10**6} MB")
                try:
                    return response.status, loads(raw)
                except (ValueError, RecursionError):
                    # Some routes answer 200 and nothing, and a failure may come as a page.
                    return response.status, None
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise _unreachable(call, error) from None


def _texts(body: object) -> list[str]:
    return [one for one in body if isinstance(one, str)] if isinstance(body, list) else []


async def _read(response: aiohttp.ClientResponse, most_bytes: int) -> bytes:
    """The body, or `most_bytes` and one of one that is longer."""
    data = bytearray()
    async for chunk in response.content.iter_chunked(1 << 18):
        data += chunk
        if len(data) > most_bytes:
            return bytes(data[: most_bytes + 1])
    return bytes(data)


def _unreachable(call: str, error: Exception) -> ComfyUnreachable:
    refused = isinstance(error, (aiohttp.ClientConnectorError, ConnectionRefusedError))
    return ComfyUnreachable(call, refused=refused, silent=isinstance(error, TimeoutError))
