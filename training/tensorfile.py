"""The safetensors format: an 8-byte little-endian header length, a JSON header, raw little-endian data."""

import json
import os
import struct

import numpy
import torch

TYPES = {"F32": numpy.dtype("<f4"), "F16": numpy.dtype("<f2")}
NAMES = {torch.float32: "F32", torch.float16: "F16"}
METADATA = "__metadata__"


def read_tensors(path):
    """Reads a file and returns ({name: float32 tensor}, {key: string})."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    metadata = header.pop(METADATA, {})
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        values = numpy.frombuffer(data[start:end], TYPES[entry["dtype"]])
        tensors[name] = torch.from_numpy(values.astype(numpy.float32)).reshape(entry["shape"])
    return tensors, metadata


def write_tensors(path, tensors, metadata):
    """Writes {name: tensor} and {key: string}; the file appears whole or not at all."""
    header, chunks, offset = {METADATA: metadata}, [], 0
    for name, tensor in tensors.items():
        kind = NAMES[tensor.dtype]
        chunk = tensor.contiguous().numpy().astype(TYPES[kind]).tobytes()
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [offset, offset + len(chunk)]}
        chunks.append(chunk)
        offset += len(chunk)
    encoded = json.dumps(header, separators=(",", ":")).encode()
    encoded += b" " * (-len(encoded) % 8)
    temporary = f"{path}.part"
    with open(temporary, "wb") as file:
        file.write(struct.pack("<Q", len(encoded)) + encoded + b"".join(chunks))
    os.replace(temporary, path)
