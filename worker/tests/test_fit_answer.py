import base64
import json
import unittest
from io import BytesIO
from typing import Any

import aiohttp
from PIL import Image, ImageCms, PngImagePlugin

from darkroom_worker.comfy_client import ComfyClient
from darkroom_worker.errors import JobError
from darkroom_worker.fit_answer import LARGEST_IMAGES, QUALITIES, Fitted, fit
from darkroom_worker.made_picture import MadePicture
from darkroom_worker.outputs import answer_with, fetch
from darkroom_worker.picture_check import PNG, WEBP, Kind

from .job_case import JobCase
from .photos import flat, photo, scene


def made(data: bytes, name: str = "x.png", kind: Kind = PNG) -> MadePicture:
    return MadePicture(name, data, kind)


def opened(image: dict[str, str]) -> Image.Image:
    picture = Image.open(BytesIO(base64.b64decode(image["data"])))
    picture.load()
    return picture


def size_of(fitted: Fitted) -> int:
    return len(json.dumps(fitted.images))


class PicturesThatFit(unittest.TestCase):
    def test_they_are_sent_as_they_were_made(self) -> None:
        pictures = [made(photo(), "a.png"), made(photo("WEBP"), "b.png", WEBP)]
        fitted = fit(pictures)
        self.assertEqual(
            [(one["filename"], one["type"]) for one in fitted.images],
            [("a.png", "image/png"), ("b.png", "image/webp")],
        )
        self.assertEqual(base64.b64decode(fitted.images[0]["data"]), photo())
        self.assertEqual((fitted.smaller, fitted.left_out), (None, []))

    def test_runpods_limit_is_kept_with_room_for_the_rest(self) -> None:
        self.assertLess(LARGEST_IMAGES, 9_500_000)


class PicturesThatDoNotFit(unittest.TestCase):
    def test_they_become_jpeg_of_the_highest_quality_at_which_they_fit(self) -> None:
        pictures = [made(scene(seed=seed), f"{seed}.png") for seed in range(3)]
        found: dict[int, int] = {}
        for room in range(21_300, 120_000, 2_000):
            fitted = fit(pictures, room)
            self.assertLessEqual(size_of(fitted), room)
            self.assertEqual((len(fitted.images), fitted.left_out), (3, []))
            self.assertEqual((fitted.smaller or {})["count"], 3)
            found.setdefault((fitted.smaller or {})["quality"], room)
        self.assertEqual(list(found), list(reversed(QUALITIES)))
        # With as much room as a quality just needs, it is that one.
        for quality, room in found.items():
            exact = size_of(fit(pictures, room)) + 100
            self.assertEqual((fit(pictures, exact).smaller or {})["quality"], quality)

    def test_a_picture_has_the_name_and_type_of_what_it_became(self) -> None:
        [image] = fit([made(scene(), "people_00001_.png")], 50_000).images
        self.assertEqual((image["filename"], image["type"]), ("people_00001_.jpg", "image/jpeg"))

    def test_colours_are_as_fine_as_light_is(self) -> None:
        [image] = fit([made(scene())], 50_000).images
        with opened(image) as picture:
            self.assertEqual(picture.format, "JPEG")
            jpeg: Any = picture
            self.assertEqual({layer[1:3] for layer in jpeg.layer}, {(1, 1)})

    def test_what_can_be_seen_through_stays_so_and_loses_nothing(self) -> None:
        cut_out = scene(see_through=True)
        fitted = fit([made(cut_out, "cut-out.png"), made(scene(side=400))], 250_000)
        first, second = fitted.images
        self.assertEqual((first["type"], second["type"]), ("image/webp", "image/jpeg"))
        with opened(first) as after, Image.open(BytesIO(cut_out)) as before:
            self.assertEqual(after.mode, "RGBA")
            self.assertEqual(seen(after), seen(before))

    def test_what_can_be_seen_through_loses_something_only_where_nothing_else_fits(self) -> None:
        fitted = fit([made(scene(see_through=True), "cut-out.png")], 40_000)
        [image] = fitted.images
        self.assertEqual((image["filename"], image["type"]), ("cut-out.webp", "image/webp"))
        with opened(image) as after:
            self.assertEqual(after.mode, "RGBA")
            self.assertEqual(after.getchannel("A").getextrema(), (0, 255))

    def test_an_alpha_channel_through_which_nothing_is_seen_is_none(self) -> None:
        file = BytesIO()
        with Image.open(BytesIO(scene())) as image:
            image.putalpha(255)
            image.save(file, "PNG")
        [sent] = fit([made(file.getvalue())], 50_000).images
        self.assertEqual(sent["type"], "image/jpeg")

    def test_one_that_jpeg_would_make_larger_stays(self) -> None:
        fitted = fit([made(flat()), made(scene())], 50_000)
        self.assertEqual([one["type"] for one in fitted.images], ["image/png", "image/jpeg"])
        self.assertEqual(base64.b64decode(fitted.images[0]["data"]), flat())
        self.assertEqual((fitted.smaller or {})["count"], 1)

    def test_one_that_moves_is_not_made_to_stand_still(self) -> None:
        file = BytesIO()
        with Image.open(BytesIO(photo(seed=1))) as one, Image.open(BytesIO(photo(seed=2))) as two:
            one.save(file, "WEBP", save_all=True, append_images=[two], lossless=True)
        moving = made(file.getvalue(), "film.webp", WEBP)
        fitted = fit([moving, made(scene())], 80_000)
        self.assertEqual(base64.b64decode(fitted.images[0]["data"]), moving.data)
        self.assertEqual(fitted.images[1]["type"], "image/jpeg")

    def test_one_whose_values_count_or_that_cannot_be_read_stays(self) -> None:
        file = BytesIO()
        Image.new("I;16", (50, 50), 40_000).save(file, "PNG")
        for data in (file.getvalue(), photo()[:2000]):
            fitted = fit([made(data), made(scene())], 50_000)
            self.assertEqual(base64.b64decode(fitted.images[0]["data"]), data)
            self.assertEqual(fitted.images[1]["type"], "image/jpeg")

    def test_the_colour_profile_goes_along_and_no_other_metadata(self) -> None:
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        texts = PngImagePlugin.PngInfo()
        texts.add_text("prompt", "the face")
        for data in (scene(), scene(see_through=True)):
            file = BytesIO()
            with Image.open(BytesIO(data)) as image:
                image.save(file, "PNG", pnginfo=texts, icc_profile=profile)
            [sent] = fit([made(file.getvalue())], 50_000).images
            self.assertNotEqual(sent["type"], "image/png")
            self.assertNotIn(b"the face", base64.b64decode(sent["data"]))
            with opened(sent) as picture:
                self.assertEqual(picture.info["icc_profile"], profile)

    def test_grey_stays_grey_and_a_palette_becomes_colours(self) -> None:
        with Image.open(BytesIO(scene())) as image:
            pictures = {"L": image.convert("L"), "RGB": image.convert("P")}
        for mode, before in pictures.items():
            file = BytesIO()
            before.save(file, "PNG")
            [sent] = fit([made(file.getvalue())], 20_000).images
            with opened(sent) as after:
                self.assertEqual((after.size, after.mode), (before.size, mode))

    def test_one_for_which_there_is_no_room_at_all_is_left_out_by_name(self) -> None:
        fitted = fit([made(scene(), "small.png"), made(scene(side=900), "large.png")], 20_000)
        self.assertEqual([one["filename"] for one in fitted.images], ["small.jpg"])
        self.assertEqual(fitted.left_out, ["large.png"])


