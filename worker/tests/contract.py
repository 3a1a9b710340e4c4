"""Graphs that the tests send: the contract's two, and those that real ComfyUI was seen to run. The
files are those of the bot's tests and of the sandbox's."""

import json
from typing import Any

from .sandbox import ROOT

FOLDERS = (ROOT / "test/comfy/fixtures", ROOT / "test/sandbox/comfy/graphs")

Graph = dict[str, Any]


def read(name: str) -> Graph:
    """A graph from the first folder that has one of that name."""
    paths = (folder / f"{name}.json" for folder in FOLDERS)
    graph: Graph = json.loads(next(path for path in paths if path.is_file()).read_text())
    return graph


def text_graph(steps: int = 3, **sampler: object) -> Graph:
    """The contract's text-to-image graph, but small and quick."""
    graph = read("text-to-image")
    graph["13"]["inputs"] |= {"width": 128, "height": 128}
    graph["10"]["inputs"] |= {"steps": steps, **sampler}
    return graph


def face_graph(face: str, steps: int = 3) -> Graph:
    """The contract's face graph, but small and quick."""
    graph = read("face-reference")
    graph["6"]["inputs"]["image"] = face
    graph["13"]["inputs"] |= {"width": 128, "height": 128}
    graph["10"]["inputs"] |= {"steps": steps}
    return graph
