from typing import Any

import aiohttp

from darkroom_worker.comfy_client import ComfyClient
from darkroom_worker.face_node import translate_faces
from darkroom_worker.installed_nodes import InstalledNodes

from .contract import Graph, read
from .job_case import JobCase

LORA = "ip-adapter-faceid_sdxl_lora.safetensors"
VIT_H = "CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors"
BIG_G = "CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"
FACEID = "ip-adapter-faceid_sdxl.bin"
FACEID_PLUS = "ip-adapter-faceid-plusv2_sdxl.bin"
PLUS_FACE = "ip-adapter-plus-face_sdxl_vit-h.safetensors"
VIT_G = "ip-adapter_sdxl.safetensors"


class FaceNode(JobCase):
    more = ""

    async def test_the_contracts_graph_becomes_what_comfyui_was_seen_to_run(self) -> None:
        graph = await self.translated(read("face-reference"))
        self.assertEqual(meaning(graph), meaning(read("faceid")))

    async def test_without_vit_h_it_becomes_the_same_with_bigg(self) -> None:
        self.sandbox.settings(without=[VIT_H])
        expected = read("faceid")
        expected["3"]["inputs"]["clip_name"] = BIG_G
        graph = await self.translated(read("face-reference"))
        self.assertEqual(meaning(graph), meaning(expected))

    async def test_without_the_lora_it_becomes_the_graph_for_that_with_vit_h(self) -> None:
        self.sandbox.settings(without=[LORA])
        expected = read("faceid-contract-files")
        expected["3"]["inputs"]["clip_name"] = VIT_H
        graph = await self.translated(read("face-reference"))
        self.assertEqual(meaning(graph), meaning(expected))

    async def test_without_lora_and_vit_h_it_becomes_the_graph_of_the_contracts_files(self) -> None:
        self.sandbox.settings(without=[LORA, VIT_H])
        graph = await self.translated(read("face-reference"))
        self.assertEqual(meaning(graph), meaning(read("faceid-contract-files")))

    async def test_other_nodes_keep_their_ids_and_inputs(self) -> None:
        before, after = read("face-reference"), await self.translated(read("face-reference"))
        for node_id in set(before) - {"3", "5"}:
            self.assertEqual(after[node_id], before[node_id])
        self.assertEqual(after["3"]["class_type"], "CLIPVisionLoader")
        self.assertEqual(after["5"]["class_type"], "IPAdapterFaceID")

    async def test_new_nodes_get_ids_that_are_not_in_use(self) -> None:
        graph = read("face-reference")
        graph |= {str(n): {"class_type": "PreviewImage", "inputs": {}} for n in range(14, 30)}
        after = await self.translated(graph)
        for node_id in map(str, range(14, 30)):
            self.assertEqual(after[node_id]["class_type"], "PreviewImage")

    async def test_it_is_known_by_its_inputs_and_not_by_its_id(self) -> None:
        graph = read("face-reference")
        graph["face"] = graph.pop("5")
        graph["10"]["inputs"]["model"] = ["face", 0]
        after = await self.translated(graph)
        self.assertEqual(after["face"]["class_type"], "IPAdapterFaceID")

    async def test_one_of_its_marks_is_enough(self) -> None:
        for dropped in (("clip", "weight_faceidv2"), ("clip", "combine_embeds")):
            graph = read("face-reference")
            for name in dropped:
                del graph["5"]["inputs"][name]
            after = await self.translated(graph)
            self.assertEqual(after["5"]["class_type"], "IPAdapterFaceID")

    async def test_a_genuine_node_stays_as_it_is(self) -> None:
        graph = read("plus-face")
        self.assertEqual(await self.translated(read("plus-face")), graph)

    async def test_weights_are_kept_within_what_the_class_takes(self) -> None:
        for asked, given in ((0.35, 0.35), (2, 2), (9, 3), (-9, -1)):
            graph = read("face-reference")
            graph["5"]["inputs"] |= {"weight": asked, "weight_faceidv2": 0.25}
            inputs = (await self.translated(graph))["5"]["inputs"]
            self.assertEqual(inputs["weight"], given)
            self.assertEqual(inputs["weight_faceidv2"], 0.25)

    async def test_faceid_and_what_is_made_for_vit_h_get_it_where_it_is_installed(self) -> None:
        for adapter in (FACEID, FACEID_PLUS, PLUS_FACE):
            for named in (BIG_G, VIT_H, "some.safetensors"):
                self.assertEqual(await self.clip_vision(adapter, named), VIT_H, adapter)

    async def test_without_vit_h_faceid_gets_the_named_one_and_else_bigg(self) -> None:
        self.sandbox.settings(without=[VIT_H])
        for named in (BIG_G, VIT_H, "some.safetensors"):
            self.assertEqual(await self.clip_vision(FACEID, named), BIG_G, named)
        self.more = "some.safetensors"
        self.assertEqual(await self.clip_vision(FACEID, self.more), self.more)

    async def test_any_other_model_keeps_the_named_one(self) -> None:
        for named in (BIG_G, VIT_H, "some.safetensors"):
            self.assertEqual(await self.clip_vision(VIT_G, named), named)

    async def test_where_none_fits_it_stays_as_it_is_for_comfyui_to_say_so(self) -> None:
        for adapter, named, missing in (
            (PLUS_FACE, BIG_G, VIT_H),
            (PLUS_FACE, VIT_H, VIT_H),
            (VIT_G, BIG_G, BIG_G),
        ):
            self.sandbox.settings(without=[missing])
            self.assertEqual(await self.clip_vision(adapter, named), named, adapter)

    async def test_a_clip_vision_that_others_use_is_not_changed_for_them(self) -> None:
        graph = read("face-reference")
        graph["50"] = {"class_type": "CLIPVisionEncode", "inputs": {"clip_vision": ["3", 0]}}
        after = await self.translated(graph)
        self.assertEqual(after["3"]["inputs"]["clip_name"], BIG_G)
        new = after["5"]["inputs"]["clip_vision"][0]
        self.assertEqual(after[new]["inputs"]["clip_name"], VIT_H)

    async def test_a_lora_goes_in_front_only_of_the_model_it_belongs_to(self) -> None:
        graph = read("face-reference")
        graph["4"]["inputs"]["ipadapter_file"] = "ip-adapter-faceid-portrait_sdxl.bin"
        after = await self.translated(graph)
        self.assertEqual(after["5"]["inputs"]["model"], ["1", 0])
        graph = read("face-reference")
        graph["4"]["class_type"] = "SomeOtherLoader"
        del graph["4"]["inputs"]["ipadapter_file"]
        after = await self.translated(graph)
        self.assertEqual(after["5"]["class_type"], "IPAdapterFaceID")
        self.assertEqual(after["5"]["inputs"]["model"], ["1", 0])

    async def test_a_model_that_is_no_faceid_model_becomes_the_stock_node(self) -> None:
        graph = read("face-reference")
        graph["4"]["inputs"]["ipadapter_file"] = PLUS_FACE
        graph["5"]["inputs"]["weight"] = 0.8
        after = await self.translated(graph)
        self.assertEqual(meaning(after), meaning(read("plus-face")))

    async def test_several_face_nodes_are_all_translated(self) -> None:
        graph = read("face-reference")
        graph["60"] = {**graph["5"], "inputs": {**graph["5"]["inputs"], "model": ["5", 0]}}
        after = await self.translated(graph)
        for node_id in ("5", "60"):
            self.assertEqual(after[node_id]["class_type"], "IPAdapterFaceID")

    async def test_comfyui_is_asked_nothing_for_a_graph_without_faces(self) -> None:
        self.sandbox.reset()
        await self.translated(read("text-to-image"))
        self.assertEqual(self.sandbox.requests(), [])

    async def clip_vision(self, adapter: str, named: str) -> object:
        """The file that a contract graph with these two ends with."""
        graph = read("face-reference")
        graph["4"]["inputs"]["ipadapter_file"] = adapter
        graph["3"]["inputs"]["clip_name"] = named
        after = await self.translated(graph)
        return after[after["5"]["inputs"]["clip_vision"][0]]["inputs"]["clip_name"]

    async def translated(self, graph: Graph) -> Graph:
        async with aiohttp.ClientSession() as session:
            comfy = ComfyWithMore(session, self.sandbox.url)
            comfy.more = self.more
            await translate_faces(graph, InstalledNodes(comfy))
        return graph


class ComfyWithMore(ComfyClient):
    """The sandbox's ComfyUI, and a CLIP vision file that it does not know."""

    more = ""

    async def class_info(self, name: str) -> Any:
        info: Any = await super().class_info(name)
        if name == "CLIPVisionLoader":
            info["input"]["required"]["clip_name"][0].append(self.more)
        return info


def meaning(graph: Graph) -> object:
    """A graph without its ids, and without what the files' authors chose freely."""
    free = {"image", "ckpt_name", "text"}

    def of(node_id: str) -> object:
        node = graph[node_id]
        inputs = {
            name: (of(value[0]), value[1]) if isinstance(value, list) else value
            for name, value in node["inputs"].items()
            if isinstance(value, list) or name not in free
        }
        return node["class_type"], tuple(sorted(inputs.items()))

    return of("12")
