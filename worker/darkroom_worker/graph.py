"""ComfyUI's API format: node id → `{class_type, inputs}`. Nothing in it is trusted."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from .errors import JobError

Node = dict[str, Any]
Graph = dict[str, Node]


def read_graph(job_input: object) -> Graph:
    """A job's input as a graph of its own, that may be changed. Raises JobError by the contract."""
    if not isinstance(job_input, dict) or not job_input:
        raise JobError("No prompt provided in input")
    return {str(key): deepcopy(node) for key, node in job_input.items()}


def nodes_of(graph: Graph) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Id, class and inputs of every node that is one; ComfyUI itself refuses what is not."""
    for node_id, node in list(graph.items()):
        if not isinstance(node, dict):
            continue
        class_type, inputs = node.get("class_type"), node.get("inputs")
        if isinstance(class_type, str) and isinstance(inputs, dict):
            yield node_id, class_type, inputs


def is_link(value: object) -> bool:
    """Whether an input takes another node's output: `[node id, slot]`."""
    return (
        isinstance(value, list)
        and len(value) == 2
        and isinstance(value[0], str)
        and isinstance(value[1], int)
    )


def linked_ids(graph: Graph) -> list[str]:
    """The node that each link in the graph comes from, once a link."""
    inputs = (value for _, _, values in nodes_of(graph) for value in values.values())
    return [value[0] for value in inputs if is_link(value)]


def add_node(graph: Graph, class_type: str, inputs: Mapping[str, object]) -> str:
    """Adds a node under the first number that no node has; gives that id."""
    number = len(graph) + 1
    while str(number) in graph:
        number += 1
    graph[str(number)] = {"class_type": class_type, "inputs": dict(inputs)}
    return str(number)
