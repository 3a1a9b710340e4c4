import tempfile
import unittest
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from darkroom_worker.comfy_client import ComfyClient
from darkroom_worker.errors import JobError
from darkroom_worker.input_pictures import upload_pictures
from darkroom_worker.installed_nodes import InstalledNodes
from darkroom_worker.job_files import JobFiles
from darkroom_worker.job_names import new_job_name

from .contract import Graph, text_graph
from .job_case import JobCase
from .photos import as_base64, photo, scene

CUT_OUT = scene(see_through=True)
UPLOAD = [[], {"image_upload": True}]
CLASSES: dict[str, dict[str, Any]] = {
    "SomebodysLoader": {"input": {"required": {"picture": UPLOAD, "note": ["STRING", {}]}}},
    "NewerLoader": {"input": {"optional": {"file": ["COMBO", {"image_upload": True}]}}},
    "ETN_LoadImageBase64": {"input": {"required": {"image": ["STRING", {}]}}},
    "CLIPTextEncode": {"input": {"required": {"text": ["STRING", {"multiline": True}]}}},
}


class FolderComfy(ComfyClient):
    """A ComfyUI with those classes, as far as pictures that come in are concerned."""

    def __init__(self, folder: Path) -> None:
        self._input = folder / "input"
        self._input.mkdir()
        self.asked: list[str] = []

    async def class_info(self, name: str) -> Mapping[str, Any] | None:
        self.asked.append(name)
        return CLASSES.get(name)

    async def upload(self, name: str, data: bytes, mime: str) -> None:
        (self._input / name).write_bytes(data)

    @property
    def uploaded(self) -> dict[str, bytes]:
        """What lies in its input folder."""
        return {path.name: path.read_bytes() for path in sorted(self._input.iterdir())}


