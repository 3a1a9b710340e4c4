import asyncio
import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

from darkroom_worker import late_prompts
from darkroom_worker.job_files import JobFiles
from darkroom_worker.job_names import new_job_name
from darkroom_worker.late_prompts import LatePrompts

from .contract import face_graph, text_graph
from .job_case import JobCase
from .photos import as_base64, photo

PREFIX = {"filename_prefix": "a"}


class SlowToInterrupt(JobCase):
    def setUp(self) -> None:
        super().setUp()
        for name, seconds in (("job.STOP_WITHIN_S", 0.2), ("late_prompts.LOOK_EVERY_S", 0.05)):
            change = patch(f"darkroom_worker.{name}", seconds)
            change.start()
            self.addCleanup(change.stop)

    async def test_a_prompt_cancelled_while_a_checkpoint_loads_is_forgotten_once_it_ends(
        self,
    ) -> None:
        self.sandbox.settings(hold="CheckpointLoaderSimple")
        task = self.start_job(face_graph(as_base64(photo())))
        await self.until(self.sandbox.queue)
        await self.cancel(task)
        await self.assert_forgotten_once_it_ends()

    async def test_a_prompt_out_of_time_while_text_is_encoded_is_forgotten_once_it_ends(
        self,
    ) -> None:
        self.sandbox.settings(hold="CLIPTextEncode")
        self.worker = self.new_worker(PROMPT_TIMEOUT_S="0.4")
        output = await self.run_job(text_graph())
        self.assertIn("did not complete within 0.4s", output["error"])
        await self.assert_forgotten_once_it_ends()

    async def test_one_that_could_not_be_forgotten_is_forgotten_later(self) -> None:
        self.sandbox.fault(method="POST", path="^/history", times=3, answer={"status": 500})
        self.assertEqual(len((await self.run_job(text_graph()))["images"]), 1)
        await self.until(lambda: self.sandbox.history() == {})

    async def test_what_is_made_after_the_cancel_goes_as_well(self) -> None:
        for held, first in (("SaveImage", "PreviewImage"), ("PreviewImage", "SaveImage")):
            self.sandbox.settings(hold=held)
            graph = {
                "6": {"class_type": "LoadImage", "inputs": {"image": as_base64(photo())}},
                "2": {"class_type": first, "inputs": {"images": ["6", 0], **PREFIX}},
                "12": {"class_type": held, "inputs": {"images": ["6", 0], **PREFIX}},
            }
            task = self.start_job(graph)
            # The last node is held right after that, and none comes that the interrupt could stop.
            folder = "temp/" if first == "PreviewImage" else "output/"
            await self.until(lambda: any(name.startswith(folder) for name in self.sandbox.files()))
            await self.cancel(task)
            await self.assert_forgotten_once_it_ends()

    async def test_the_next_job_is_made_while_one_is_waited_for(self) -> None:
        self.sandbox.settings(hold="CheckpointLoaderSimple")
        task = self.start_job(text_graph(seed=1), "late")
        await self.until(self.sandbox.queue)
        await self.cancel(task)
        following = self.start_job(text_graph(seed=2), "next")
        await self.until(lambda: len(self.sandbox.queue()) == 2)
        self.sandbox.settings(hold=None)
        self.assertEqual(len((await following)["images"]), 1)
        await self.until(lambda: self.sandbox.history() == {})

    async def assert_forgotten_once_it_ends(self) -> None:
        """One prompt still runs at first; in the end nothing is left of it anywhere."""
        self.assertEqual(len(self.sandbox.queue()), 1)
        self.assertEqual(self.sandbox.history(), {})
        self.sandbox.settings(hold=None)
        await self.until(lambda: self.sandbox.queue() == [])
        await self.until(lambda: self.sandbox.history() == {})
        self.assertEqual(self.sandbox.files(), [])
        self.assertEqual(list(self.sandbox.folder.rglob("darkroom-*")), [])
        self.assert_nothing_left(photo())


class StartedAnew:
    """A ComfyUI that has neither a queue nor a history."""

    def __init__(self, session: object, url: str) -> None:
        pass

    async def has_in_queue(self, prompt_id: str) -> bool:
        return False

    async def history(self, prompt_id: str) -> None:
        return None


class Bounds(unittest.IsolatedAsyncioTestCase):
    async def test_the_oldest_is_given_up_where_there_are_too_many(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            files = JobFiles(Path(folder), new_job_name())
            # Nobody listens there: nothing is ever found to be over.
            late = LatePrompts("http://127.0.0.1:9", lambda: None)
            with self.assertLogs("darkroom_worker", "ERROR") as logged:
                for number in range(late_prompts.MOST + 3):
                    late.remember(f"prompt-{number}", files)
            self.assertEqual(len(logged.output), 3)
            self.assertEqual(len(late.ids), late_prompts.MOST)
            self.assertEqual(late.ids[0], "prompt-3")
            # And all of them by one task, beside this one.
            self.assertEqual(len(asyncio.all_tasks()), 2)

    async def test_one_that_comfyui_knows_nothing_of_is_waited_for_no_longer(self) -> None:
        with tempfile.TemporaryDirectory() as folder, patch.object(
            late_prompts, "LOOK_EVERY_S", 0.01
        ), patch.object(late_prompts, "ComfyClient", StartedAnew):
            late = LatePrompts("http://127.0.0.1:9", lambda: None)
            late.remember("prompt", JobFiles(Path(folder), new_job_name()))
            async with asyncio.timeout(20):
                while late.ids:
                    await asyncio.sleep(0.01)
