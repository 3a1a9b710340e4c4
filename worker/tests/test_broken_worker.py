import asyncio
import io
import logging
import shlex
import signal
import socket
import sys
import tempfile
import types
import unittest
from collections.abc import Callable
from typing import Any

from darkroom_worker.runpod_jobs import serve_runpod
from darkroom_worker.settings import settings_from
from darkroom_worker.worker import Worker

from .contract import text_graph

NO_GPU = "import sys; sys.exit('RuntimeError: No CUDA GPUs are available')"
Handler = Callable[[object], Any]


class Serverless:
    """`runpod.serverless` as far as jobs are taken: one after the other, until SIGTERM."""

    def __init__(self) -> None:
        self.handler: Handler | None = None
        self.takes_jobs = True

    def start(self, config: dict[str, Any]) -> None:
        self.handler = config["handler"]

    def stop(self, *_: object) -> None:
        self.takes_jobs = False

    async def serve(self, queue: list[object]) -> list[dict[str, Any]]:
        """The results, in order; what was not taken stays in the queue."""
        assert self.handler is not None
        results: list[dict[str, Any]] = []
        while self.takes_jobs and queue:
            results.append(await self.handler(queue.pop(0)))
            # Signals are heard between two steps of the loop.
            await asyncio.sleep(0)
        return results


class BrokenWorker(unittest.IsolatedAsyncioTestCase):
    def setUp(self) -> None:
        self.queue: list[object] = [{"id": f"job-{n}", "input": text_graph()} for n in range(5)]
        self.serverless = Serverless()
        module: Any = types.ModuleType("runpod")
        module.serverless = self.serverless
        sys.modules["runpod"] = module
        self.addCleanup(sys.modules.pop, "runpod")
        self.log = io.StringIO()
        handler = logging.StreamHandler(self.log)
        logging.getLogger("darkroom_worker").addHandler(handler)
        self.addCleanup(logging.getLogger("darkroom_worker").removeHandler, handler)

    async def test_one_whose_comfyui_dies_at_its_start_does_not_eat_the_queue(self) -> None:
        self.listen_for_sigterm()
        self.serve(shlex.join([sys.executable, "-c", NO_GPU]))
        results = await self.serverless.serve(self.queue)
        self.assertEqual(len(results), 1, results)
        self.assertEqual(len(self.queue), 4)
        self.assertIs(results[0]["refresh_worker"], True)
        why = "ComfyUI process died while starting (exit code 1): RuntimeError: No CUDA GPUs are"
        self.assertTrue(results[0]["error"].startswith(why), results)
        self.assertIn(why, self.log.getvalue())

    async def test_so_it_is_with_every_way_not_to_start(self) -> None:
        for command in ("/no/such/program", shlex.join(["sleep", "600"]), ""):
            self.serve(command)
            assert self.serverless.handler is not None
            result = await self.serverless.handler(self.queue[0])
            self.assertTrue(result["error"].startswith("ComfyUI never started"), result)
            self.assertIs(result["refresh_worker"], True, command)

    async def test_a_job_that_fails_for_its_own_sake_does_not_end_the_worker(self) -> None:
        self.listen_for_sigterm()
        self.serve("/no/such/program")
        results = await self.serverless.serve([{"id": "a", "input": {}}, {"id": "b", "input": 1}])
        self.assertEqual([list(result) for result in results], [["error"], ["error"]])

    def listen_for_sigterm(self) -> None:
        """As the SDK does where RunPod runs it; elsewhere the signal would end the process."""
        before = signal.signal(signal.SIGTERM, self.serverless.stop)
        self.addCleanup(signal.signal, signal.SIGTERM, before)

    def serve(self, command: str) -> None:
        """A worker whose ComfyUI is that command."""
        folder = tempfile.TemporaryDirectory(prefix="darkroom-worker-test-")
        self.addCleanup(folder.cleanup)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {
            "COMFYUI_COMMAND": command,
            "COMFYUI_URL": f"http://127.0.0.1:{port}",
            "COMFYUI_FOLDER": folder.name,
            "START_TIMEOUT_S": "20" if command and "sleep" not in command else "0.3",
        }
        worker = Worker(settings_from(environment))
        self.addCleanup(worker.stop)
        worker.start()
        serve_runpod(worker)