class PicturesIn(unittest.IsolatedAsyncioTestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        self.comfy = FolderComfy(self.folder)
        self.files = JobFiles(self.folder, new_job_name())

    async def upload(self, graph: Graph) -> None:
        await upload_pictures(graph, self.comfy, self.files, InstalledNodes(self.comfy))

    async def test_each_of_several_has_a_file_of_its_own_as_it_was_sent(self) -> None:
        pictures = [photo("JPEG"), CUT_OUT, photo("WEBP")]
        graph: Graph = {
            str(number): {"class_type": "LoadImage", "inputs": {"image": as_base64(data)}}
            for number, data in enumerate(pictures)
        }
        await self.upload(graph)
        names = [node["inputs"]["image"] for node in graph.values()]
        self.assertEqual(
            names, [f"{self.files.name}-{end}" for end in ("1.jpg", "2.png", "3.webp")]
        )
        self.assertEqual([self.comfy.uploaded[name] for name in names], pictures)
        self.files.remove_inputs()
        self.assertEqual(self.comfy.uploaded, {})

    async def test_one_picture_in_two_places_is_two_files(self) -> None:
        graph = self._two_loaders(as_base64(photo()), as_base64(photo()))
        await self.upload(graph)
        self.assertEqual(len(self.comfy.uploaded), 2)

    async def test_a_mask_is_taken_with_its_alpha(self) -> None:
        inputs = {"image": as_base64(CUT_OUT), "channel": "alpha"}
        await self.upload({"1": {"class_type": "LoadImageMask", "inputs": inputs}})
        [data] = self.comfy.uploaded.values()
        with Image.open(BytesIO(data)) as image:
            self.assertEqual(image.mode, "RGBA")
        self.assertEqual(inputs, {"image": f"{self.files.name}-1.png", "channel": "alpha"})

    async def test_any_input_for_which_pictures_are_uploaded_takes_one(self) -> None:
        graph: Graph = {
            "1": {"class_type": "SomebodysLoader", "inputs": {"picture": as_base64(photo("JPEG"))}},
            "2": {"class_type": "NewerLoader", "inputs": {"file": as_base64(photo())}},
        }
        await self.upload(graph)
        self.assertEqual(graph["1"]["inputs"]["picture"], f"{self.files.name}-1.jpg")
        self.assertEqual(graph["2"]["inputs"]["file"], f"{self.files.name}-2.png")

    async def test_a_picture_for_any_other_input_is_left_alone(self) -> None:
        data = as_base64(photo())
        graph: Graph = {
            "1": {"class_type": "ETN_LoadImageBase64", "inputs": {"image": data}},
            "2": {"class_type": "SomebodysLoader", "inputs": {"note": data}},
            "3": {"class_type": "NoSuchClass", "inputs": {"picture": data}},
        }
        await self.upload(graph)
        self.assertEqual(self.comfy.uploaded, {})
        self.assertEqual({*graph["1"]["inputs"].values(), graph["2"]["inputs"]["note"]}, {data})

    async def test_path_tricks_are_refused_for_every_such_input(self) -> None:
        (self.folder / "secret.png").write_bytes(photo())
        other = f"{new_job_name()}-1.png"
        (self.folder / "input" / other).write_bytes(photo())
        for name in ("../secret.png", "/etc/x.png", "x.png [output]", other):
            graph = {"7": {"class_type": "SomebodysLoader", "inputs": {"picture": name}}}
            with self.assertRaisesRegex(JobError, "picture - Invalid image file") as refused:
                await self.upload(graph)
            self.assertIn('"node_type": "SomebodysLoader"', str(refused.exception))
            self.assertNotIn("darkroom-", str(refused.exception))

    async def test_no_question_is_asked_about_what_is_neither_picture_nor_path(self) -> None:
        graph: Graph = {
            "1": {"class_type": "CLIPTextEncode", "inputs": {"text": "a lighthouse at dusk"}},
            "2": {"class_type": "SomebodysLoader", "inputs": {"picture": "theirs.png"}},
        }
        await self.upload(graph)
        self.assertEqual(self.comfy.asked, [])

    async def test_words_that_look_like_a_path_stay_words(self) -> None:
        inputs = {"text": "../and so on..."}
        await self.upload({"1": {"class_type": "CLIPTextEncode", "inputs": inputs}})
        self.assertEqual(inputs, {"text": "../and so on..."})

    async def test_none_is_uploaded_where_one_is_no_picture(self) -> None:
        graph = self._two_loaders(as_base64(photo()), as_base64(photo()[:200]))
        with self.assertRaisesRegex(JobError, "Invalid image file: cannot be read"):
            await self.upload(graph)
        self.assertEqual(self.comfy.uploaded, {})

    def _two_loaders(self, one: str, other: str) -> Graph:
        return {
            "1": {"class_type": "LoadImage", "inputs": {"image": one}},
            "2": {"class_type": "LoadImageMask", "inputs": {"image": other, "channel": "red"}},
        }


class JobsWithPictures(JobCase):
    async def test_a_picture_and_a_mask_go_in_and_nothing_stays(self) -> None:
        sent, mask = photo("JPEG", side=128), CUT_OUT
        graph = text_graph()
        del graph["13"]
        graph["40"] = {"class_type": "LoadImage", "inputs": {"image": as_base64(sent)}}
        inputs = {"image": as_base64(mask), "channel": "alpha"}
        graph["41"] = {"class_type": "LoadImageMask", "inputs": inputs}
        graph["42"] = {
            "class_type": "VAEEncodeForInpaint",
            "inputs": {
                "pixels": ["40", 0],
                "vae": ["1", 2],
                "mask": ["41", 0],
                "grow_mask_by": 6,
            },
        }
        graph["10"]["inputs"] |= {"latent_image": ["42", 0], "denoise": 0.8}
        output = await self.run_job(graph)
        self.assertEqual(len(output.get("images", [])), 1, output)
        self.assert_nothing_left(sent, output)
        self.assert_nothing_left(mask, output)

    async def test_files_of_one_that_is_cancelled_go_too(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        graph = text_graph()
        for number in range(3):
            inputs = {"image": as_base64(photo(seed=number))}
            graph[f"5{number}"] = {"class_type": "LoadImage", "inputs": inputs}
        task = self.start_job(graph)
        await self.until(lambda: len(self.sandbox.files()) == 3)
        await self.cancel(task)
        for number in range(3):
            self.assert_nothing_left(photo(seed=number))
