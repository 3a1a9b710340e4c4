"""A stand-in for insightface 1.0: its interface as far as ComfyUI_IPAdapter_plus and
check_image.py use it. Its pictures are texts that say in which sizes a face is found."""

from collections.abc import Sequence
from types import ModuleType
from typing import Any

Size = tuple[int, int]
OWN_SIZES = [(128, 128), (640, 640)]


class Picture:
    """A photo whose face is found in some sizes only."""

    def __init__(self, *found_in: Size, shape: Size = (700, 500)) -> None:
        self.found_in = found_in
        self.shape = (*shape, 3)

    def resized(self, size: Size) -> "Picture":
        return Picture(*self.found_in, shape=size)


class Detector:
    """1.0's SCRFD: `prepare` fills `input_sizes`, which alone `detect` reads."""

    def __init__(self) -> None:
        self.input_size: Size = OWN_SIZES[-1]
        self.input_sizes: list[Size] = list(OWN_SIZES)
        self.tried: list[Size] = []

    def prepare(self, ctx_id: int, input_size: Any = None, det_thresh: float = 0.5) -> None:
        sizes = list(input_size) if isinstance(input_size[0], (list, tuple)) else [input_size]
        self.input_sizes = [(int(width), int(height)) for width, height in sizes]
        self.input_size = self.input_sizes[-1]

    def forward(self, picture: Picture, threshold: float) -> list[str]:
        width, height, _ = picture.shape
        self.tried.append((width, height))
        return ["face"] if (width, height) in picture.found_in else []

    def detect(self, picture: Picture, input_size: Any = None) -> list[str]:
        sizes = self.input_sizes if input_size is None else [input_size]
        return [face for size in sizes for face in self.forward(picture.resized(size), 0.5)]


class FaceAnalysis:
    def __init__(self, name: str, root: str, providers: Sequence[str]) -> None:
        self.models = {"detection": Detector()}
        self.det_model = self.models["detection"]
        self.about = (name, root, tuple(providers))

    def prepare(self, ctx_id: int, det_thresh: float = 0.5, det_size: Any = None) -> None:
        if det_size is None:
            det_size = list(OWN_SIZES)
        self.det_model.prepare(ctx_id, input_size=det_size, det_thresh=det_thresh)

    def get(self, picture: Picture) -> list[str]:
        return self.det_model.detect(picture)


def modules() -> dict[str, ModuleType]:
    """What `sys.modules` is to hold, numpy's one function among it: black has no face."""
    package, app, numpy = (ModuleType(name) for name in ("insightface", "app", "numpy"))
    vars(app)["FaceAnalysis"] = FaceAnalysis
    vars(package)["app"] = app
    vars(numpy)["zeros"] = lambda shape, dtype: Picture(shape=shape[:2])
    return {"insightface": package, "insightface.app": app, "numpy": numpy}
