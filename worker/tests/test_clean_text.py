import base64
import random
import unittest
from pathlib import Path

from darkroom_worker.clean_text import LONGEST, clean_text
from darkroom_worker.job_names import loggable, new_job_name

from .photos import photo


class CleanText(unittest.TestCase):
    def test_base64_of_any_picture_goes(self) -> None:
        for seed in range(20):
            for data in (photo("JPEG", seed=seed), random.Random(seed).randbytes(3000)):
                text = base64.b64encode(data).decode()
                for echo in (f"image - Invalid image file: {text}", f"{{'image': '{text}'}}"):
                    self.assertNotIn(text[-40:-4], clean_text(echo))
                    self.assertNotIn(text[:48], clean_text(echo))
                    self.assertLess(len(clean_text(echo)), 120)

    def test_of_a_path_the_last_name_is_left(self) -> None:
        for path, name in (
            ("/comfyui/models/x.safetensors", "x.safetensors"),
            ("'/home/me/x.py'", "'x.py'"),
            (r"C:\ComfyUI\models\x.bin", "x.bin"),
            ("(/tmp/a b", "(a b"),
            ("/a folder/with spaces/input/x.png", "x.png"),
        ):
            self.assertEqual(clean_text(path, Path("/a folder/with spaces")), name)

    def test_of_a_path_in_any_notation_the_last_name_is_left(self) -> None:
        for text, clean in (
            ("file:///root/x", "file:x"),
            ("open:/root/x", "open:x"),
            ("</comfyui/x.py>", "<x.py>"),
            ("in models/deep/x.py now", "in x.py now"),
            ("../secret/x.png", "x.png"),
            ("/home/John Smith/my pics/x.png is gone", "x.png is gone"),
            ("'/home/John Smith/x y.png' is gone", "'x y.png' is gone"),
            ("C:\\Program Files\\Comfy UI\\x.py", "x.py"),
            ("read /a/x.png and /b/y.png", "read x.png and y.png"),
        ):
            self.assertEqual(clean_text(text), clean)

    def test_data_in_other_notations_go(self) -> None:
        data = random.Random(1).randbytes(900)
        lines = base64.b64encode(data).decode()
        wrapped = "\n".join(lines[at : at + 40] for at in range(0, len(lines), 40))
        cut = repr(data)[:200]
        for text in (base64.urlsafe_b64encode(data).decode(), wrapped, repr(data), cut):
            self.assertEqual(clean_text(f"it is {text}"), "it is (data)")

    def test_of_a_traceback_the_last_line_is_left(self) -> None:
        trace = 'Traceback (most recent call last):\n  File "/a/b.py", line 3, in f\n    x()\n'
        self.assertEqual(clean_text(f"It broke: {trace}ValueError: x\n"), "It broke: ValueError: x")
        on_one_line = " ".join(trace.split())
        self.assertEqual(clean_text(f"{on_one_line} a.BadError: x"), "a.BadError: x")

    def test_what_turns_the_direction_of_text_goes(self) -> None:
        self.assertEqual(clean_text("a\u202eb\u2066c\u200fd"), "abcd")

    def test_plain_words_stay(self) -> None:
        for words in (
            "K+V w/ C penalty",
            "ckpt_name: 'sdxl/x.safetensors' not in ['y.safetensors']",
            "size mismatch for proj_in.weight: torch.Size([1280, 1280])",
            "CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors",
            "No module named 'insightface'",
            "and/or 1/2",
            "b'ok' is no number",
            "https://models.example/a/b/c?x=1",
        ):
            self.assertEqual(clean_text(words), words)

    def test_a_jobs_own_names_go(self) -> None:
        name = new_job_name()
        self.assertEqual(clean_text(f"cannot identify {name}-1.png"), "cannot identify (picture)")
        self.assertEqual(clean_text(f"'/c/input/{name}-1.png'"), "'(picture)'")
        self.assertEqual(clean_text(f"{name}/a/b_1_.png is gone"), "(picture) is gone")

    def test_it_is_one_short_line(self) -> None:
        text = clean_text("a long story\n" * 1000)
        self.assertEqual(len(text), LONGEST)
        self.assertNotIn("\n", text)

    def test_a_job_id_cannot_forge_a_log_line(self) -> None:
        self.assertEqual(loggable("a\nERROR b"), "a_ERROR_b")
        self.assertEqual(len(loggable("x" * 1000)), 64)
