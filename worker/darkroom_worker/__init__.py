"""Darkroom's GPU worker: takes ComfyUI graphs from RunPod, and answers with pictures."""
