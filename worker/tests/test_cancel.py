from .contract import text_graph
from .job_case import JobCase


class Cancel(JobCase):
    async def test_a_cancelled_job_interrupts_its_own_prompt_only(self) -> None:
        self.sandbox.settings(stepMs=300)
        running = self.start_job(text_graph(steps=50, seed=1), "running")
        await self.until(self.sandbox.queue)
        waiting = self.start_job(text_graph(steps=2, seed=2), "waiting")
        await self.until(lambda: len(self.sandbox.queue()) == 2)
        await self.cancel(running)
        self.assertEqual(len((await waiting)["images"]), 1)

    async def test_a_cancelled_job_that_waits_leaves_the_running_one_alone(self) -> None:
        self.sandbox.settings(stepMs=200)
        running = self.start_job(text_graph(steps=8, seed=1), "running")
        await self.until(self.sandbox.queue)
        waiting = self.start_job(text_graph(seed=2), "waiting")
        await self.until(lambda: len(self.sandbox.queue()) == 2)
        await self.cancel(waiting)
        self.assertEqual(len(self.sandbox.queue()), 1)
        self.assertEqual(len((await running)["images"]), 1)

    async def test_a_cancelled_job_leaves_neither_prompt_nor_file(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        task = self.start_job(text_graph())
        await self.until(self.sandbox.queue)
        await self.cancel(task)
        self.assertEqual(self.sandbox.queue(), [])
        self.assertEqual(self.sandbox.history(), {})
        self.assertEqual(self.sandbox.files(), [])
        self.assertRegex(self.log.getvalue(), r"job job-1 cancelled after \d+\.\d s")

    async def test_a_cancel_during_the_submission_takes_it_back(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        self.sandbox.fault(method="POST", path="^/prompt", delayMs=300)
        task = self.start_job(text_graph(seed=1))
        await self.until(lambda: "POST /prompt" in self.sandbox.requests())
        await self.cancel(task)
        self.assertEqual(self.sandbox.queue(), [])
        # One that came through late would have run before this one, and be in the history.
        self.sandbox.settings(stepMs=1)
        self.sandbox.fault(method="POST", path="^/prompt", delayMs=600)
        await self.run_job(text_graph(seed=2))
        self.assertEqual(self.sandbox.history(), {})

    async def test_a_second_cancel_does_not_cut_the_clean_up_short(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        task = self.start_job(text_graph())
        await self.until(self.sandbox.queue)
        self.sandbox.fault(method="POST", path="^/queue", delayMs=300)
        task.cancel()
        await self.until(lambda: "POST /queue" in self.sandbox.requests())
        await self.cancel(task)
        self.assertEqual(self.sandbox.queue(), [])

    async def test_a_call_that_fails_does_not_keep_the_prompt_running(self) -> None:
        for path in ("^/queue", "^/interrupt"):
            self.sandbox.settings(stepMs=200)
            task = self.start_job(text_graph(steps=10_000))
            await self.until(self.sandbox.queue)
            self.sandbox.fault(method="POST", path=path, when="after", answer="reset")
            await self.cancel(task)
            self.assertEqual(self.sandbox.queue(), [], path)
            self.assertEqual(self.sandbox.history(), {}, path)

    async def test_a_call_that_is_answered_by_an_error_is_made_again(self) -> None:
        for path in ("^/queue", "^/interrupt"):
            self.sandbox.settings(stepMs=200)
            task = self.start_job(text_graph(steps=10_000))
            await self.until(self.sandbox.queue)
            self.sandbox.fault(method="POST", path=path, answer={"status": 500})
            await self.cancel(task)
            self.assertEqual(self.sandbox.queue(), [], path)
            self.assertEqual(self.sandbox.history(), {}, path)

    async def test_a_job_that_is_over_interrupts_nothing(self) -> None:
        await self.run_job(text_graph())
        self.assertNotIn("POST /interrupt", self.sandbox.requests())

    async def test_the_time_limit_interrupts_the_prompt(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        self.worker = self.new_worker(PROMPT_TIMEOUT_S="0.4")
        output = await self.run_job(text_graph())
        self.assertRegex(output["error"], r"^Prompt [\w-]+ did not complete within 0\.4s$")
        self.assertEqual(self.sandbox.queue(), [])

    async def test_the_time_limit_holds_when_comfyui_does_not_answer(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        self.worker = self.new_worker(PROMPT_TIMEOUT_S="0.4")
        self.sandbox.fault(path="^/history/", answer="hang")
        output = await self.run_job(text_graph())
        self.assertIn("did not complete within 0.4s", output["error"])

    async def test_the_time_limit_is_for_the_submission_and_the_run_together(self) -> None:
        self.sandbox.settings(stepMs=400)
        self.worker = self.new_worker(PROMPT_TIMEOUT_S="3")
        self.sandbox.fault(method="POST", path="^/prompt", delayMs=2000)
        output = await self.run_job(text_graph(steps=5))
        self.assertRegex(output.get("error", ""), "did not complete within 3s$")

    async def test_the_time_limit_holds_when_the_graph_is_not_taken(self) -> None:
        self.worker = self.new_worker(PROMPT_TIMEOUT_S="1")
        self.sandbox.fault(method="POST", path="^/prompt", answer="hang")
        output = await self.run_job(text_graph())
        self.assertRegex(output["error"], r"^Prompt [\w-]+ did not complete within 1s$")
        self.assertEqual(len((await self.run_job(text_graph()))["images"]), 1)