def seen(image: Image.Image) -> bytes:
    """What a picture looks like on black, where what is quite transparent has no colour."""
    black = Image.new("RGBA", image.size, "black")
    return Image.alpha_composite(black, image).tobytes()


class Answers(JobCase):
    async def test_an_answer_says_what_was_made_smaller_and_what_there_is_no_room_for(self) -> None:
        pictures = [made(scene(), "small.png"), made(scene(side=900), "large.png")]
        answer = await answer_with(pictures, [{"message": "before"}], 20_000)
        self.assertEqual(list(answer), ["images", "errors", "made_smaller"])
        self.assertEqual(
            answer["errors"],
            [{"message": "before"}, {"message": "The picture large.png is too large"}],
        )
        self.assertEqual(answer["made_smaller"], {"count": 1, "quality": 50})

    async def test_an_answer_without_room_for_any_picture_is_an_error(self) -> None:
        with self.assertRaisesRegex(JobError, "^No output images can be sent: none is below 9 MB$"):
            await answer_with([made(b"\x89PNG" + bytes(9_000_000))], [])

    async def test_more_than_runpod_takes_comes_as_jpeg(self) -> None:
        for number in range(2):
            (self.sandbox.folder / "output" / f"{number}.png").write_bytes(scene(side=1500))
        files = [
            {"filename": f"{number}.png", "subfolder": "", "type": "output"} for number in range(2)
        ]
        async with aiohttp.ClientSession() as session:
            pictures, unread = await fetch(ComfyClient(session, self.sandbox.url), files)
        self.assertGreater(sum(len(one.data) for one in pictures), LARGEST_IMAGES * 3 / 4)
        answer = await answer_with(pictures, unread)
        self.assertEqual([one["filename"] for one in answer["images"]], ["0.jpg", "1.jpg"])
        self.assertEqual(answer["made_smaller"], {"count": 2, "quality": 95})
        self.assertLess(len(json.dumps(answer)), LARGEST_IMAGES)
