"""The files in .runpod, by which RunPod builds and tries the worker, against its documentation: the
Hub's publishing guide, and its list of GPUs and CUDA versions, as of 20 August 2026."""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from darkroom_worker import settings

from .build_context import context_sources
from .job_case import JobCase
from .sandbox import ROOT
from .test_pins import RECORDED

HUB = ROOT / ".runpod"
DOCKERFILE = (ROOT / "worker/Dockerfile").read_text()

# Field: its type, and whether it has to be there.
Fields = Mapping[str, tuple[type, bool]]
LISTING: Fields = {
    "title": (str, True),
    "description": (str, True),
    "type": (str, True),
    "category": (str, True),
    "iconUrl": (str, False),
    "config": (dict, True),
}
LISTING_CONFIG: Fields = {
    "runsOn": (str, True),
    "endpointType": (str, False),
    "containerDiskInGb": (int, True),
    # Needed where runsOn is GPU.
    "gpuCount": (int, True),
    "gpuIds": (str, True),
    "allowedCudaVersions": (list, False),
    "env": (list, False),
    "presets": (list, False),
}
NUMBER: Fields = {
    "name": (str, True),
    "type": (str, True),
    "description": (str, True),
    "min": (int, False),
    "max": (int, False),
    "default": (int, True),
    "advanced": (bool, False),
}
TRIAL: Fields = {"name": (str, True), "input": (dict, True), "timeout": (int, False)}
TRIAL_CONFIG: Fields = {
    # Needed for tests on a GPU.
    "gpuTypeId": (str, True),
    "gpuCount": (int, True),
    "env": (list, False),
    "allowedCudaVersions": (list, False),
}
POOLS = "AMPERE_16 AMPERE_24 ADA_24 AMPERE_48 ADA_48_PRO AMPERE_80 ADA_80_PRO HOPPER_141".split()
GPUS = {"NVIDIA GeForce RTX 4090", "NVIDIA GeForce RTX 3090", "NVIDIA L4", "NVIDIA RTX A5000"}
CUDA_VERSIONS = ["12.0", "12.1", "12.2", "12.3", "12.4", "12.5", "12.6", "12.7"]
CUDA_VERSIONS += ["12.8", "12.9", "13.0"]


class Hub(unittest.TestCase):
    def test_the_listing_is_as_documented(self) -> None:
        listing = read("hub.json")
        self.assert_fields(listing, LISTING)
        self.assertEqual((listing["type"], listing["category"]), ("serverless", "image"))
        config = listing["config"]
        self.assert_fields(config, LISTING_CONFIG)
        self.assertEqual(config["runsOn"], "GPU")
        self.assertLessEqual(set(config["gpuIds"].split(",")), set(POOLS))

    def test_its_variables_are_the_workers_with_the_workers_defaults(self) -> None:
        known = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', Path(settings.__file__).read_text()))
        with tempfile.TemporaryDirectory() as folder:
            plain = settings.settings_from({"COMFYUI_FOLDER": folder})
        defaults = {
            "PROMPT_TIMEOUT_S": plain.prompt_timeout_s,
            "START_TIMEOUT_S": plain.start_timeout_s,
        }
        for one in read("hub.json")["config"]["env"]:
            self.assertEqual(set(one), {"key", "input"})
            self.assert_fields(one["input"], NUMBER)
            self.assertEqual(one["input"]["type"], "number")
            self.assertIn(one["key"], known)
            self.assertEqual(one["input"]["default"], defaults[one["key"]])

    def test_the_trials_are_as_documented(self) -> None:
        trials = read("tests.json")
        self.assertEqual(set(trials), {"tests", "config"})
        self.assertTrue(trials["tests"])
        for one in trials["tests"]:
            self.assert_fields(one, TRIAL)
        self.assert_fields(trials["config"], TRIAL_CONFIG)
        self.assertIn(trials["config"]["gpuTypeId"], GPUS)

    def test_hosts_have_the_cuda_that_torch_brings_or_a_later_one(self) -> None:
        [runtime] = [
            text.split("==")[1]
            for text in RECORDED["packages"][0]["requires"]
            if text.startswith("nvidia-cuda-runtime")
        ]
        least = ".".join(runtime.split(".")[:2])
        self.assertIn(f" NVIDIA_REQUIRE_CUDA=cuda>={least} ", DOCKERFILE)
        wanted = CUDA_VERSIONS[CUDA_VERSIONS.index(least) :]
        for file in ("hub.json", "tests.json"):
            self.assertEqual(read(file)["config"]["allowedCudaVersions"], wanted, file)

    def test_the_dockerfile_is_the_workers_and_takes_its_files_from_the_root(self) -> None:
        self.assertEqual((HUB / "Dockerfile").resolve(), ROOT / "worker/Dockerfile")
        named = context_sources(DOCKERFILE)
        self.assertIn("worker/fetch_source.sh", named)
        for path in named - {"worker/requirements.loc[k]"}:
            self.assertTrue((ROOT / path).exists(), path)

    def test_an_init_is_process_1(self) -> None:
        self.assertRegex(DOCKERFILE, r"apt-get install .*\btini\b")
        for line in (
            "COPY --from=sources /usr/bin/tini-static /usr/local/bin/tini",
            'ENTRYPOINT ["tini", "--"]\nCMD ["python", "-m", "darkroom_worker"]',
        ):
            self.assertIn(f"\n{line}\n", DOCKERFILE)

    def test_the_handler_is_the_worker(self) -> None:
        run = subprocess.run(
            [sys.executable, "-B", str(HUB / "handler.py")],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "worker")},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        self.assertEqual(run.returncode, 2, run.stderr)
        self.assertIn("COMFYUI_FOLDER must be set", run.stderr)

    def assert_fields(self, data: Mapping[str, Any], fields: Fields) -> None:
        self.assertLessEqual(set(data), set(fields))
        self.assertLessEqual({name for name, (_, needed) in fields.items() if needed}, set(data))
        for name, value in data.items():
            self.assertIs(type(value), fields[name][0], name)


class HubTrials(JobCase):
    async def test_each_ends_with_a_picture(self) -> None:
        for one in read("tests.json")["tests"]:
            output = await self.run_job(one["input"])
            self.assertEqual(len(output.get("images", [])), 1, output)

    async def test_each_asks_for_what_is_in_every_image(self) -> None:
        found = re.search(r"^ARG GENERAL_CHECKPOINT_NAME=(.+)$", DOCKERFILE, re.MULTILINE)
        assert found is not None
        for one in read("tests.json")["tests"]:
            loaders = [
                node["inputs"]["ckpt_name"]
                for node in one["input"].values()
                if node["class_type"] == "CheckpointLoaderSimple"
            ]
            self.assertEqual(loaders, [found[1]])


def read(name: str) -> Any:
    return json.loads((HUB / name).read_text())
