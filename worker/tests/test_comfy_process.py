import asyncio
import shlex
import socket
import sys
from pathlib import Path

from .child_case import ChildCase, has_ended
from .contract import face_graph, text_graph
from .photos import as_base64, photo
from .sandbox import Sandbox, call, end, files_under
from .worker_process import LONGEST_WAIT_S, WorkerProcess


class ComfyUiAsAChild(ChildCase):
    async def test_it_is_started_and_stopped_with_the_worker(self) -> None:
        worker = await self.start_worker()
        output = await worker.run(text_graph())
        self.assertEqual(len(output["images"]), 1, output)
        self.assertEqual(await worker.close(), 0)
        self.assertFalse(self.is_up())

    async def test_its_death_ends_the_job_at_once_and_the_next_one_starts_it_again(self) -> None:
        worker = await self.start_worker(PROMPT_TIMEOUT_S="600")
        await worker.run(text_graph(), "first")
        call(self.url, "PUT", "/sandbox/settings", {"stepMs": 600_000})
        await worker.send({"id": "second", "input": face_graph(as_base64(photo()))})
        await worker.next("progress")
        end(self.url)
        line = await worker.next("output")
        self.assertEqual(
            line, {"id": "second", "output": {"error": "ComfyUI process died (exit code 1)"}}
        )
        self.assertEqual(files_under(self.folder), [])
        output = await worker.run(face_graph(as_base64(photo())), "third")
        self.assertEqual(len(output["images"]), 1, output)
        await worker.close()
        self.assertEqual(files_under(self.folder), [])
        for text in (worker.log, str(worker.lines)):
            self.assertNotIn(as_base64(photo())[40:80], text)
            self.assertNotIn("darkroom-", text)

    async def test_its_death_between_jobs_is_not_noticed_by_anybody(self) -> None:
        worker = await self.start_worker()
        await worker.run(text_graph(), "first")
        [child] = self.children()
        end(self.url)
        async with asyncio.timeout(20):
            while not has_ended(child):
                await asyncio.sleep(0.01)
        output = await worker.run(text_graph(), "second")
        self.assertEqual(len(output["images"]), 1, output)

    async def test_the_death_of_one_that_somebody_else_runs_is_noticed_too(self) -> None:
        sandbox = await asyncio.to_thread(Sandbox, self.folder)
        self.addCleanup(sandbox.close)
        worker = await WorkerProcess.start(
            COMFYUI_URL=sandbox.url, COMFYUI_FOLDER=str(self.folder), COMFYUI_COMMAND=""
        )
        self.addAsyncCleanup(worker.close_quietly)
        sandbox.settings(stepMs=600_000)
        graph = face_graph(as_base64(photo()))
        # Copies the face into the temp folder, before the sampler runs.
        graph["2"] = {"class_type": "PreviewImage", "inputs": {"images": ["6", 0]}}
        await worker.send({"id": "a", "input": graph})
        async with asyncio.timeout(LONGEST_WAIT_S):
            while not any(name.startswith("temp/") for name in sandbox.files()):
                await asyncio.sleep(0.01)
        await worker.next("progress")
        end(sandbox.url)
        output = (await worker.next("output"))["output"]
        self.assertTrue(output["error"].startswith("ComfyUI process died: nobody answers"), output)
        self.assertEqual(files_under(self.folder), [])

    async def test_it_ends_with_a_worker_that_is_killed(self) -> None:
        # One that does not look at its standard input, as ComfyUI does not.
        worker = await self.start_worker(self.known_by_id("exec sleep 600"))
        await worker.next("ready")
        # The worker does not wait for its child, which may not have said its id yet.
        async with asyncio.timeout(20):
            while not self.children():
                await asyncio.sleep(0.02)
        [child] = self.children()
        worker.kill()
        await worker.ended()
        async with asyncio.timeout(20):
            while not has_ended(child):
                await asyncio.sleep(0.01)

    async def test_it_is_not_started_where_somebody_else_answers(self) -> None:
        with socket.create_server(("127.0.0.1", self.port)):
            error = await self.error_of(self.known_by_id("exit 1"))
            self.assertEqual(error, "ComfyUI never started: somebody else answers at COMFYUI_URL")

    async def test_what_it_says_is_not_logged(self) -> None:
        worker = await self.start_worker()
        await worker.run(text_graph())
        await worker.close()
        self.assertNotIn(str(self.folder), worker.log)

    async def test_a_child_that_ends_while_starting_says_how(self) -> None:
        for program, words in (
            ("import sys; print('a secret'); sys.exit(3)", "(exit code 3)"),
            ("import os; os.kill(os.getpid(), 9)", "(signal 9)"),
            ("import nothing_like_it", "(exit code 1): ModuleNotFoundError: No module named "),
        ):
            error = await self.error_of(shlex.join([sys.executable, "-c", program]))
            self.assertTrue(
                error.startswith(f"ComfyUI process died while starting {words}"), error
            )
            self.assertNotIn("secret", error)

    async def test_a_child_that_never_answers_is_given_up(self) -> None:
        sleeper = shlex.join([sys.executable, "-c", "import time; time.sleep(600)"])
        error = await self.error_of(sleeper, START_TIMEOUT_S="0.5")
        self.assertEqual(error, "ComfyUI never started: not reachable after 0.5s")

    async def test_a_command_that_does_not_exist_is_said(self) -> None:
        error = await self.error_of("/no/such/program")
        self.assertEqual(error, "ComfyUI never started: COMFYUI_COMMAND cannot be run")

    async def test_a_child_that_talks_without_end_does_not_block(self) -> None:
        program = "import sys\nwhile True: sys.stdout.write('x' * 100000)"
        talker = shlex.join([sys.executable, "-c", program])
        error = await self.error_of(talker, START_TIMEOUT_S="0.5")
        self.assertIn("never started", error)
