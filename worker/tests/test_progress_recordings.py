import unittest
from typing import Any

from darkroom_worker.progress import Progress

from .contract import read
from .recordings import VERSIONS, Event, recorded, with_steps


def graph_with(steps: int) -> dict[str, Any]:
    graph = read("text-to-image")
    graph["10"]["inputs"]["steps"] = steps
    return graph


def percents(events: list[Event], steps: int) -> list[int]:
    """Every percent that a watcher would have seen, whole and in order."""
    progress, seen = Progress(graph_with(steps)), [0]
    for event, data in events:
        progress.take(event, data)
        if (percent := round(progress.percent)) != seen[-1]:
            seen.append(percent)
    return seen


class RecordedProgress(unittest.TestCase):
    def test_it_goes_evenly_through_a_run(self) -> None:
        for version in VERSIONS:
            with self.subTest(version):
                seen = percents(recorded("success", version), steps=8)
                # Four nodes, eight steps, two nodes.
                self.assertEqual(seen, [0, 7, 14, 21, 29, 36, 43, 50, 57, 64, 71, 79, 86, 93, 99])

    def test_twenty_steps_go_from_15_to_96(self) -> None:
        for version in VERSIONS:
            with self.subTest(version):
                seen = percents(with_steps(recorded("success", version), steps=20), steps=20)
                steps = [15, 19, 23, 27, 31, 35, 38, 42, 46, 50, 54, 58, 62, 65, 69, 73, 77, 81, 85]
                self.assertEqual(seen, [0, 4, 8, 12, *steps, 88, 92, 96, 99])

    def test_it_stays_where_a_run_is_cancelled(self) -> None:
        for version, steps_done in zip(VERSIONS, (2, 3), strict=True):
            with self.subTest(version):
                seen = percents(recorded("cancelled", version), steps=8)
                self.assertEqual(seen, [0, 29, 36, 43, 50][: steps_done + 2])

    def test_a_node_is_not_finished_as_it_begins(self) -> None:
        for version in VERSIONS:
            progress = Progress(graph_with(8))
            for event, data in recorded("success", version):
                progress.take(event, data)
                if (event, data.get("node")) == ("executing", "10"):
                    break
            self.assertEqual((progress.node, progress.value, progress.percent), ("10", 0, 28.6))

    def test_an_older_comfyui_without_states_is_followed_as_well(self) -> None:
        events = [one for one in recorded("success", "0.3.64") if one[0] != "progress_state"]
        seen = percents(events, steps=8)
        self.assertEqual(seen, [0, 7, 14, 21, 29, 36, 43, 50, 57, 64, 71, 79, 86, 93, 99])
