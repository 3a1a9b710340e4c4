"""Turns the contract's face node into nodes that exist.

The contract calls it `IPAdapterAdvanced`, but gives it inputs that no class of that name has:
`clip`, `weight_faceidv2` and `combine_embeds: "Average"`. What is meant is ComfyUI_IPAdapter_plus's
`IPAdapterFaceID`, which needs an insightface loader beside it and works best with the LoRA that
belongs to the model and with ViT-H. With a model that is no FaceID model it is the genuine
`IPAdapterAdvanced`, which needs no insightface. The tables below say what becomes what.
"""

from typing import Any

from .complaints import comfy_error, complaint
from .graph import Graph, add_node, is_link, linked_ids, nodes_of
from .installed_nodes import InstalledNodes, NodeClass

CONTRACT_CLASS = "IPAdapterAdvanced"
FACE_CLASS = "IPAdapterFaceID"
INSIGHTFACE_CLASS = "IPAdapterInsightFaceLoader"
LORA_CLASS = "LoraLoaderModelOnly"
CLIP_VISION_CLASS = "CLIPVisionLoader"

# The links that go over as they are; `clip` has no place in the real class.
KEPT_LINKS = ("model", "ipadapter", "image", "clip_vision", "image_negative", "attn_mask")
KEPT_WEIGHTS = ("weight", "weight_faceidv2")
# What the contract leaves out or names otherwise. One picture's average is the picture itself,
# which is what "concat" makes of it.
FIXED = {"weight_type": "linear", "combine_embeds": "concat", "start_at": 0.0, "end_at": 1.0}
DEFAULT_SCALING = "V only"

# The CPU reads one face in a moment, and is there on every machine.
INSIGHTFACE = {"provider": "CPU", "model_name": "buffalo_l"}
VIT_H = "CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors"
LORA_STRENGTH = 0.6
LORA_OF = {
    "ip-adapter-faceid_sdxl.bin": "ip-adapter-faceid_sdxl_lora.safetensors",
    "ip-adapter-faceid-plusv2_sdxl.bin": "ip-adapter-faceid-plusv2_sdxl_lora.safetensors",
}


async def translate_faces(graph: Graph, installed: InstalledNodes) -> None:
    """Translates every contract face node in place, under its own id, and adds what it needs under
    ids not in use. Leaves all else alone, a genuine IPAdapterAdvanced too. Throws JobError where
    ComfyUI lacks a class."""
    for node_id, class_type, inputs in nodes_of(graph):
        if _is_contracts(class_type, inputs) and not await _is_installed(inputs, installed):
            await _translate(graph, node_id, inputs, installed)


def _is_contracts(class_type: str, inputs: dict[str, Any]) -> bool:
    if class_type != CONTRACT_CLASS or "weight_type" in inputs:
        return False
    foreign = "weight_faceidv2" in inputs or is_link(inputs.get("clip"))
    return foreign or inputs.get("combine_embeds") == "Average"


async def _is_installed(inputs: dict[str, Any], installed: InstalledNodes) -> bool:
    """Whether this ComfyUI has a class of its own that takes the node as it stands."""
    own = await installed.find(CONTRACT_CLASS)
    return own is not None and own.fits(inputs)


async def _translate(
    graph: Graph, node_id: str, inputs: dict[str, Any], installed: InstalledNodes
) -> None:
    class_type = FACE_CLASS if _is_face_model(graph, inputs) else CONTRACT_CLASS
    face = await _needed(class_type, node_id, installed)
    new = {name: inputs[name] for name in KEPT_LINKS if name in inputs} | FIXED
    for name in KEPT_WEIGHTS:
        if name in face.inputs:
            new[name] = face.clamp(name, inputs.get(name, 1.0))
    scaling = inputs.get("embeds_scaling")
    known = scaling in face.options("embeds_scaling")
    new["embeds_scaling"] = scaling if known else DEFAULT_SCALING

    new["model"] = await _with_lora(graph, new, installed)
    new["clip_vision"] = await _with_vit_h(graph, new, installed)
    if "insightface" in face.inputs:
        loader = await _needed(INSIGHTFACE_CLASS, node_id, installed)
        choice = {name: value for name, value in INSIGHTFACE.items() if name in loader.inputs}
        new["insightface"] = [add_node(graph, INSIGHTFACE_CLASS, choice), 0]
    graph[node_id] = {
        "class_type": class_type,
        # An input that was not there stays away, for ComfyUI to say so.
        "inputs": {name: value for name, value in new.items() if value is not None},
    }


def _is_face_model(graph: Graph, inputs: dict[str, Any]) -> bool:
    """Whether the IP adapter is a FaceID model, which all of them say in their names; also where
    it cannot be told, since that is what the contract sends."""
    adapter = _source(graph, inputs.get("ipadapter")).get("ipadapter_file")
    return not isinstance(adapter, str) or "faceid" in adapter.lower()


async def _with_lora(graph: Graph, face: dict[str, Any], installed: InstalledNodes) -> object:
    """The model with the LoRA in front that belongs to the IP adapter, where it is installed."""
    adapter = _source(graph, face.get("ipadapter")).get("ipadapter_file")
    lora = LORA_OF.get(adapter) if isinstance(adapter, str) else None
    if lora is None or not await installed.has_file(LORA_CLASS, "lora_name", lora):
        return face.get("model")
    inputs = {"model": face.get("model"), "lora_name": lora, "strength_model": LORA_STRENGTH}
    return [add_node(graph, LORA_CLASS, inputs), 0]


async def _with_vit_h(graph: Graph, face: dict[str, Any], installed: InstalledNodes) -> object:
    """A CLIP vision link to ViT-H where it is installed, else what was asked for."""
    link: Any = face.get("clip_vision")
    if not await installed.has_file(CLIP_VISION_CLASS, "clip_name", VIT_H):
        return link
    loader = _source(graph, link, CLIP_VISION_CLASS)
    if loader and is_link(link) and linked_ids(graph).count(link[0]) == 1:
        loader["clip_name"] = VIT_H
        return link
    return [add_node(graph, CLIP_VISION_CLASS, {"clip_name": VIT_H}), 0]


def _source(graph: Graph, link: Any, class_type: str | None = None) -> dict[str, Any]:
    """The inputs of the node that a link comes from; none where it is no such node."""
    for node_id, found, inputs in nodes_of(graph):
        if is_link(link) and node_id == link[0] and class_type in (None, found):
            return inputs
    return {}


async def _needed(name: str, node_id: str, installed: InstalledNodes) -> NodeClass:
    found = await installed.find(name)
    if found is not None:
        return found
    message = f"Cannot execute because node {name} does not exist."
    details = "The contract's face node needs it: install ComfyUI_IPAdapter_plus."
    raise comfy_error([complaint(node_id, CONTRACT_CLASS, "invalid_prompt", message, details)])
