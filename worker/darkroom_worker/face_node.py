"""Turns the contract's face node into nodes that exist.

The contract calls it `IPAdapterAdvanced`, but gives it inputs that no class of that name has:
`clip`, `weight_faceidv2` and `combine_embeds: "Average"`. What is meant is ComfyUI_IPAdapter_plus's
`IPAdapterFaceID`, which needs an insightface loader beside it and is made for the LoRA that belongs
to the model. With a model that is no FaceID model it is the genuine `IPAdapterAdvanced`, which
needs no insightface. The CLIP vision file for a FaceID model, and for any that is made for it, is
ViT-H where that is installed. The tables below say what becomes what.
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
BIG_G = "CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors"
LORA_STRENGTH = 0.6
LORA_OF = {
    "ip-adapter-faceid_sdxl.bin": "ip-adapter-faceid_sdxl_lora.safetensors",
    "ip-adapter-faceid-plusv2_sdxl.bin": "ip-adapter-faceid-plusv2_sdxl_lora.safetensors",
}


async def translate_faces(graph: Graph, installed: InstalledNodes) -> None:
    """Translates every contract face node in place, under its own id, and adds what it needs under
    ids not in use. Leaves all else alone, a genuine IPAdapterAdvanced too. Raises JobError where
    ComfyUI lacks a class."""
    for node_id, class_type, inputs in nodes_of(graph):
        if _is_contracts(class_type, inputs):
            await _translate(graph, node_id, inputs, installed)


def _is_contracts(class_type: str, inputs: dict[str, Any]) -> bool:
    if class_type != CONTRACT_CLASS or "weight_type" in inputs:
        return False
    foreign = "weight_faceidv2" in inputs or is_link(inputs.get("clip"))
    return foreign or inputs.get("combine_embeds") == "Average"


async def _translate(
    graph: Graph, node_id: str, inputs: dict[str, Any], installed: InstalledNodes
) -> None:
    adapter = _adapter(graph, inputs)
    class_type = FACE_CLASS if _is_faceid(adapter) else CONTRACT_CLASS
    face = await _needed(class_type, node_id, installed)
    new = {name: inputs[name] for name in KEPT_LINKS if name in inputs} | FIXED
    for name in KEPT_WEIGHTS:
        if name in face.inputs:
            new[name] = face.clamp(name, inputs.get(name, 1.0))
    scaling = inputs.get("embeds_scaling")
    known = scaling in face.options("embeds_scaling")
    new["embeds_scaling"] = scaling if known else DEFAULT_SCALING

    new["model"] = await _with_lora(graph, new.get("model"), adapter, installed)
    new["clip_vision"] = await _clip_vision(graph, new.get("clip_vision"), adapter, installed)
    if "insightface" in face.inputs:
        loader = await _needed(INSIGHTFACE_CLASS, node_id, installed)
        choice = {name: value for name, value in INSIGHTFACE.items() if name in loader.inputs}
        new["insightface"] = [add_node(graph, INSIGHTFACE_CLASS, choice), 0]
    graph[node_id] = {
        "class_type": class_type,
        # An input that was not there stays away, for ComfyUI to say so.
        "inputs": {name: value for name, value in new.items() if value is not None},
    }


def _adapter(graph: Graph, inputs: dict[str, Any]) -> str:
    """The IP adapter's file; an empty text where it cannot be told."""
    file = _source(graph, inputs.get("ipadapter")).get("ipadapter_file")
    return file if isinstance(file, str) else ""


def _is_faceid(adapter: str) -> bool:
    """Whether it is a FaceID model, which all of them say in their names; also where it cannot be
    told, since that is what the contract sends."""
    return not adapter or "faceid" in adapter.lower()


def _clip_files(adapter: str, named: str) -> tuple[str, ...]:
    """The CLIP vision files to look for, best first. FaceID wants one, but only FaceID Plus uses
    what it sees; a model made for ViT-H fails with bigG by a size mismatch."""
    name = adapter.lower()
    if "vit-h" in name or "faceid-plus" in name:
        return (VIT_H,)
    return (VIT_H, named, BIG_G) if _is_faceid(adapter) else ()


async def _with_lora(graph: Graph, model: Any, adapter: str, installed: InstalledNodes) -> object:
    """The model with the LoRA in front that belongs to the IP adapter, where it is installed."""
    lora = LORA_OF.get(adapter)
    if lora is None or not await installed.has_file(LORA_CLASS, "lora_name", lora):
        return model
    inputs = {"model": model, "lora_name": lora, "strength_model": LORA_STRENGTH}
    return [add_node(graph, LORA_CLASS, inputs), 0]


async def _clip_vision(graph: Graph, link: Any, adapter: str, installed: InstalledNodes) -> object:
    """A link to the first CLIP vision file that is wanted and installed; without any, to the one
    that was named."""
    loader = _source(graph, link, CLIP_VISION_CLASS)
    if not loader:
        return link
    named = str(loader.get("clip_name"))
    for file in _clip_files(adapter, named):
        if await installed.has_file(CLIP_VISION_CLASS, "clip_name", file):
            return link if file == named else _with_file(graph, link, loader, file)
    return link


def _with_file(graph: Graph, link: list[Any], loader: dict[str, Any], file: str) -> object:
    """A link to a loader of `file`: the one there is, unless others use it too."""
    if linked_ids(graph).count(link[0]) == 1:
        loader["clip_name"] = file
        return link
    return [add_node(graph, CLIP_VISION_CLASS, {"clip_name": file}), 0]


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
