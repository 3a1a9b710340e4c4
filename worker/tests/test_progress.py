import base64
import math
import unittest
from io import BytesIO
from typing import Any

from PIL import Image

from darkroom_worker.preview import picture_in_frame, small_jpeg
from darkroom_worker.progress import Progress
from darkroom_worker.reports import Reports

from .contract import read, text_graph
from .photos import photo


class PercentOfAGraph(unittest.TestCase):
    def setUp(self) -> None:
        self.progress = Progress(read("text-to-image"))

    def test_a_step_counts_as_much_as_a_node_without_steps(self) -> None:
        self.progress.take("execution_cached", {"nodes": ["1", "7", "8", "13"]})
        self.progress.take("executing", {"node": "10"})
        self.progress.take("progress", {"node": "10", "value": 9, "max": 20})
        self.assertEqual(self.progress.percent, 50)

    def test_it_does_not_fall_when_a_second_sampler_begins_again(self) -> None:
        self.progress.take("progress", {"node": "10", "value": 15, "max": 20})
        before = self.progress.percent
        self.progress.take("progress", {"node": "10", "value": 1, "max": 20})
        self.assertEqual(self.progress.percent, before)

    def test_numbers_that_cannot_be_are_passed_over(self) -> None:
        for value in (math.nan, math.inf, -math.inf, 10**400, -1):
            for data in ({"value": value, "max": 20}, {"value": 1, "max": value}):
                self.progress.take("progress", {"node": "10", **data})
                self.assertEqual((self.progress.value, self.progress.max), (0, 1))
                self.assertEqual(self.progress.percent, 0)

    def test_it_is_never_a_hundred(self) -> None:
        self.progress.take("execution_cached", {"nodes": list(read("text-to-image"))})
        self.assertEqual(self.progress.percent, 99)

    def test_the_newer_event_says_the_same(self) -> None:
        state = {"state": "running", "value": 9, "max": 20}
        done = {node: {"state": "finished"} for node in ("1", "7", "8", "13")}
        self.progress.take("progress_state", {"nodes": {**done, "10": state}})
        self.assertEqual(self.progress.percent, 50)
        self.assertEqual(self.progress.node, "10")

    def test_nonsense_is_passed_over(self) -> None:
        events: list[tuple[str, dict[str, Any]]] = [
            ("progress", {"value": "x", "max": None}),
            ("progress", {"node": ["10"], "value": 1, "max": 0}),
            ("progress_state", {"nodes": [1]}),
            ("execution_cached", {}),
            ("crystools.monitor", {"gpu": 1}),
        ]
        for event, data in events:
            self.progress.take(event, data)
        self.assertEqual(self.progress.percent, 0)


class ReportsInTime(unittest.TestCase):
    def setUp(self) -> None:
        self.now = 0.0
        self.sent: list[dict[str, Any]] = []
        self.progress = Progress(text_graph(steps=20))
        self.reports = Reports(self, self.progress, lambda: self.now)

    def report(self, data: dict[str, Any]) -> None:
        self.sent.append(data)

    async def settled(self) -> None:
        pass

    def step(self, value: int, at: float) -> None:
        self.now = at
        self.progress.take("progress", {"node": "10", "value": value, "max": 20})
        self.reports.send_if_due()

    def test_they_are_a_second_apart(self) -> None:
        for value in range(1, 16):
            self.step(value, at=value * 0.25)
        self.assertEqual([report["value"] for report in self.sent], [1, 5, 9, 13])

    def test_what_came_too_soon_is_reported_later(self) -> None:
        self.step(1, at=0)
        self.step(2, at=0.1)
        self.now = 1.1
        self.reports.send_if_due()
        self.assertEqual([report["value"] for report in self.sent], [1, 2])

    def test_what_is_known_is_not_said_again(self) -> None:
        self.step(1, at=0)
        self.step(1, at=5)
        self.assertEqual(len(self.sent), 1)

    def test_none_comes_after_the_close(self) -> None:
        self.reports.close()
        self.step(1, at=0)
        self.assertEqual(self.sent, [])

    def test_a_preview_goes_with_one_report(self) -> None:
        self.reports.keep_preview("PNG", photo())
        self.step(1, at=0)
        self.step(2, at=2)
        self.assertEqual([("preview" in report) for report in self.sent], [True, False])


class Previews(unittest.TestCase):
    def test_a_frame_is_a_number_a_format_and_a_file(self) -> None:
        self.assertEqual(picture_in_frame(bytes([0, 0, 0, 1, 0, 0, 0, 1]) + b"x"), ("JPEG", b"x"))
        self.assertEqual(picture_in_frame(bytes([0, 0, 0, 1, 0, 0, 0, 2]) + b"x"), ("PNG", b"x"))

    def test_other_frames_are_none(self) -> None:
        for frame in (b"", b"\0\0\0\1", bytes([0, 0, 0, 3, 0, 0, 0, 1, 9]), bytes(9)):
            self.assertIsNone(picture_in_frame(frame))

    def test_even_noise_becomes_small(self) -> None:
        small = small_jpeg("PNG", photo(side=600))
        assert small is not None
        data = base64.b64decode(small)
        self.assertLess(len(data), 20_000)
        with Image.open(BytesIO(data)) as picture:
            self.assertLessEqual(max(picture.size), 256)

    def test_what_cannot_be_read_is_left_out(self) -> None:
        self.assertIsNone(small_jpeg("JPEG", b"no picture"))
