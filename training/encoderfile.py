"""The encoder as the product reads it: a safetensors file in half precision that describes its own architecture."""

import json

import torch

from student import Student, activation, layers_of
from tensorfile import read_tensors, write_tensors

# Index of the tap that carries the content.
CONTENT_TAP = 2


def save_encoder(path, student, name, about):
    """Writes the student's parameters and metrics as float16; `about` adds string entries to the metadata."""
    metadata = {
        "format": "abecedary-encoder",
        "version": "1",
        "name": name,
        "architecture": json.dumps(student.architecture),
        "taps": json.dumps(student.names()),
        "content": student.names()[CONTENT_TAP],
        **about,
    }
    tensors = student.plain()
    for place, map in zip(places(student), student.metrics or []):
        tensors |= {f"{place}.metric.weight": map[:, :-1], f"{place}.metric.bias": map[:, -1]}
    write_tensors(path, {name: t.detach().half().contiguous() for name, t in tensors.items()}, metadata)


def load_encoder(path):
    """Returns (Student in float32, metadata)."""
    tensors, metadata = read_tensors(path)
    architecture = json.loads(metadata["architecture"])
    stages, names = architecture["stages"], json.loads(metadata["taps"])
    taps = [
        next(at for at in range(len(stage)) if activation(number, at, len(stage)) in names)
        for number, stage in enumerate(stages, 1)
    ]
    student = Student(layers_of(architecture), architecture["pool"], taps)
    student.load_plain({name: t for name, t in tensors.items() if ".metric." not in name})
    if any(".metric." in name for name in tensors):
        student.metrics = [torch.cat([tensors[f"{place}.metric.weight"], tensors[f"{place}.metric.bias"][:, None]], dim=1) for place in places(student)]
    return student.eval(), metadata


def places(student):
    """Names of the convolutions that the taps belong to."""
    return [f"stage{stage}.conv{tap + 1}" for stage, tap in enumerate(student.taps, 1)]
