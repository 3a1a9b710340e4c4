"""The pins of requirements.txt against what the packages ask of each other, as it is written down
in data/requirements.json. pip says the same, but needs a network, and says it to whoever builds."""

import json
import re
import unittest
from collections import defaultdict
from pathlib import Path
from typing import Any

from .requirement import Requirement, canonical, read_requirement

WORKER = Path(__file__).parents[1]
RECORDED: Any = json.loads((WORKER / "tests/data/requirements.json").read_text())
HOW_READ = {"at the tag", "at the commit", "at the version", "another version", "second hand"}


class Pins(unittest.TestCase):
    def test_each_is_one_version(self) -> None:
        lines = [line for line in requirement_lines() if not re.fullmatch(r"[\w-]+==[\d.]+", line)]
        self.assertEqual(lines, [])

    def test_each_is_of_a_version_whose_requirements_were_read(self) -> None:
        read = {one["name"]: one["version"] for one in RECORDED["packages"]}
        self.assertEqual(pins(), read)

    def test_how_well_each_is_known_is_said(self) -> None:
        for one in [*RECORDED["packages"], *RECORDED["sources"]]:
            self.assertIn(one["read"], HOW_READ, one["name"])
            if one["read"] in ("another version", "second hand"):
                self.assertTrue(one.get("note"), one["name"])

    def test_they_are_what_the_others_ask_for(self) -> None:
        self.assertEqual(conflicts(pins(), asked()), [])

    def test_what_is_not_pinned_can_be_chosen_so_that_all_are_content(self) -> None:
        self.assertEqual(unmeetable(asked(), beside=pins()), [])

    def test_comfyui_and_its_node_are_the_commits_whose_requirements_were_read(self) -> None:
        dockerfile = (WORKER / "Dockerfile").read_text()
        comfyui, node = RECORDED["sources"][:2]
        for line in (
            f"ARG COMFYUI_REF={comfyui['ref']}\n",
            f"ARG COMFYUI_COMMIT={comfyui['commit']}\n",
            f"ARG IPADAPTER_COMMIT={node['commit']}\n",
        ):
            self.assertIn(line, dockerfile)

    def test_the_list_of_comfyuis_own_commit_is_what_is_known_of_it(self) -> None:
        comfyui = RECORDED["sources"][0]
        own, asked_for = [text for text in comfyui["known"] if "==" in text], comfyui["requires"]
        self.assertLessEqual({*comfyui["known"]} - {*own}, {*asked_for})
        bounds = [(re.search("[~>]=", text) or [""])[0] for text in asked_for]
        counts = [len(own), *(bounds.count(bound) for bound in (">=", "~=", ""))]
        self.assertEqual(counts, [5, 11, 2, 17])

    def test_what_is_known_of_comfyuis_own_commit_agrees_with_those_around_it(self) -> None:
        comfyui = RECORDED["sources"][0]
        self.assertEqual([one["side"] for one in comfyui["around"]], ["before", "after"])
        for text in comfyui["known"]:
            name = read_requirement(text).name
            for around in comfyui["around"]:
                if name in {"numpy", "transformers", "pydantic"}:
                    self.assertIn(text, around["requires"])


class Conflicts(unittest.TestCase):
    def test_a_pin_below_what_is_asked_for_is_named_with_who_asks(self) -> None:
        self.assertEqual(
            conflicts({"aiohttp": "3.13.3", "runpod": "1.12.0"}, asked()),
            ["runpod asks for aiohttp[speedups] >= 3.14.3, and 3.13.3 is pinned"],
        )

    def test_so_is_one_above_it(self) -> None:
        found = conflicts({"numpy": "2.3.0"}, asked())
        self.assertEqual(len(found), 2, found)
        self.assertIn("opencv-python asks for numpy<2.3.0,>=2, and 2.3.0 is pinned", found)

    def test_two_that_ask_for_different_things_are_named(self) -> None:
        other = [("a", "hub>=1.0"), ("b", "hub<1.0"), ("c", "hub")]
        self.assertEqual(unmeetable(other), ["hub: a asks for hub>=1.0, b for hub<1.0, c for hub"])
        self.assertEqual(unmeetable([("a", "hub>=0.34,<1.0"), ("b", "hub>=0.13.3")]), [])

    def test_requirements_are_read_as_python_reads_them(self) -> None:
        for text, version, fits in (
            ("a", "1", True),
            ("a==2.8.0", "2.8", True),
            ("a==2.8.0", "2.8.0.1", False),
            ("a>=3.14.3", "3.14.10", True),
            ("a>=3.14.3", "3.13.99", False),
            ("a>1.0", "1.0.0", False),
            ("a<2.3.0,>=2", "2.2.6", True),
            ("a<2.3.0,>=2", "2.3", False),
            ("a<=0.23.0", "0.23", True),
            ("a!=8.3.*", "8.3.1", False),
            ("a!=8.3.*", "8.30.1", True),
            ("a==8.3.*", "8.3.1", True),
            ("a~=2.0", "2.11", True),
            ("a~=2.0", "3.0", False),
            ("a~=2.1.0", "2.2.0", False),
            ("A_b.c[x,y] >= 1 , < 2", "1.5", True),
        ):
            self.assertEqual(read_requirement(text).admits(version), fits, (text, version))
        self.assertEqual(read_requirement("A_b.c[x] >= 1").name, "a-b-c")

    def test_what_is_not_understood_is_no_yes(self) -> None:
        for text in ("a>=1.0rc1", "a>=1; os_name == 'nt'", "a @ https://x.test/a", "a>=1.*", "==1"):
            with self.assertRaises(ValueError):
                read_requirement(text)


def requirement_lines() -> list[str]:
    lines = (WORKER / "requirements.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def pins() -> dict[str, str]:
    pairs = (line.split("==") for line in requirement_lines())
    return {canonical(name): version for name, version in pairs}


def asked() -> list[tuple[str, str]]:
    """Who asks for what."""
    found: list[tuple[str, str]] = []
    for one in [*RECORDED["packages"], *RECORDED["sources"]]:
        for part in [one, *one.get("around", [])]:
            who = f"{one['name']} ({part['side']})" if "side" in part else one["name"]
            found += [(who, text) for text in part["requires"]]
    return found


def conflicts(pinned: dict[str, str], wishes: list[tuple[str, str]]) -> list[str]:
    found = []
    for who, text in wishes:
        one = read_requirement(text)
        version = pinned.get(one.name)
        if version is not None and not one.admits(version):
            found.append(f"{who} asks for {text}, and {version} is pinned")
    return found


def unmeetable(wishes: list[tuple[str, str]], beside: dict[str, str] | None = None) -> list[str]:
    """Packages of which no version that anybody names is right for all who ask."""
    by_name: dict[str, list[tuple[str, str, Requirement]]] = defaultdict(list)
    for who, text in wishes:
        one = read_requirement(text)
        if one.name not in (beside or {}):
            by_name[one.name].append((who, text, one))
    found = []
    for name, rows in by_name.items():
        tries = ["99999", *(version for *_, one in rows for version in one.versions)]
        if not any(all(one.admits(version) for *_, one in rows) for version in tries):
            (who, text, _), *rest = rows
            others = "".join(f", {other} for {wish}" for other, wish, _ in rest)
            found.append(f"{name}: {who} asks for {text}{others}")
    return found
