"""Tests against the scripted ComfyUI in sandbox/comfy, a process of its own."""
