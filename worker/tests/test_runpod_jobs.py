import asyncio
import sys
import threading
import types
import unittest
from collections.abc import Callable
from typing import Any

from darkroom_worker.runpod_jobs import RunPodReporter, hush, serve_runpod

from .contract import face_graph, text_graph
from .job_case import LONGEST_WAIT_S, JobCase
from .photos import as_base64, photo


class SlowServerless:
    """`runpod.serverless` as documented: reports are posted from threads of its own."""

    def __init__(self) -> None:
        self.release = threading.Event()
        self.begun = 0
        self.posted: list[object] = []
        self.served: dict[str, Any] = {}

    def progress_update(self, job: object, progress: object) -> None:
        self.begun += 1

        def post() -> None:
            self.release.wait(20)
            self.posted.append((job, progress))

        threading.Thread(target=post, daemon=True).start()

    def start(self, config: dict[str, Any]) -> None:
        self.served = config


class ReportsToRunPod(unittest.IsolatedAsyncioTestCase):
    def setUp(self) -> None:
        self.serverless = SlowServerless()
        self.addCleanup(self.serverless.release.set)
        self.reporter = RunPodReporter(self.serverless, {"id": "a"})

    async def test_the_answer_waits_until_the_last_report_is_out(self) -> None:
        self.reporter.report({"percent": 5})
        threading.Timer(0.1, self.serverless.release.set).start()
        await self.reporter.settled()
        self.assertEqual(self.serverless.posted, [({"id": "a"}, {"percent": 5})])

    async def test_a_report_does_not_overtake_one_that_is_on_its_way(self) -> None:
        self.reporter.report({"percent": 5})
        self.reporter.report({"percent": 6})
        self.serverless.release.set()
        await self.reporter.settled()
        self.assertEqual(len(self.serverless.posted), 1)

    async def test_without_reports_nothing_is_waited_for(self) -> None:
        await self.reporter.settled()


class TheSdksLog(unittest.TestCase):
    def test_it_is_never_so_talkative_as_to_quote_jobs(self) -> None:
        for level, becomes in (
            (None, "INFO"),
            ("DEBUG", "INFO"),
            ("trace", "INFO"),
            ("ERROR", "ERROR"),
            ("warn", "warn"),
        ):
            environment = {} if level is None else {"RUNPOD_LOG_LEVEL": level}
            hush(environment)
            self.assertEqual(environment["RUNPOD_LOG_LEVEL"], becomes)
            self.assertEqual(environment["RUNPOD_DEBUG_LEVEL"], "INFO")


class ServingRunPod(JobCase):
    async def test_the_handler_takes_a_job_as_the_sdk_gives_it(self) -> None:
        serverless = SlowServerless()
        serverless.release.set()
        handler = self.handler(serverless)
        output = await handler({"id": "job-7", "input": face_graph(as_base64(photo()))})
        self.assertEqual(len(output["images"]), 1)
        self.assert_nothing_left(photo(), output)

    async def test_every_report_is_out_before_the_handler_returns(self) -> None:
        serverless = SlowServerless()
        self.sandbox.settings(stepMs=100)
        handler = self.handler(serverless)
        threading.Timer(1.5, serverless.release.set).start()
        await handler({"id": "job-8", "input": face_graph(as_base64(photo()), steps=5)})
        self.assertEqual(len(serverless.posted), 1)

    async def test_a_cancelled_job_ends_after_its_last_report(self) -> None:
        serverless, task = await self.cancelled_while_reporting()
        await self.until(lambda: self.sandbox.requests()[-1] == "POST /history")
        # RunPod's impatience does not cut it short.
        task.cancel()
        await asyncio.wait({task}, timeout=0.2)
        serverless.release.set()
        await asyncio.wait({task}, timeout=LONGEST_WAIT_S)
        self.assertTrue(task.cancelled())
        self.assertEqual(len(serverless.posted), 1)

    async def test_a_cancelled_job_does_not_wait_for_ever_for_a_report(self) -> None:
        serverless, task = await self.cancelled_while_reporting()
        await asyncio.wait({task}, timeout=LONGEST_WAIT_S)
        self.assertTrue(task.cancelled())
        self.assertEqual(serverless.posted, [])

    async def cancelled_while_reporting(self) -> tuple[SlowServerless, "asyncio.Task[Any]"]:
        """A job that is being cancelled, with a report on its way that nobody takes."""
        serverless = SlowServerless()
        self.addCleanup(serverless.release.set)
        self.sandbox.settings(stepMs=20_000)
        handler = self.handler(serverless)
        task = asyncio.create_task(handler({"id": "job-9", "input": text_graph()}))
        await self.until(lambda: serverless.begun)
        task.cancel()
        return serverless, task

    def handler(self, serverless: SlowServerless) -> Callable[[object], Any]:
        module: Any = types.ModuleType("runpod")
        module.serverless = serverless
        sys.modules["runpod"] = module
        self.addCleanup(sys.modules.pop, "runpod")
        serve_runpod(self.worker)
        handler: Callable[[object], Any] = serverless.served["handler"]
        return handler
