"""Looks, at the end of the build and without a GPU, whether the image can work at all."""

import ast
import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
import urllib.request
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from detector_sizes import SIZES

NODES = "custom_nodes/ComfyUI_IPAdapter_plus"
# What the bot's own commands and the workflows of workflows.example/ need, one class a line.
NEEDED = Path(__file__).with_name("needed_nodes.txt")


def check_comfyui(comfyui: Path, needed: frozenset[str], within_s: float = 600) -> None:
    """ComfyUI starts, and has every node class that is needed. It starts without the nodes that it
    cannot import: those of its own that want a library which a server has not may be missing."""
    from darkroom_worker.settings import settings_from

    with tempfile.TemporaryFile("w+", errors="replace") as output:
        command = [*shlex.split(os.environ["COMFYUI_COMMAND"]), "--cpu"]
        process = subprocess.Popen(command, cwd=comfyui, stdout=output, stderr=subprocess.STDOUT)
        try:
            classes = registered(settings_from(os.environ).url, process, within_s)
        finally:
            process.kill()
            process.wait()
        output.seek(0)
        said = output.read()
    if classes is None:
        sys.exit(f"{said}\nComfyUI does not start: see above.")
    if missing := sorted(needed - classes):
        sys.exit(f"{said}\nComfyUI has no {', '.join(missing)}: see above.")
    for line in said.splitlines():
        if "IMPORT FAILED" in line:
            print(f"not needed, and left out: {line.strip()}")


def registered(
    url: str, process: subprocess.Popen[bytes], within_s: float
) -> frozenset[str] | None:
    """The node classes of a ComfyUI that is starting; None where it does not come up."""
    end = time.monotonic() + within_s
    while process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/object_info", timeout=60) as answer:
                return frozenset(json.load(answer))
        except (OSError, ValueError):
            time.sleep(0.2)
    return None


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
    check_comfyui(folder, frozenset(NEEDED.read_text().split()))
    print("the image can work")
