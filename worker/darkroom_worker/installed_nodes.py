"""What the installed ComfyUI has: node classes, their inputs, and the files these take."""

from collections.abc import Mapping
from typing import Any

from .comfy_client import ComfyClient


class NodeClass:
    """One class as `/object_info` describes it."""

    def __init__(self, info: Mapping[str, Any]) -> None:
        sections = info.get("input")
        self._inputs: dict[str, Any] = {}
        for section in ("required", "optional"):
            part = sections.get(section) if isinstance(sections, Mapping) else None
            self._inputs.update(part if isinstance(part, Mapping) else {})

    @property
    def inputs(self) -> frozenset[str]:
        """Names of the inputs it takes."""
        return frozenset(self._inputs)

    def options(self, name: str) -> list[str]:
        """The values an input may have; none where it is no choice. Two notations are in use:
        `[[…], {…}]` and `["COMBO", {"options": […]}]`."""
        kind, config = self._spec(name)
        values = kind if isinstance(kind, list) else config.get("options")
        return [value for value in values or [] if isinstance(value, str)]

    def takes_upload(self, name: str) -> bool:
        """Whether an input names a picture of the input folder, where ComfyUI's page uploads it."""
        _, config = self._spec(name)
        return config.get("image_upload") is True

    def clamp(self, name: str, value: object) -> object:
        """A number brought into the input's range; anything else as it is."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return value
        _, config = self._spec(name)
        least, most = config.get("min"), config.get("max")
        if isinstance(least, (int, float)) and value < least:
            return least
        if isinstance(most, (int, float)) and value > most:
            return most
        return value

    def _spec(self, name: str) -> tuple[Any, Mapping[str, Any]]:
        spec = self._inputs.get(name)
        if not isinstance(spec, list) or not spec:
            return None, {}
        return spec[0], spec[1] if len(spec) > 1 and isinstance(spec[1], Mapping) else {}


class InstalledNodes:
    """Asks ComfyUI once a class, and for one job only: files come and go between jobs."""

    def __init__(self, comfy: ComfyClient) -> None:
        self._comfy = comfy
        self._known: dict[str, NodeClass | None] = {}

    async def find(self, name: str) -> NodeClass | None:
        """The class; None where it is not installed."""
        if name not in self._known:
            info = await self._comfy.class_info(name)
            self._known[name] = NodeClass(info) if info is not None else None
        return self._known[name]

    async def has_file(self, class_name: str, input_name: str, file: str) -> bool:
        """Whether an input of a class offers that file."""
        node_class = await self.find(class_name)
        return node_class is not None and file in node_class.options(input_name)
