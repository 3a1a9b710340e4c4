import json
import tempfile
import unittest
from pathlib import Path

from lock_requirements import check, make

DIGEST = "0" * 64


class LockRequirements(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="darkroom-worker-test-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.ours = self.write("requirements.txt", "aiohttp==3.14.3\n")
        self.comfys = self.write("comfyui.txt", "torch\n")
        self.report = self.write(
            "report.json",
            json.dumps({"install": [package("torch"), package("Some_Name"), package("aiohttp")]}),
        )

    def test_every_package_has_its_version_and_checksum_in_a_fixed_order(self) -> None:
        lines = make(self.report, [self.ours, self.comfys]).splitlines()
        self.assertEqual(
            lines[1:],
            [f"{name}==1.0 --hash=sha256:{DIGEST}" for name in ("aiohttp", "some-name", "torch")],
        )

    def test_what_another_package_stands_in_for_is_left_out(self) -> None:
        names = ("opencv-python", "opencv-python-headless")
        report = self.write("report.json", json.dumps({"install": [*map(package, names)]}))
        [line] = make(report, [self.ours]).splitlines()[1:]
        self.assertTrue(line.startswith("opencv-python-headless=="), line)

    def test_a_package_without_a_checksum_is_no_package(self) -> None:
        bare = package("torch") | {"download_info": {"archive_info": {}}}
        report = self.write("report.json", json.dumps({"install": [bare]}))
        with self.assertRaises(KeyError):
            make(report, [self.ours])

    def test_a_lock_fits_the_requirements_that_it_was_made_for(self) -> None:
        lock = self.write("requirements.lock", make(self.report, [self.ours, self.comfys]))
        check(lock, [self.ours, self.comfys])

    def test_a_lock_fits_no_others(self) -> None:
        lock = self.write("requirements.lock", make(self.report, [self.ours, self.comfys]))
        self.write("comfyui.txt", "torch>=2\n")
        with self.assertRaisesRegex(SystemExit, "was made for other requirements"):
            check(lock, [self.ours, self.comfys])

    def test_a_lock_that_is_missing_is_said_to_be(self) -> None:
        with self.assertRaisesRegex(SystemExit, "is missing"):
            check(str(self.folder / "requirements.lock"), [self.ours])

    def write(self, name: str, text: str) -> str:
        path = self.folder / name
        path.write_text(text)
        return str(path)


def package(name: str) -> dict[str, object]:
    """As it stands in a report of `pip install --dry-run --report`."""
    return {
        "metadata": {"name": name, "version": "1.0"},
        "download_info": {"archive_info": {"hashes": {"sha256": DIGEST}}},
    }
