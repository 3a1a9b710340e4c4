import asyncio
import json
import unittest
from typing import Any

from darkroom_worker.comfy_client import ComfyClient
from darkroom_worker.describe import describe
from darkroom_worker.errors import JobError

from .child_case import ChildCase
from .contract import text_graph
from .job_case import JobCase

DESCRIBE = {"describe": True}
# What the bot parses of an answer, pictures apart, in bytes.
LARGEST_READ = 256 * 1024


class Descriptions(JobCase):
    async def test_models_are_told_by_folder_and_nodes_by_class(self) -> None:
        output = await self.run_job(DESCRIBE)
        self.assertEqual(list(output), ["models", "nodes"])
        self.assertIn("sd_xl_base_1.0.safetensors", output["models"]["checkpoints"])
        self.assertIn("ip-adapter-faceid_sdxl.bin", output["models"]["ipadapter"])
        self.assertEqual(output["models"]["embeddings"], [])
        self.assertIn("KSampler", output["nodes"])
        for names in (output["nodes"], *output["models"].values(), list(output["models"])):
            self.assertEqual(names, sorted(set(names)))

    async def test_a_second_one_says_the_same(self) -> None:
        first = await self.run_job(DESCRIBE)
        self.assertEqual(json.dumps(await self.run_job(DESCRIBE)), json.dumps(first))

    async def test_it_follows_what_is_installed(self) -> None:
        self.sandbox.settings(without=["sd_xl_base_1.0.safetensors", "IPAdapterFaceID"])
        output = await self.run_job(DESCRIBE)
        self.assertNotIn("sd_xl_base_1.0.safetensors", output["models"]["checkpoints"])
        self.assertNotIn("IPAdapterFaceID", output["nodes"])

    async def test_the_nodes_own_code_is_no_model(self) -> None:
        output = await self.run_job(DESCRIBE)
        self.assertNotIn("custom_nodes", output["models"])
        self.assertNotIn("GET /models/custom_nodes", self.sandbox.requests())

    async def test_nothing_is_queued_or_logged_of_it(self) -> None:
        await self.run_job(DESCRIBE)
        self.assertNotIn("POST /prompt", self.sandbox.requests())
        self.assertNotIn("safetensors", self.log.getvalue())

    async def test_it_is_told_while_a_picture_is_made(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        self.start_job(text_graph())
        await self.until(self.sandbox.queue)
        self.assertIn("KSampler", (await self.run_job(DESCRIBE, "other"))["nodes"])

    async def test_anything_else_is_a_graph(self) -> None:
        for other in ({"describe": False}, {"describe": True, "1": {}}, {"describe": "true"}):
            output = await self.run_job(other)
            self.assertTrue(output["error"].startswith("ComfyUI error: ["), output)

    async def test_a_folder_that_cannot_be_read_is_said_not_to_be_whole(self) -> None:
        self.sandbox.fault(path="^/models/loras", answer={"status": 500})
        output = await self.run_job(DESCRIBE)
        self.assertEqual(output["models"]["loras"], [])
        self.assertEqual(output["incomplete"], ["loras"])
        self.assertIn("sd_xl_base_1.0.safetensors", output["models"]["checkpoints"])

    async def test_a_comfyui_that_does_not_say_is_an_error(self) -> None:
        for path in ("^/object_info", "^/models$"):
            self.sandbox.fault(path=path, answer={"status": 500})
            output = await self.run_job(DESCRIBE)
            self.assertRegex(output["error"], r"^GET /\w+ was answered 500$")

    async def test_a_comfyui_that_gives_no_answer_is_an_error(self) -> None:
        self.sandbox.fault(path="^/models$", times=5, answer="reset")
        output = await self.run_job(DESCRIBE)
        self.assertIn("GET /models brought no answer", output["error"])

    async def test_a_comfyui_that_never_started_asks_for_another_worker(self) -> None:
        self.worker = self.new_worker(COMFYUI_URL="http://127.0.0.1:9", START_TIMEOUT_S="0.3")
        output = await self.run_job(DESCRIBE)
        self.assertTrue(output["refresh_worker"])


class OfAColdWorker(ChildCase):
    async def test_comfyui_is_started_for_it(self) -> None:
        worker = await self.start_worker()
        output = await worker.run(DESCRIBE)
        self.assertIn("KSampler", output["nodes"])


class ToldComfy(ComfyClient):
    """A ComfyUI that has what a test says."""

    def __init__(self, models: dict[str, list[str]], nodes: list[str]) -> None:
        self._models = models
        self._nodes = nodes

    async def class_names(self) -> list[str]:
        return self._nodes

    async def model_folders(self) -> list[str]:
        return list(self._models)

    async def model_files(self, folder: str) -> list[str]:
        return self._models[folder]


class Bounds(unittest.IsolatedAsyncioTestCase):
    async def told(self, models: dict[str, list[str]], nodes: list[str]) -> dict[str, Any]:
        return await describe(ToldComfy(models, nodes))

    async def test_very_many_names_are_cut_and_cost_no_other_folder_its_own(self) -> None:
        many = [f"{number:06}{'x' * 200}.safetensors" for number in range(20_000)]
        output = await self.told({"loras": many, "vae": ["a.vae"]}, ["KSampler"])
        self.assertLess(len(json.dumps(output)), LARGEST_READ)
        self.assertEqual(output["incomplete"], ["loras"])
        self.assertEqual(output["models"]["vae"], ["a.vae"])
        kept = output["models"]["loras"]
        self.assertEqual(kept, many[: len(kept)])
        self.assertGreater(len(kept), 500)

    async def test_no_more_names_are_told_than_the_bot_reads(self) -> None:
        many = [str(number) for number in range(20_000)]
        output = await self.told({"loras": many, "vae": ["a.vae"]}, ["KSampler"])
        self.assertEqual(len(output["models"]["loras"]), 10_000 - 2)
        self.assertEqual(output["incomplete"], ["loras"])

    async def test_no_name_is_a_path_too_long_or_cannot_be_shown(self) -> None:
        paths = ["/etc/passwd", "../x", "a/../../x", "\\\\host\\x", "C:\\x"]
        bad = [*paths, "x" * 301, "a\nb", "\ud800", ""]
        output = await self.told({"loras": [*bad, "sub/ok.safetensors", "ü.pt"], "/x": ["y"]}, [])
        self.assertEqual(
            output,
            {
                "models": {"loras": ["sub/ok.safetensors", "ü.pt"]},
                "nodes": [],
                "incomplete": ["loras"],
            },
        )

    async def test_it_takes_no_longer_than_it_may(self) -> None:
        class Slow(ToldComfy):
            async def class_names(self) -> list[str]:
                await asyncio.sleep(60)
                return []

        with self.assertRaisesRegex(JobError, "^ComfyUI did not say within 0.05s what it has$"):
            await describe(Slow({}, []), 0.05)
