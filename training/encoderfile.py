"""The encoder as the product reads it: a safetensors file in half precision that describes its own architecture."""

import json

from student import Student, TAPS
from tensorfile import read_tensors, write_tensors

CONTENT_TAP = "relu3"


def save_encoder(path, student, name, about):
    """Writes the student's parameters as float16; `about` adds string entries to the metadata."""
    metadata = {
        "format": "abecedary-encoder",
        "version": "1",
        "name": name,
        "architecture": json.dumps(student.architecture),
        "taps": json.dumps(TAPS),
        "content": CONTENT_TAP,
        **about,
    }
    write_tensors(path, {name: t.detach().half() for name, t in student.state_dict().items()}, metadata)


def load_encoder(path):
    """Returns (Student in float32, metadata)."""
    tensors, metadata = read_tensors(path)
    architecture = json.loads(metadata["architecture"])
    student = Student(architecture["stages"], architecture["pool"])
    student.load_state_dict(tensors)
    return student.eval(), metadata
