"""Tests against the scripted ComfyUI in src/sandbox/comfy, a process of its own."""
