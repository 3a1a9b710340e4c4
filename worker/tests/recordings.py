"""What real ComfyUI was recorded to say: data/events/."""

import json
from pathlib import Path
from typing import Any

VERSIONS = ("0.3.64", "0.33.0")
_FOLDER = Path(__file__).parent / "data/events"

Event = tuple[str, dict[str, Any]]


def recorded(name: str, version: str) -> list[Event]:
    """The events on the websocket, in their order: type and data."""
    lines = (_FOLDER / f"{name}-{version}.jsonl").read_text().splitlines()
    said = [json.loads(line) for line in lines]
    return [(one["type"], one["data"]) for one in said if "type" in one]


def with_steps(events: list[Event], steps: int, sampler: str = "10") -> list[Event]:
    """A recording as it would have been with that many steps: each is said in two events."""
    said = [place for place, (kind, _) in enumerate(events) if kind == "progress"]
    first, end = said[0] - 1, said[-1] + 1
    step = events[first : first + 2]
    return [
        *events[:first],
        *(_at(one, sampler, value, steps) for value in range(1, steps + 1) for one in step),
        *(_at(one, sampler, steps, steps) for one in events[end:]),
    ]


def _at(event: Event, node: str, value: int, most: int) -> Event:
    kind, data = event
    if kind == "progress":
        return kind, {**data, "value": value, "max": most}
    if kind != "progress_state":
        return event
    state = {**data["nodes"][node], "value": value, "max": most}
    return kind, {**data, "nodes": {**data["nodes"], node: state}}
