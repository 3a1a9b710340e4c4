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

    def test_plain_words_stay(self) -> None:
        for words in (
            "K+V w/ C penalty",
            "ckpt_name: 'sdxl/x.safetensors' not in ['y.safetensors']",
            "size mismatch for proj_in.weight: torch.Size([1280, 1280])",
            "CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors",
            "No module named 'insightface'",
            "and/or 1/2",
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
