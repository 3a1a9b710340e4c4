import asyncio
import base64
from io import BytesIO

from PIL import Image

from .contract import face_graph, text_graph
from .job_case import JobCase
from .photos import as_base64, photo


class ProgressOfJobs(JobCase):
    async def test_percent_is_of_the_whole_job_and_never_goes_down(self) -> None:
        self.sandbox.settings(stepMs=250)
        await self.run_job(face_graph(as_base64(photo()), steps=12))
        percents = [report["percent"] for report in self.reporter.reports]
        self.assertGreaterEqual(len(percents), 3)
        self.assertEqual(percents, sorted(percents))
        self.assertLess(percents[0], 20)
        self.assertGreater(percents[-1], 40)
        self.assertLess(percents[-1], 100)

    async def test_a_report_says_where_the_sampler_is(self) -> None:
        self.sandbox.settings(stepMs=300)
        await self.run_job(text_graph(steps=8))
        sampler = [report for report in self.reporter.reports if report["node"] == "10"]
        self.assertTrue(sampler)
        for report in sampler:
            self.assertEqual((report["type"], report["max"]), ("progress", 8))
            self.assertLessEqual(report["value"], 8)
            # Of fourteen parts, the eight steps come after four.
            parts = 4 + report["value"] / report["max"] * 8
            self.assertEqual(report["percent"], round(100 * parts / 14, 1))
            self.assertNotIn("preview", report)

    async def test_a_face_takes_its_share_of_the_percent_as_well(self) -> None:
        self.sandbox.settings(stepMs=300)
        await self.run_job(face_graph(as_base64(photo()), steps=10))
        sampler = [report for report in self.reporter.reports if report["node"] == "10"]
        self.assertGreaterEqual(len(sampler), 2)
        for report in sampler:
            # Ten nodes come before the steps: the face's loaders and the adapter are among them.
            parts = 10 + report["value"] / report["max"] * 10
            self.assertEqual(report["percent"], round(100 * parts / 22, 1))

    async def test_previews_come_as_small_jpegs(self) -> None:
        self.sandbox.settings(stepMs=300, previews=True)
        await self.run_job(text_graph(steps=8))
        previews = [one["preview"] for one in self.reporter.reports if "preview" in one]
        self.assertTrue(previews)
        for preview in previews:
            data = base64.b64decode(preview)
            self.assertLess(len(data), 20_000)
            with Image.open(BytesIO(data)) as picture:
                self.assertEqual(picture.format, "JPEG")
                self.assertLessEqual(max(picture.size), 256)

    async def test_nothing_is_reported_after_the_end(self) -> None:
        self.sandbox.settings(stepMs=100, previews=True)
        await self.run_job(text_graph(steps=15))
        self.assertTrue(self.reporter.reports)
        self.assertTrue(self.reporter.is_over)
        self.assertEqual(self.reporter.late, 0)

    async def test_another_jobs_progress_is_not_reported(self) -> None:
        self.sandbox.settings(stepMs=100)
        task = self.start_job(text_graph(steps=20, seed=1), "first")
        await self.until(self.sandbox.queue)
        mine = asyncio.create_task(self.run_job(text_graph(steps=2, seed=2), "second"))
        await task
        await mine
        self.assertEqual([one for one in self.reporter.reports if one["max"] == 20], [])
