"""Reads safetensors files of float32 or float16."""

import json
import struct

import numpy
import torch


def read_tensors(path):
    """Tensors by name as float32, and the metadata."""
    with open(path, "rb") as file:
        raw = file.read()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        kind = {"F32": "<f4", "F16": "<f2"}[entry["dtype"]]
        values = numpy.frombuffer(raw[start:end], kind).astype("<f4").reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values)
    return tensors, metadata
