import sys
import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

from check_image import NODES, check_faces, face_loader
from detector_sizes import SIZES, give_both_sizes

from .stub_insightface import FaceAnalysis, Picture, modules

# Shaped like the file in the image, whose other imports nobody has here.
AS_PUBLISHED = '''
import torch
import folder_paths

def insightface_loader(provider, model_name="buffalo_l"):
    from insightface.app import FaceAnalysis

    path = os.path.join(folder_paths.models_dir, "insightface")
    model = FaceAnalysis(name=model_name, root=path, providers=[provider + "ExecutionProvider"])
    model.prepare(ctx_id=0, det_size=(640, 640))
    return model
'''
CLOSE, FAR = Picture((128, 128)), Picture((640, 640))


class DetectorSizes(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="darkroom-worker-test-")
        self.addCleanup(folder.cleanup)
        self.comfyui = Path(folder.name)
        (self.comfyui / "models" / "insightface").mkdir(parents=True)
        (self.comfyui / NODES).mkdir(parents=True)
        stubbed = patch.dict(sys.modules, modules())
        stubbed.start()
        self.addCleanup(stubbed.stop)

    def test_both_sizes_are_tried_for_every_photo(self) -> None:
        faces = self.load(give_both_sizes(AS_PUBLISHED))
        self.assertTrue(faces.get(FAR))
        self.assertEqual(faces.det_model.tried, [*SIZES])
        self.assertTrue(faces.get(CLOSE))

    def test_they_still_are_once_the_node_has_set_a_size_of_its_own(self) -> None:
        faces = self.load(give_both_sizes(AS_PUBLISHED))
        self.assertTrue(found_as_the_node_does(faces, CLOSE))
        self.assertEqual(faces.det_model.tried, [*SIZES])

    def test_as_published_a_face_that_fills_the_photo_is_not_found(self) -> None:
        faces = self.load(AS_PUBLISHED)
        self.assertFalse(found_as_the_node_does(faces, CLOSE))
        self.assertEqual(set(faces.det_model.tried), {(640, 640)})

    def test_the_image_is_checked_by_the_function_that_it_will_use(self) -> None:
        self.write(give_both_sizes(AS_PUBLISHED))
        check_faces(self.comfyui)

    def test_an_image_that_would_look_in_one_size_only_is_not_built(self) -> None:
        self.write(AS_PUBLISHED)
        with self.assertRaisesRegex(SystemExit, r"looked for faces in \[\(640, 640\)\], not in"):
            check_faces(self.comfyui)

    def test_the_models_are_those_that_the_node_reads(self) -> None:
        faces = self.load(give_both_sizes(AS_PUBLISHED))
        root = str(self.comfyui / "models" / "insightface")
        self.assertEqual(faces.about, ("buffalo_l", root, ("CPUExecutionProvider",)))

    def test_a_file_that_asks_otherwise_is_not_changed_on_a_guess(self) -> None:
        for text in ("", AS_PUBLISHED * 2, give_both_sizes(AS_PUBLISHED)):
            with self.assertRaisesRegex(ValueError, "stand there once"):
                give_both_sizes(text)

    def write(self, text: str) -> None:
        (self.comfyui / NODES / "utils.py").write_text(text)

    def load(self, text: str) -> FaceAnalysis:
        self.write(text)
        faces = face_loader(self.comfyui)("CPU")
        assert isinstance(faces, FaceAnalysis)
        return faces


def found_as_the_node_does(faces: FaceAnalysis, picture: Picture) -> bool:
    """From 640 down to 320, until there is a face."""
    for size in range(640, 256, -64):
        faces.det_model.input_size = (size, size)
        if faces.get(picture):
            return True
    return False
