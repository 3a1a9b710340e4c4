import asyncio
import tempfile
import unittest
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
from PIL import Image, ImageCms, PngImagePlugin

from darkroom_worker.comfy_client import ComfyClient
from darkroom_worker.errors import JobError
from darkroom_worker.input_pictures import PictureInput, checked_picture
from darkroom_worker.job_files import JobFiles, remove_leftovers
from darkroom_worker.outputs import fetch, named_files
from darkroom_worker.picture_check import JPEG, PNG, WEBP, NotAPicture, check_picture
from darkroom_worker.run_to_end import run_to_end
from darkroom_worker.without_metadata import without_metadata

from .job_case import JobCase
from .photos import as_base64, bomb, photo


NAME = "darkroom-0123456789abcdef01234567"


class FilesOfAJob(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        (self.folder / "temp").mkdir()
        self.files = JobFiles(self.folder, "darkroom-1")

    def test_a_prefix_stays_inside(self) -> None:
        for asked, given in (
            ("ComfyUI", "ComfyUI"),
            ("a/b/c", "a/b/c"),
            ("../../x", "x"),
            ("/etc/x", "etc/x"),
            ("a/../../x", "a/x"),
            ("...", "ComfyUI"),
            ("C:/x", "x"),
            ("x\0y\n", "xy"),
            ("", "ComfyUI"),
        ):
            self.assertEqual(self.files.output_prefix(asked), f"darkroom-1/{given}", asked)

    def test_a_file_that_comfyui_names_outside_its_folders_is_not_removed(self) -> None:
        mine = self.folder / "mine.png"
        mine.write_bytes(b"")
        for file in (
            {"type": "temp", "subfolder": "..", "filename": "mine.png"},
            {"type": "temp", "subfolder": "", "filename": "../mine.png"},
            {"type": ".", "subfolder": "", "filename": "mine.png"},
            {"type": "temp", "subfolder": "", "filename": str(mine)},
        ):
            self.files.remove_made([file])
            self.assertTrue(mine.exists())

    def test_a_link_is_removed_and_not_what_it_leads_to(self) -> None:
        (self.folder / "kept").mkdir()
        (self.folder / "kept" / "file").write_bytes(b"")
        (self.folder / "temp" / f"{NAME}-x").symlink_to(self.folder / "kept")
        self.assertEqual(remove_leftovers(self.folder), 1)
        self.assertTrue((self.folder / "kept" / "file").exists())
        self.assertEqual(list((self.folder / "temp").iterdir()), [])

    def test_only_what_bears_a_jobs_name_is_a_leftover(self) -> None:
        temp = self.folder / "temp"
        theirs = ["darkroom-logo.png", "darkroom-1.png", f"{NAME}0.png", "darkroom-" + "x" * 24]
        for name in (*theirs, NAME, f"{NAME}-1.png"):
            (temp / name).write_bytes(b"")
        self.assertEqual(remove_leftovers(self.folder), 2)
        self.assertEqual({path.name for path in temp.iterdir()}, set(theirs))

    def test_a_long_prefix_is_cut_by_bytes(self) -> None:
        name = self.files.output_prefix("\U0001f600" * 300).split("/")[1]
        self.assertEqual(name, "\U0001f600" * 50)

    def test_a_name_that_no_file_can_have_is_passed_over(self) -> None:
        (self.folder / "temp" / "x.png").write_bytes(b"")
        for name in ("\0", "\ud800"):
            good = {"type": "temp", "subfolder": "", "filename": "x.png"}
            self.files.remove_made([good | {"filename": name}, good])
        self.assertEqual(list((self.folder / "temp").iterdir()), [])

    def test_only_pictures_that_were_made_are_named(self) -> None:
        made = {"filename": "x.png", "subfolder": "", "type": "output"}
        sent = {"filename": "face.png", "subfolder": "", "type": "input"}
        outputs = {"1": {"images": [made, made, sent, None]}, "2": {"text": ["a"]}, "3": None}
        self.assertEqual(named_files({"outputs": outputs}), [made])


class Pictures(unittest.TestCase):
    def test_a_bomb_is_refused_before_it_is_unpacked(self) -> None:
        for side in (5_000, 20_000):
            with self.assertRaisesRegex(NotAPicture, "million pixels"):
                check_picture(bomb(side))

    def test_a_large_picture_within_the_limit_is_taken(self) -> None:
        self.assertEqual(check_picture(bomb(4_800)).mime, "image/png")

    def test_a_jpeg_of_very_many_scans_is_refused(self) -> None:
        file = BytesIO()
        with Image.open(BytesIO(photo())) as image:
            image.save(file, "JPEG", progressive=True)
        whole = file.getvalue()
        self.assertEqual(check_picture(whole), JPEG)
        last = whole[whole.rindex(b"\xff\xda") : -2]
        with self.assertRaisesRegex(NotAPicture, "^a JPEG of more than 100 scans$"):
            check_picture(whole[:-2] + last * 100 + whole[-2:])

    def test_a_picture_that_moves_is_refused(self) -> None:
        one, two = BytesIO(photo(seed=1)), BytesIO(photo(seed=2))
        with Image.open(one) as first, Image.open(two) as last:
            for kind in (PNG, WEBP):
                file = BytesIO()
                first.save(file, kind.format, save_all=True, append_images=[last])
                with self.assertRaisesRegex(NotAPicture, "^more than one picture in a file$"):
                    check_picture(file.getvalue())

    def test_a_phones_jpeg_with_a_second_picture_in_it_is_taken(self) -> None:
        one, two, file = BytesIO(photo(seed=1)), BytesIO(photo(seed=2)), BytesIO()
        with Image.open(one) as first, Image.open(two) as last:
            first.save(file, "MPO", save_all=True, append_images=[last])
        self.assertEqual(check_picture(file.getvalue()), JPEG)

    def test_metadata_are_taken_out_of_every_kind_of_picture_and_nothing_else(self) -> None:
        texts = PngImagePlugin.PngInfo()
        texts.add_text("prompt", '{"6": "the face"}')
        texts.add_itxt("workflow", "the face", zip=True)
        texts.add(b"comf", b"prompt\0the face", after_idat=True)
        exif = Image.Exif()
        exif[0x0110] = "prompt: the face"
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        xmp = b"<x:xmpmeta>the face</x:xmpmeta>"
        every: dict[str, Any] = {"exif": exif.tobytes(), "icc_profile": profile}
        for kind, own in (
            (PNG, {"pnginfo": texts}),
            (JPEG, {"comment": b"the face", "xmp": xmp}),
            (WEBP, {"xmp": xmp, "lossless": True}),
        ):
            file = BytesIO()
            with Image.open(BytesIO(photo())) as image:
                image.save(file, kind.format, **every, **own)
            self.assertIn(b"the face", file.getvalue())
            clean = without_metadata(file.getvalue(), kind)
            self.assertNotIn(b"the face", clean)
            with Image.open(file) as before, Image.open(BytesIO(clean)) as after:
                self.assertEqual(after.tobytes(), before.tobytes())
                self.assertEqual(set(after.info) & {"exif", "xmp", "prompt", "comment"}, set())
                self.assertEqual(after.info["icc_profile"], profile)
            self.assertEqual(without_metadata(clean, kind), clean)

    def test_metadata_are_taken_out_of_a_picture_that_moves(self) -> None:
        exif = Image.Exif()
        exif[0x0110] = "prompt: the face"
        one, two = BytesIO(photo(seed=1)), BytesIO(photo(seed=2))
        with Image.open(one) as first, Image.open(two) as last:
            for kind in (PNG, WEBP):
                file = BytesIO()
                more: dict[str, Any] = {"append_images": [last], "exif": exif.tobytes()}
                first.save(file, kind.format, save_all=True, **more)
                clean = without_metadata(file.getvalue(), kind)
                self.assertNotIn(b"the face", clean)
                with Image.open(BytesIO(clean)) as after:
                    self.assertEqual(getattr(after, "n_frames", 1), 2)
                if kind is WEBP:
                    # Its first chunk's flags, which would announce EXIF and XMP.
                    self.assertEqual((clean[12:16], clean[20] & 0x0C), (b"VP8X", 0))

    def test_what_is_not_well_formed_is_left_as_it_is(self) -> None:
        for kind in (PNG, JPEG, WEBP):
            whole = photo(kind.format)
            for data in (whole[:12], whole[:30], whole[:50]):
                self.assertEqual(without_metadata(data, kind), data)


class CheckingAside(unittest.IsolatedAsyncioTestCase):
    async def test_other_work_goes_on_while_a_picture_is_checked(self) -> None:
        turns = 0

        async def take_turns() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        other = asyncio.create_task(take_turns())
        self.addCleanup(other.cancel)
        inputs = {"image": as_base64(photo("JPEG", side=500))}
        await checked_picture(PictureInput("1", "LoadImage", inputs, "image"))
        self.assertGreater(turns, 0)


class Fetching(JobCase):
    async def test_a_name_that_no_file_can_have_costs_only_that_picture(self) -> None:
        (self.sandbox.folder / "output" / "x.png").write_bytes(photo())
        good = {"filename": "x.png", "subfolder": "", "type": "output"}
        async with aiohttp.ClientSession() as session:
            files = [good | {"filename": "half \ud800.png"}, good]
            images, unread = await fetch(ComfyClient(session, self.sandbox.url), files)
        self.assertEqual(len(images), 1)
        self.assertEqual(unread, [{"message": "The picture half ?.png cannot be read"}])

    async def test_the_type_is_what_the_bytes_are(self) -> None:
        (self.sandbox.folder / "output" / "x.png").write_bytes(photo("WEBP"))
        file = {"filename": "x.png", "subfolder": "", "type": "output"}
        async with aiohttp.ClientSession() as session:
            [image], _ = await fetch(ComfyClient(session, self.sandbox.url), [file])
        self.assertIs(image.kind, WEBP)

    async def test_what_is_no_picture_is_left_out(self) -> None:
        (self.sandbox.folder / "output" / "x.webm").write_bytes(b"\x1aE\xdf\xa3 film")
        file = {"filename": "x.webm", "subfolder": "", "type": "output"}
        async with aiohttp.ClientSession() as session:
            with self.assertRaisesRegex(JobError, "^No output images produced$"):
                await fetch(ComfyClient(session, self.sandbox.url), [file])


class WorkThatIsNotCutShort(unittest.IsolatedAsyncioTestCase):
    async def test_it_ends_before_the_cancel_is_passed_on(self) -> None:
        done: list[str] = []
        release = asyncio.Event()

        async def work() -> None:
            await release.wait()
            done.append("work")

        task = asyncio.create_task(run_to_end(work()))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0)
        release.set()
        with self.assertRaises(asyncio.CancelledError):
            await task
        self.assertEqual(done, ["work"])

    async def test_it_is_given_up_after_its_grace(self) -> None:
        task = asyncio.create_task(run_to_end(asyncio.sleep(60), grace_s=0.05))
        await asyncio.sleep(0)
        task.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await asyncio.wait_for(task, 5)
