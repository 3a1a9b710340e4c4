import base64
from io import BytesIO

from PIL import Image

from darkroom_worker.graph import Graph
from darkroom_worker.job_files import JobFiles
from darkroom_worker.outputs import claim_outputs
from darkroom_worker.picture_check import PNG, picture_kind

from .contract import read, text_graph
from .job_case import JobCase


class TextJobs(JobCase):
    async def test_the_contracts_text_graph_gives_a_png(self) -> None:
        output = await self.run_job(read("text-to-image"))
        [image] = output["images"]
        self.assertEqual(image["filename"], "ComfyUI_00001_.png")
        self.assertEqual(image["type"], "image/png")
        with Image.open(BytesIO(base64.b64decode(image["data"]))) as picture:
            self.assertEqual(picture.size, (1024, 1024))
        self.assertEqual(list(output), ["images"])

    async def test_an_identical_graph_gives_its_picture_again(self) -> None:
        first = await self.run_job(text_graph())
        second = await self.run_job(text_graph())
        self.assertEqual(first, second)

    async def test_an_identical_graph_without_a_prefix_gives_its_picture_again(self) -> None:
        graph = text_graph()
        graph["12"] = {"class_type": "PreviewImage", "inputs": {"images": ["11", 0]}}
        first = await self.run_job(graph)
        second = await self.run_job(graph)
        self.assertEqual(len(first["images"]), 1)
        self.assertEqual(len(second["images"]), 1)
        self.assertEqual(self.sandbox.files(), [])

    async def test_the_sampler_is_not_run_again_for_an_identical_graph(self) -> None:
        await self.run_job(text_graph())
        self.sandbox.settings(fail=failure_of("KSampler"))
        output = await self.run_job(text_graph())
        self.assertEqual(len(output["images"]), 1)

    async def test_every_picture_of_a_batch_comes(self) -> None:
        graph = text_graph()
        graph["13"]["inputs"]["batch_size"] = 3
        output = await self.run_job(graph)
        self.assertEqual(len({image["filename"] for image in output["images"]}), 3)

    async def test_every_output_node_counts(self) -> None:
        graph = text_graph()
        graph["20"] = {"class_type": "PreviewImage", "inputs": {"images": ["11", 0]}}
        output = await self.run_job(graph)
        self.assertEqual(len(output["images"]), 2)

    async def test_a_prefix_with_folders_gives_a_bare_name(self) -> None:
        graph = text_graph()
        graph["12"]["inputs"]["filename_prefix"] = "people/anna/portrait"
        output = await self.run_job(graph)
        self.assertEqual(output["images"][0]["filename"], "portrait_00001_.png")

    async def test_a_prefix_cannot_leave_the_jobs_folder(self) -> None:
        for prefix in ("../../escaped", "/tmp/escaped", "..\\..\\escaped", "../darkroom-x/escaped"):
            graph = text_graph()
            graph["12"]["inputs"]["filename_prefix"] = prefix
            output = await self.run_job(graph)
            self.assertEqual(output["images"][0]["filename"], "escaped_00001_.png", prefix)
            self.assertEqual(self.sandbox.files(), [], prefix)

    async def test_a_prefix_of_any_other_kind_stays_in_the_jobs_folder(self) -> None:
        for prefix in (5, None, 1.5, True, [], ["1", 0]):
            graph: Graph = {"1": {"class_type": "X", "inputs": {"filename_prefix": prefix}}}
            claim_outputs(graph, JobFiles(self.sandbox.folder, "mine"))
            self.assertEqual(graph["1"]["inputs"]["filename_prefix"], "mine/ComfyUI")

    async def test_nothing_is_left_of_a_job(self) -> None:
        await self.run_job(text_graph())
        self.assertEqual(self.sandbox.files(), [])
        self.assertEqual(list((self.sandbox.folder / "output").iterdir()), [])
        self.assertEqual(self.sandbox.history(), {})

    async def test_a_picture_does_not_hold_its_graph(self) -> None:
        output = await self.run_job(text_graph())
        data = base64.b64decode(output["images"][0]["data"])
        self.assertNotIn(b"class_type", data)
        self.assertIs(picture_kind(data), PNG)
        Image.open(BytesIO(data)).verify()

    async def test_another_graph_in_api_format_is_taken_as_it_is(self) -> None:
        graph = text_graph()
        graph["a"] = {
            "class_type": "LatentUpscaleBy",
            "inputs": {"samples": ["10", 0], "upscale_method": "bislerp", "scale_by": 2.0},
        }
        graph["b"] = {
            "class_type": "VAEDecode",
            "inputs": {"samples": ["a", 0], "vae": ["1", 2]},
        }
        graph["12"]["inputs"]["images"] = ["b", 0]
        output = await self.run_job(graph)
        self.assertEqual(len(output["images"]), 1)

    async def test_the_senders_graph_is_not_changed(self) -> None:
        graph = text_graph()
        await self.run_job(graph)
        self.assertEqual(graph, text_graph())

    async def test_no_graph_is_refused_by_the_contract(self) -> None:
        inputs: list[object] = [{}, None, [], "graph"]
        for nothing in inputs:
            output = await self.run_job(nothing)
            self.assertEqual(output, {"error": "No prompt provided in input"})

    async def test_the_log_holds_no_word_of_the_prompt(self) -> None:
        graph = text_graph()
        graph["7"]["inputs"]["text"] = "a very private wish"
        await self.run_job(graph, job_id="job\n17")
        self.assertNotIn("private", self.log.getvalue())
        self.assertRegex(self.log.getvalue(), r"job job_17 done after \d+\.\d s")


def failure_of(node_class: str, message: str = "broken", kind: str = "RuntimeError") -> object:
    return {"node_class": node_class, "exception_type": kind, "exception_message": message}
