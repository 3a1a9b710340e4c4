"""Graphs that the tests send. The JSON files are copies: the contract's two, and what real ComfyUI
was seen to run."""

import json
from pathlib import Path
from typing import Any

Graph = dict[str, Any]


def read(name: str) -> Graph:
    """A graph as it lies in tests/graphs."""
    path = Path(__file__).parent / "graphs" / f"{name}.json"
    graph: Graph = json.loads(path.read_text())
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
