import asyncio
import json
import re
import shutil
from typing import Any

from darkroom_worker.job_files import JobFiles
from darkroom_worker.job_names import new_job_name

from .contract import face_graph, read
from .job_case import JobCase, pictures_in
from .photos import as_base64, bomb, flat, photo
from .test_text_jobs import failure_of


class FaceJobs(JobCase):
    async def test_the_contracts_face_graph_gives_a_picture(self) -> None:
        graph = read("face-reference")
        face = photo()
        graph["6"]["inputs"]["image"] = as_base64(face)
        output = await self.run_job(graph)
        self.assertEqual(len(output["images"]), 1, output)
        self.assert_nothing_left(face, output)

    async def test_it_also_does_so_with_the_contracts_files_only(self) -> None:
        self.sandbox.settings(
            without=[
                "ip-adapter-faceid_sdxl_lora.safetensors",
                "CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors",
            ]
        )
        output = await self.run_job(face_graph(as_base64(photo())))
        self.assertEqual(len(output["images"]), 1, output)

    async def test_it_also_does_so_in_the_container_which_has_vit_h_only(self) -> None:
        self.sandbox.settings(without=["CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"])
        output = await self.run_job(face_graph(as_base64(photo())))
        self.assertEqual(len(output["images"]), 1, output)

    async def test_jpeg_and_webp_are_taken(self) -> None:
        for kind in ("JPEG", "WEBP"):
            output = await self.run_job(face_graph(as_base64(photo(kind))))
            self.assertEqual(len(output.get("images", [])), 1, output)

    async def test_two_pictures_are_taken(self) -> None:
        graph = face_graph(as_base64(photo(seed=1)))
        graph["40"] = {"class_type": "LoadImage", "inputs": {"image": as_base64(photo(seed=2))}}
        graph["41"] = {"class_type": "PreviewImage", "inputs": {"images": ["40", 0]}}
        output = await self.run_job(graph)
        self.assertEqual(len(output["images"]), 2, output)
        self.assert_nothing_left(photo(seed=1))
        self.assert_nothing_left(photo(seed=2))

    async def test_a_stock_face_node_is_left_alone(self) -> None:
        graph = read("plus-face")
        loader = next(node for node in graph.values() if node["class_type"] == "LoadImage")
        loader["inputs"]["image"] = as_base64(photo())
        self.sandbox.settings(insightface=False)
        output = await self.run_job(graph)
        self.assertEqual(len(output["images"]), 1, output)

    async def test_a_model_that_is_no_faceid_model_needs_no_insightface(self) -> None:
        graph = face_graph(as_base64(photo()))
        graph["4"]["inputs"]["ipadapter_file"] = "ip-adapter-plus-face_sdxl_vit-h.safetensors"
        self.sandbox.settings(insightface=False)
        output = await self.run_job(graph)
        self.assertEqual(len(output["images"]), 1, output)

    async def test_a_file_that_comfyui_has_is_left_alone(self) -> None:
        path = self.sandbox.folder / "input" / "example.png"
        path.write_bytes(photo())
        output = await self.run_job(face_graph("example.png"))
        self.assertEqual(len(output["images"]), 1, output)
        self.assertEqual(self.sandbox.files(), ["input/example.png"])

    async def test_a_file_in_a_subfolder_and_an_annotated_one_are_left_to_comfyui(self) -> None:
        folder = self.sandbox.folder / "input" / "sub"
        folder.mkdir()
        for path in (folder / "pic.png", folder.parent / "pic.png", folder / "four"):
            path.write_bytes(photo())
        for name in ("sub/pic.png", "pic.png [input]", "sub/pic.png [input]", "sub/four"):
            output = await self.run_job(face_graph(name))
            self.assertEqual(len(output.get("images", [])), 1, output)
        kept = ["input/pic.png", "input/sub/four", "input/sub/pic.png"]
        self.assertEqual(self.sandbox.files(), kept)

    async def test_each_job_has_a_file_name_of_its_own_which_goes_with_it(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        tasks = [self.start_job(face_graph(as_base64(photo())), f"job-{n}") for n in range(2)]
        await self.until(lambda: len(self.sandbox.files()) == 2)
        for name in self.sandbox.files():
            self.assertRegex(name, r"^input/darkroom-[0-9a-f]{24}-1\.png$")
        for task in tasks:
            await self.cancel(task)
        self.assert_nothing_left(photo())

    async def test_another_jobs_picture_cannot_be_named(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        self.start_job(face_graph(as_base64(photo())))
        await self.until(self.sandbox.files)
        [name] = self.sandbox.files()
        picture = name.removeprefix("input/")
        inside = self.sandbox.folder / "input"
        (inside / "link.png").symlink_to(inside / picture)
        for stolen in (picture, f"{picture} [input]", f"./{picture}", "link.png"):
            output = await self.run_job(face_graph(stolen), "thief")
            self.assertIn("neither base64 nor a file that is there", output["error"])

    async def test_what_is_no_picture_is_refused(self) -> None:
        gif = photo("GIF")
        cut = photo("JPEG", side=200)[:2000]
        large = b"\x89PNG\r\n\x1a\n" + bytes(7_500_001)
        for why, image in {
            "neither PNG, JPEG nor WebP": as_base64(gif),
            "cannot be read": as_base64(cut),
            "larger than 7.5 MB": as_base64(large),
            "more than 24 million pixels": as_base64(bomb()),
            "neither base64 nor a file that is there": as_base64(photo())[:-1] + "\n=",
        }.items():
            error = await self.refusal(image)
            self.assertEqual(error["node_id"], "6")
            self.assertEqual(error["node_type"], "LoadImage")
            self.assertEqual(error["type"], "custom_validation_failed")
            self.assertEqual(error["details"], f"image - Invalid image file: {why}")
        self.assertNotIn("POST /upload/image", self.sandbox.requests())
        self.assertNotIn("POST /prompt", self.sandbox.requests())

    async def test_path_tricks_are_refused(self) -> None:
        (self.sandbox.folder / "secret.png").write_bytes(photo())
        self.addCleanup((self.sandbox.folder / "secret.png").unlink)
        for name in (
            "../secret.png",
            "/etc/passwd.png",
            "..\\secret.png",
            "a\\b.png",
            "face.png\0.txt",
            "x/../../secret.png",
        ):
            error = await self.refusal(name)
            self.assertEqual(
                error["details"], "image - Invalid image file: a name that leads elsewhere", name
            )
        for name in ("no-such.png", "", "sub", "sub/", ".", "x" * 300, "x/" * 400, "\ud800.png"):
            self.assertIn("Invalid image file", (await self.refusal(name))["details"], name)

    async def test_files_of_other_folders_cannot_be_named(self) -> None:
        files = {
            "output/pic.png": "pic.png [output]",
            "output/darkroom-1/pic.png": "darkroom-1/pic.png [output]",
            "temp/pic.png": "pic.png[temp]",
            "input/pic.png [temp]": "pic.png [temp]",
            "input/darkroom-1/pic.png": "darkroom-1/pic.png",
            "input/sub/darkroom-1/pic.png": "sub/darkroom-1/pic.png [input]",
            "elsewhere/pic.png": "link/pic.png",
            "elsewhere/x.png": "x.png",
        }
        self.addCleanup(shutil.rmtree, self.sandbox.folder / "elsewhere")
        for file in files:
            path = self.sandbox.folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(photo())
        inside = self.sandbox.folder / "input"
        (inside / "link").symlink_to(self.sandbox.folder / "elsewhere")
        (inside / "x.png").symlink_to(self.sandbox.folder / "elsewhere" / "x.png")
        (inside / "round.png").symlink_to(inside / "round.png")
        # Held open, so that no job's end takes the files called darkroom-… away.
        self.worker._live.add("darkroom-1")
        for name in (*files.values(), "round.png"):
            self.assertIn("Invalid image file", (await self.refusal(name))["details"], name)
        self.assertNotIn("POST /prompt", self.sandbox.requests())

    async def test_an_input_folder_that_is_a_link_itself_is_no_trick(self) -> None:
        files = JobFiles(self.sandbox.folder / "linked", "darkroom-1")
        (self.sandbox.folder / "linked").mkdir()
        self.addCleanup(shutil.rmtree, self.sandbox.folder / "linked")
        (self.sandbox.folder / "linked" / "input").symlink_to(self.sandbox.folder / "input")
        (self.sandbox.folder / "input" / "pic.png").write_bytes(photo())
        self.assertTrue(files.has_named_input("pic.png"))

    async def test_one_bad_picture_keeps_the_good_one_from_being_uploaded(self) -> None:
        graph = face_graph(as_base64(photo()))
        graph["40"] = {"class_type": "LoadImage", "inputs": {"image": "nonsense"}}
        graph["41"] = {"class_type": "PreviewImage", "inputs": {"images": ["40", 0]}}
        output = await self.run_job(graph)
        self.assertIn('"node_id": "40"', output["error"])
        self.assertNotIn("POST /upload/image", self.sandbox.requests())

    async def test_a_picture_of_nobody_says_so(self) -> None:
        output = await self.run_job(face_graph(as_base64(flat())))
        self.assertIn("InsightFace: No face detected.", output["error"])
        self.assert_nothing_left(flat(), output)

    async def test_missing_insightface_is_named(self) -> None:
        self.sandbox.settings(insightface=False)
        output = await self.run_job(face_graph(as_base64(photo())))
        self.assertIn("No module named 'insightface'", output["error"])
        self.assert_nothing_left(photo(), output)

    async def test_a_missing_node_class_is_named(self) -> None:
        for name in ("IPAdapterFaceID", "IPAdapterInsightFaceLoader"):
            self.sandbox.settings(without=[name])
            output = await self.run_job(face_graph(as_base64(photo())))
            [error] = errors_in(output)
            self.assertEqual(
                error["message"], f"Cannot execute because node {name} does not exist."
            )
            self.assertEqual(error["node_id"], "5")

    async def test_nothing_is_left_of_a_face_after_a_failure(self) -> None:
        self.sandbox.settings(fail=failure_of("KSampler", f"bad {as_base64(photo())}"))
        output = await self.run_job(face_graph(as_base64(photo())))
        self.assertIn('"node_type": "KSampler"', output["error"])
        self.assert_nothing_left(photo(), output)

    async def test_nothing_is_left_of_a_face_that_was_refused(self) -> None:
        graph = face_graph(as_base64(photo()))
        graph["10"]["inputs"]["steps"] = 0
        output = await self.run_job(graph)
        self.assertIn("smaller than min", output["error"])
        self.assert_nothing_left(photo(), output)

    async def test_nothing_is_left_of_a_face_after_a_cancel(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        task = self.start_job(face_graph(as_base64(photo())))
        await self.until(self.sandbox.queue)
        await self.cancel(task)
        self.assert_nothing_left(photo())

    async def test_nothing_is_left_of_a_face_after_a_cancel_in_the_middle_of_its_upload(
        self,
    ) -> None:
        self.sandbox.fault(method="POST", path="/upload/image", delayMs=300)
        task = self.start_job(face_graph(as_base64(photo())))
        await self.until(lambda: "POST /upload/image" in self.sandbox.requests())
        await self.cancel(task)
        self.assertNotIn("POST /prompt", self.sandbox.requests())
        self.assert_nothing_left(photo())

    async def test_nothing_is_left_of_a_face_after_the_time_limit(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        self.worker = self.new_worker(PROMPT_TIMEOUT_S="0.5")
        output = await self.run_job(face_graph(as_base64(photo())))
        self.assertRegex(output["error"], r"^Prompt [\w-]+ did not complete within 0\.5s$")
        self.assert_nothing_left(photo(), output)

    async def test_nothing_is_left_of_a_face_that_another_node_copied(self) -> None:
        graph = face_graph(as_base64(photo()))
        graph["41"] = {"class_type": "PreviewImage", "inputs": {"images": ["6", 0]}}
        await self.run_job(graph)
        self.assertEqual(self.sandbox.files(), [])

    async def test_a_picture_in_the_graph_itself_is_in_no_answer(self) -> None:
        self.sandbox.settings(metadata=True)
        graph = face_graph("")
        graph["6"] = {"class_type": "ETN_LoadImageBase64", "inputs": {"image": as_base64(photo())}}
        output = await self.run_job(graph)
        self.assertEqual(len(list(pictures_in(output))), 1, output)
        self.assert_nothing_left(photo(), output)

    async def test_what_a_killed_worker_left_goes_when_the_next_one_starts(self) -> None:
        job = new_job_name()
        for name in (f"input/{job}-1.png", f"output/{job}/ComfyUI_00001_.png"):
            path = self.sandbox.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(photo())
        for name in ("mine.png", "darkroom-logo.png"):
            (self.sandbox.folder / "input" / name).write_bytes(photo())
        self.new_worker()
        self.assertEqual(self.sandbox.files(), ["input/darkroom-logo.png", "input/mine.png"])

    async def test_a_job_that_ends_spares_the_files_of_one_that_runs(self) -> None:
        self.sandbox.settings(stepMs=20_000)
        self.start_job(face_graph(as_base64(photo())))
        await self.until(self.sandbox.queue)
        await self.run_job({}, "empty")
        self.assertEqual(len(self.sandbox.files()), 1)

    async def test_a_wrong_folder_is_noticed(self) -> None:
        other = self.sandbox.folder / "elsewhere"
        other.mkdir()
        self.addCleanup(other.rmdir)
        self.worker = self.new_worker(COMFYUI_FOLDER=str(other))
        output = await self.run_job(face_graph(as_base64(photo())))
        self.assertRegex(output["error"], "COMFYUI_FOLDER is not the folder")

    async def refusal(self, image: str) -> dict[str, Any]:
        output = await asyncio.wait_for(self.run_job(face_graph(image)), 20)
        [error] = errors_in(output)
        self.assertEqual(self.sandbox.queue(), [])
        return error


def errors_in(output: dict[str, Any]) -> list[dict[str, Any]]:
    """The list in a `ComfyUI error: [...]`."""
    found = re.fullmatch(r"ComfyUI error: (\[.*\])", output["error"])
    assert found is not None, output
    errors: list[dict[str, Any]] = json.loads(found.group(1))
    return errors
