"""Tests against the scripted ComfyUI in packages/stand-ins/comfy, a process of its own."""
