"""How far a graph has come, from the events on ComfyUI's websocket."""

from collections.abc import Mapping
from typing import Any

from .graph import Graph, nodes_of

_LONGEST_STEPS = 10_000
_LARGEST = 1_000_000_000


class Progress:
    """Counts a node as one part of the work, and one with steps as that many."""

    def __init__(self, graph: Graph) -> None:
        self._weights = {node_id: _steps(inputs) for node_id, _, inputs in nodes_of(graph)}
        self._done: dict[str, float] = {}
        self._percent = 0.0
        # Whether ComfyUI says itself which nodes are finished, as it does since 2025.
        self._has_states = False
        self.node: str | None = None
        self.value: float = 0
        self.max: float = 1

    @property
    def percent(self) -> float:
        """Of the whole graph, 0 to 99, one decimal. Never goes down."""
        total = sum(self._weights.values()) or 1
        done = sum(self._weights.get(node, 0) * share for node, share in self._done.items())
        self._percent = max(self._percent, min(99.0, round(100 * done / total, 1)))
        return self._percent

    def take(self, event: str, data: Mapping[str, Any]) -> bool:
        """Takes an event in; True where it says something new."""
        if event == "execution_cached":
            nodes = data.get("nodes")
            for node in nodes if isinstance(nodes, list) else []:
                self._finish(node)
        elif event == "executing":
            # Where there are states, one has said already that this node runs, so that the node
            # known so far is this one, and not the one before it.
            if not self._has_states:
                self._finish(self.node)
            self._enter(data.get("node"), 0, 1)
        elif event == "progress":
            self._enter(data.get("node") or self.node, data.get("value"), data.get("max"))
        elif event == "progress_state":
            self._take_states(data.get("nodes"))
        elif event == "executed":
            self._finish(data.get("node"))
        elif event != "execution_start":
            return False
        return True

    def _take_states(self, nodes: object) -> None:
        self._has_states = True
        for node, state in nodes.items() if isinstance(nodes, Mapping) else []:
            if not isinstance(state, Mapping):
                continue
            if state.get("state") == "finished":
                self._finish(node)
            elif state.get("state") == "running":
                self._enter(node, state.get("value"), state.get("max"))

    def _enter(self, node: object, value: object, most: object) -> None:
        if not isinstance(node, str):
            return
        self.node = node
        self.value, self.max = 0, 1
        if isinstance(value, (int, float)) and isinstance(most, (int, float)):
            # Neither holds for NaN, infinity, or a number too large to divide by.
            if 0 < most <= _LARGEST and 0 <= value <= _LARGEST:
                self.value, self.max = value, most
        self._done[node] = max(self._done.get(node, 0), min(1.0, self.value / self.max))

    def _finish(self, node: object) -> None:
        if isinstance(node, str):
            self._done[node] = 1.0


def _steps(inputs: Mapping[str, Any]) -> int:
    steps = inputs.get("steps")
    return min(max(steps, 1), _LONGEST_STEPS) if type(steps) is int else 1
