"""Looks, at the end of the build and without a GPU, whether the image can work at all."""

import os
import shlex
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

COMFYUI = Path(os.environ["COMFYUI_FOLDER"])
INSIGHTFACE = COMFYUI / "models" / "insightface"


def check_comfyui() -> None:
    """ComfyUI starts, and imports all its custom nodes (it would start without them too)."""
    run = subprocess.run(
        [*shlex.split(os.environ["COMFYUI_COMMAND"]), "--cpu", "--quick-test-for-ci"],
        cwd=COMFYUI,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
    if run.returncode != 0 or "IMPORT FAILED" in run.stdout:
        sys.exit(f"{run.stdout}\nComfyUI or one of its nodes does not start: see above.")


def check_faces() -> None:
    """insightface reads its models as ComfyUI_IPAdapter_plus has it do; black holds no face."""
    if not INSIGHTFACE.exists():
        print("no insightface models: FaceID is left out")
        return
    # Like torch, installed in the image only.
    numpy, insightface = import_module("numpy"), import_module("insightface.app")
    faces = insightface.FaceAnalysis(
        name="buffalo_l", root=str(INSIGHTFACE), providers=["CPUExecutionProvider"]
    )
    faces.prepare(ctx_id=0, det_size=(640, 640))
    faces.det_model.input_size = (512, 512)
    if faces.get(numpy.zeros((700, 500, 3), dtype=numpy.uint8)):
        sys.exit("insightface sees a face in a black picture.")


def check_packages() -> None:
    """What the worker imports is here, and torch is one for NVIDIA's GPUs."""
    for name in ("aiohttp", "PIL", "runpod", "darkroom_worker"):
        import_module(name)
    if find_spec("darkroom_worker.__main__") is None:
        sys.exit("python -m darkroom_worker would find nothing to run.")
    cuda = import_module("torch").version.cuda
    if cuda is None:
        sys.exit("torch was built for the CPU alone.")
    print(f"torch was built for CUDA {cuda}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    check_packages()
    check_faces()
    check_comfyui()
    print("the image can work")
