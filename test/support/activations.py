"""All activations of the normalised VGG-19 for one picture: python activations.py WEIGHTS PADDING ROWS COLUMNS FOLDER

FOLDER/image.f32 holds the picture, RGB in 0..1, planar. Each activation is written to FOLDER/reluX_Y.f32.
PADDING is one of the modes of torch.nn.functional.pad.
"""

import sys
from pathlib import Path

import numpy
import torch
import torch.nn.functional as functional
from tensorfile import read_tensors

weights, padding, rows, columns, folder = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5])
tensors, _ = read_tensors(weights)
image = torch.from_numpy(numpy.fromfile(folder / "image.f32", "<f4").reshape(1, 3, rows, columns))
x = functional.conv2d(image, tensors["input.weight"], tensors["input.bias"])
stage = "1"
for name in sorted(key[4:7] for key in tensors if key.startswith("conv") and key.endswith(".weight")):
    if name[0] != stage:
        x, stage = functional.max_pool2d(x, 2), name[0]
    x = functional.pad(x, (1, 1, 1, 1), mode=padding)
    x = functional.relu(functional.conv2d(x, tensors[f"conv{name}.weight"], tensors[f"conv{name}.bias"]))
    x.numpy().tofile(folder / f"relu{name}.f32")
