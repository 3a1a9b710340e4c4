import os
import signal
from typing import Any

from .child_case import ChildCase, has_ended
from .contract import face_graph, text_graph
from .photos import as_base64, photo
from .sandbox import call, files_under
from .worker_process import WorkerProcess

LIMIT = r"^Prompt [\w-]+ did not complete within 2s$"


class HungComfyUi(ChildCase):
    async def test_one_that_does_not_take_a_graph_is_ended(self) -> None:
        worker = await self.start_worker(PROMPT_TIMEOUT_S="2")
        await worker.run(text_graph(), "first")
        self.hang("^/prompt$")
        output = await worker.run(text_graph(), "second")
        self.assertRegex(output["error"], LIMIT)
        await self.assert_started_anew(worker)

    async def test_one_that_does_not_say_what_it_has_is_ended(self) -> None:
        worker = await self.start_worker(PROMPT_TIMEOUT_S="2")
        await worker.run(text_graph(), "first")
        self.hang("^/object_info/")
        output = await worker.run(face_graph(as_base64(photo())), "second")
        self.assertEqual(
            output["error"],
            "ComfyUI process died: GET /object_info brought no answer, so it was ended",
        )
        await self.assert_started_anew(worker)

    async def test_one_that_was_stopped_between_jobs_is_ended(self) -> None:
        worker = await self.start_worker(PROMPT_TIMEOUT_S="2")
        await worker.run(text_graph(), "first")
        os.kill(self.children()[0], signal.SIGSTOP)
        output = await worker.run(text_graph(), "second")
        self.assertRegex(output["error"], LIMIT)
        await self.assert_started_anew(worker)

    async def test_one_that_was_stopped_in_the_middle_of_a_prompt_is_ended(self) -> None:
        worker = await self.start_worker(PROMPT_TIMEOUT_S="2")
        await self.begin_long_job(worker)
        os.kill(self.children()[0], signal.SIGSTOP)
        self.assertRegex((await worker.next("output"))["output"]["error"], LIMIT)
        await self.assert_started_anew(worker)

    async def test_one_that_was_stopped_is_ended_by_a_cancel_too(self) -> None:
        worker = await self.start_worker(PROMPT_TIMEOUT_S="600")
        await self.begin_long_job(worker)
        os.kill(self.children()[0], signal.SIGSTOP)
        await worker.send({"id": "long", "cancel": True})
        await worker.next("cancelled")
        await self.assert_started_anew(worker)

    async def test_one_that_answers_is_kept_when_a_prompt_takes_too_long(self) -> None:
        worker = await self.start_worker(PROMPT_TIMEOUT_S="2")
        await self.begin_long_job(worker)
        self.assertRegex((await worker.next("output"))["output"]["error"], LIMIT)
        [child] = self.children()
        self.assertFalse(has_ended(child))

    async def test_one_that_is_stopped_while_it_starts_is_ended(self) -> None:
        error = await self.error_of(self.known_by_id("kill -STOP $$"), START_TIMEOUT_S="0.5")
        self.assertEqual(error, "ComfyUI never started: not reachable after 0.5s")
        [child] = self.children()
        self.assertTrue(has_ended(child))

    def hang(self, path: str) -> None:
        call(self.url, "POST", "/sandbox/fault", {"path": path, "answer": "hang"})

    async def begin_long_job(self, worker: WorkerProcess) -> None:
        await worker.run(text_graph(), "first")
        call(self.url, "PUT", "/sandbox/settings", {"stepMs": 600_000})
        await worker.send({"id": "long", "input": face_graph(as_base64(photo()))})
        await worker.next("progress")

    async def assert_started_anew(self, worker: WorkerProcess) -> None:
        """The hung one is gone with what it had of a job, and another serves the next job."""
        [hung] = self.children()
        self.assertTrue(has_ended(hung))
        self.assertEqual(files_under(self.folder), [])
        output: dict[str, Any] = await worker.run(face_graph(as_base64(photo())), "next")
        self.assertEqual(len(output.get("images", [])), 1, output)
        self.assertEqual(len(self.children()), 2)
