"""Whether the build stops where ComfyUI lacks something, and only where that is needed."""

import contextlib
import io
import os
import shlex
import socket
import sys
import tempfile
import unittest
from pathlib import Path
from unittest.mock import patch

from check_image import NEEDED, check_comfyui

# Says what it could not import, and serves its node classes as ComfyUI does.
COMFYUI = """
import json, sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer

said, classes, port = sys.argv[1:4]
assert sys.argv[4:] == ["--cpu"]
print(said, flush=True)
if classes == "none":
    sys.exit(1)
if classes == "silent":
    time.sleep(600)

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({name: {} for name in classes.split()}).encode()
        self.send_response(200 if self.path == "/object_info" else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

HTTPServer(("127.0.0.1", int(port)), Handler).serve_forever()
"""
OPTIONAL = "WARNING: some comfy_extras/ nodes did not import.\nIMPORT FAILED: nodes_glsl.py"
NODES = frozenset({"KSampler", "SaveImage"})


class CheckImage(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="darkroom-worker-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_a_comfyui_with_all_that_is_needed_passes(self) -> None:
        self.assertEqual(self.check("", "SaveImage KSampler GLSLShader"), "")

    def test_a_node_that_nobody_needs_may_be_missing_and_is_named(self) -> None:
        said = self.check(OPTIONAL, "SaveImage KSampler")
        self.assertEqual(said, "not needed, and left out: IMPORT FAILED: nodes_glsl.py\n")

    def test_one_that_is_needed_stops_the_build_and_is_named(self) -> None:
        with self.assertRaisesRegex(SystemExit, r"(?s)nodes_glsl.py.*ComfyUI has no KSampler: see"):
            self.check(OPTIONAL, "SaveImage")

    def test_a_comfyui_that_ends_stops_the_build(self) -> None:
        with self.assertRaisesRegex(SystemExit, r"(?s)No module.*ComfyUI does not start"):
            self.check("ImportError: No module named 'torch'", "none")

    def test_so_does_one_that_says_nothing(self) -> None:
        with self.assertRaisesRegex(SystemExit, "ComfyUI does not start"):
            self.check("", "silent", within_s=0.2)

    def test_the_nodes_for_faces_are_among_those_that_are_needed(self) -> None:
        needed = NEEDED.read_text().splitlines()
        self.assertEqual(needed, sorted(set(needed)))
        self.assertLessEqual({"IPAdapterFaceID", "KSampler", "SaveImage"}, set(needed))

    def check(self, said: str, classes: str, within_s: float = 60) -> str:
        """What is printed about a ComfyUI that says that, and has these classes."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        environment = {
            "COMFYUI_COMMAND": shlex.join([sys.executable, "-c", COMFYUI, said, classes, port]),
            "COMFYUI_URL": f"http://127.0.0.1:{port}",
            "COMFYUI_FOLDER": str(self.folder),
        }
        printed = io.StringIO()
        with patch.dict(os.environ, environment), contextlib.redirect_stdout(printed):
            check_comfyui(self.folder, NODES, within_s)
        return printed.getvalue()
