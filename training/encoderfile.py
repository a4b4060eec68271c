"""The encoder as the product reads it: a safetensors file in half precision that describes its own architecture."""

import json

import torch

from student import Student, TAPS
from tensorfile import read_tensors, write_tensors

CONTENT_TAP = "relu3"


def save_encoder(path, student, name, about):
    """Writes the student's parameters and metrics as float16; `about` adds string entries to the metadata."""
    metadata = {
        "format": "abecedary-encoder",
        "version": "1",
        "name": name,
        "architecture": json.dumps(student.architecture),
        "taps": json.dumps(TAPS),
        "content": CONTENT_TAP,
        **about,
    }
    tensors = student.plain()
    for stage, map in enumerate(student.metrics or [], 1):
        tensors |= {f"stage{stage}.metric.weight": map[:, :-1], f"stage{stage}.metric.bias": map[:, -1]}
    write_tensors(path, {name: t.detach().half().contiguous() for name, t in tensors.items()}, metadata)


def load_encoder(path):
    """Returns (Student in float32, metadata)."""
    tensors, metadata = read_tensors(path)
    architecture = json.loads(metadata["architecture"])
    student = Student(architecture["stages"], architecture["pool"])
    student.load_plain({name: t for name, t in tensors.items() if ".metric." not in name})
    if "stage1.metric.weight" in tensors:
        student.metrics = [read_metric(tensors, stage) for stage in range(1, len(TAPS) + 1)]
    return student.eval(), metadata


def read_metric(tensors, stage):
    weight, bias = (tensors[f"stage{stage}.metric.{name}"] for name in ("weight", "bias"))
    return torch.cat([weight, bias[:, None]], dim=1)
