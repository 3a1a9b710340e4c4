"""Looks, at the end of the build and without a GPU, whether the image can work at all."""

import ast
import os
import shlex
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from detector_sizes import SIZES

NODES = "custom_nodes/ComfyUI_IPAdapter_plus"


def check_comfyui(comfyui: Path) -> None:
    """ComfyUI starts, and imports all its custom nodes (it would start without them too)."""
    run = subprocess.run(
        [*shlex.split(os.environ["COMFYUI_COMMAND"]), "--cpu", "--quick-test-for-ci"],
        cwd=comfyui,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
        check=False,
    )
    if run.returncode != 0 or "IMPORT FAILED" in run.stdout:
        sys.exit(f"{run.stdout}\nComfyUI or one of its nodes does not start: see above.")


def check_faces(comfyui: Path) -> None:
    """insightface reads its models as ComfyUI_IPAdapter_plus has it do, and looks in both sizes,
    whatever size the node sets afterwards; black holds no face."""
    if not (comfyui / "models" / "insightface").exists():
        print("no insightface models: FaceID is left out")
        return
    # Like torch, installed in the image only.
    black = import_module("numpy").zeros((700, 500, 3), dtype="uint8")
    faces = face_loader(comfyui)("CPU")
    tried: set[tuple[int, int]] = set()
    look = faces.det_model.forward

    def noting(picture: Any, *rest: Any) -> Any:
        tried.add(picture.shape[:2])
        return look(picture, *rest)

    faces.det_model.forward = noting
    faces.det_model.input_size = (512, 512)
    if faces.get(black):
        sys.exit("insightface sees a face in a black picture.")
    if not tried >= set(SIZES):
        sys.exit(f"insightface looked for faces in {sorted(tried)}, not in {list(SIZES)}.")


def face_loader(comfyui: Path) -> Any:
    """ComfyUI_IPAdapter_plus's own function that loads insightface, taken out of its file: the
    rest of that imports torch and ComfyUI, which want a GPU."""
    file = comfyui / NODES / "utils.py"
    found: list[ast.stmt] = [
        part
        for part in ast.parse(file.read_text()).body
        if isinstance(part, ast.FunctionDef) and part.name == "insightface_loader"
    ]
    known = {"os": os, "folder_paths": SimpleNamespace(models_dir=str(comfyui / "models"))}
    exec(compile(ast.Module(found, []), str(file), "exec"), known)
    return known["insightface_loader"]


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
    folder = Path(os.environ["COMFYUI_FOLDER"])
    check_packages()
    check_faces(folder)
    check_comfyui(folder)
    print("the image can work")
