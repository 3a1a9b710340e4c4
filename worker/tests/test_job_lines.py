import json

from darkroom_worker.job_lines import LONGEST_LINE

from .contract import face_graph, text_graph
from .job_case import JobCase
from .photos import as_base64, photo
from .worker_process import WorkerProcess


class JobLines(JobCase):
    async def asyncSetUp(self) -> None:
        self.process = await WorkerProcess.start(
            COMFYUI_URL=self.sandbox.url, COMFYUI_FOLDER=str(self.sandbox.folder)
        )
        self.addAsyncCleanup(self.process.close_quietly)
        self.assertEqual(await self.process.next(), {"ready": True})

    async def test_a_job_is_answered_once(self) -> None:
        output = await self.process.run(text_graph())
        self.assertEqual(len(output["images"]), 1)
        self.assertEqual(await self.process.close(), 0)
        self.assertEqual(len([line for line in self.process.lines if "output" in line]), 1)

    async def test_progress_comes_before_the_output_and_never_after(self) -> None:
        self.sandbox.settings(stepMs=200)
        await self.process.run(text_graph(steps=10))
        await self.process.close()
        kinds = [key for line in self.process.lines[1:] for key in line if key != "id"]
        self.assertGreaterEqual(kinds.count("progress"), 2)
        self.assertEqual(kinds.index("output"), len(kinds) - 1)

    async def test_a_cancelled_job_says_so_instead_of_an_output(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        await self.process.send({"id": "a", "input": face_graph(as_base64(photo()))})
        await self.until(self.sandbox.queue)
        await self.process.send({"id": "a", "cancel": True})
        self.assertEqual(
            await self.process.next("cancelled", "output"), {"id": "a", "cancelled": True}
        )
        self.assert_nothing_left(photo(), self.process.lines)

    async def test_a_job_that_is_cancelled_before_it_begins_says_so_and_frees_its_id(self) -> None:
        start, cancel = {"id": "a", "input": text_graph()}, {"id": "a", "cancel": True}
        await self.process.send(f"{json.dumps(start)}\n{json.dumps(cancel)}")
        self.assertEqual(
            await self.process.next("cancelled", "output"), {"id": "a", "cancelled": True}
        )
        self.assertEqual(len((await self.process.run(text_graph(), "a"))["images"]), 1)

    async def test_a_reader_that_stalls_does_not_keep_it_from_ending(self) -> None:
        self.process.stall()
        # Each is answered by more than the line itself; a pipe holds 64 kB.
        await self.process.send("\n".join(["[]"] * 200_000))
        self.process.terminate()
        self.assertEqual(await self.process.exit_code(), 0)
        self.process.close_output()

    async def test_an_output_that_is_closed_ends_it(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        await self.process.send({"id": "a", "input": face_graph(as_base64(photo()))})
        await self.until(self.sandbox.queue)
        self.process.close_output()
        await self.process.send("[]")
        self.assertEqual(await self.process.exit_code(), 0)
        self.assert_nothing_left(photo())

    async def test_jobs_may_overlap(self) -> None:
        self.sandbox.settings(stepMs=50)
        for name in ("a", "b"):
            await self.process.send({"id": name, "input": text_graph(seed=ord(name))})
        outputs = [await self.process.next("output") for _ in range(2)]
        self.assertEqual({output["id"] for output in outputs}, {"a", "b"})

    async def test_garbage_is_answered_and_survived(self) -> None:
        for garbage in (
            "no json",
            "[" * 100_000,
            "[]",
            '{"input": {}}',
            '{"id": 5, "input": {}}',
            '{"id": "a"}',
            '{"id": "nobody", "cancel": 1}',
        ):
            await self.process.send(garbage)
            self.assertIsInstance((await self.process.next())["error"], str)
        await self.process.send('{"id": "nobody", "cancel": true}')
        await self.process.send("")
        self.assertEqual(len((await self.process.run(text_graph()))["images"]), 1)

    async def test_an_id_that_runs_is_not_taken_twice(self) -> None:
        self.sandbox.settings(stepMs=100)
        await self.process.send({"id": "a", "input": text_graph()})
        await self.process.send({"id": "a", "input": text_graph()})
        self.assertEqual((await self.process.next("error"))["id"], "a")
        self.assertEqual((await self.process.next("output"))["id"], "a")

    async def test_a_line_of_many_megabytes_is_read(self) -> None:
        graph = face_graph("A" * 15_000_000)
        output = await self.process.run(graph)
        self.assertIn("larger than 7.5 MB", output["error"])

    async def test_a_line_that_is_too_long_is_answered_once(self) -> None:
        await self.process.send("[" + " " * LONGEST_LINE + "]")
        self.assertIn("shorter than 64 MB", (await self.process.next())["error"])
        self.assertEqual(len((await self.process.run(text_graph()))["images"]), 1)
        self.assertEqual([line for line in self.process.lines if "error" in line][1:], [])

    async def test_the_end_of_the_input_cancels_and_cleans_up(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        await self.process.send({"id": "a", "input": face_graph(as_base64(photo()))})
        await self.until(self.sandbox.queue)
        self.assertEqual(await self.process.close(), 0)
        self.assertEqual(self.process.lines[-1], {"id": "a", "cancelled": True})
        self.assert_nothing_left(photo(), [self.process.lines, self.process.log])

    async def test_a_term_signal_cancels_and_cleans_up(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        await self.process.send({"id": "a", "input": face_graph(as_base64(photo()))})
        await self.until(self.sandbox.queue)
        self.process.terminate()
        self.assertEqual(await self.process.ended(), 0)
        self.assert_nothing_left(photo(), [self.process.lines, self.process.log])

    async def test_the_log_tells_ids_and_states_only(self) -> None:
        graph = face_graph(as_base64(photo()))
        graph["7"]["inputs"]["text"] = "a very private wish"
        await self.process.run(graph, "job-1")
        graph["10"]["inputs"]["steps"] = "many"
        await self.process.run(graph, "job-2")
        await self.process.close()
        self.assertRegex(self.process.log, r"job job-1 done after \d+\.\d s")
        self.assertRegex(self.process.log, r"job job-2 failed after \d+\.\d s")
        self.assertNotIn("private", self.process.log)
        self.assert_nothing_left(photo(), [self.process.lines, self.process.log])


class SettingsOfTheProcess(JobCase):
    async def test_a_bad_setting_ends_it_with_a_sentence(self) -> None:
        process = await WorkerProcess.start(COMFYUI_FOLDER="/no/such/folder")
        self.addAsyncCleanup(process.close_quietly)
        self.assertEqual(await process.ended(), 2)
        self.assertEqual(process.log, "COMFYUI_FOLDER must be a folder that exists\n")
        self.assertEqual(json.dumps(process.lines), "[]")
