"""Loss and gradient of the same objective in PyTorch: values from a folder, times and loss as JSON on standard output."""

import json
import statistics
import struct
import sys
import time
from pathlib import Path

import numpy
import torch
import torch.nn.functional as functional


def read_encoder(path):
    """Filters and biases by name, and the architecture, from a safetensors file of float16."""
    raw = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        values = numpy.frombuffer(raw[start:end], "<f2").astype("<f4").reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values)
    return tensors, json.loads(metadata["architecture"])


def encode(image, tensors, architecture):
    """Taps of a picture [1, 3, H, W] of RGB in 0..1, finest first."""
    mean = torch.tensor(architecture["mean"]).view(1, 3, 1, 1)
    deviation = torch.tensor(architecture["std"]).view(1, 3, 1, 1)
    features = (image - mean) / deviation
    taps = []
    for stage, widths in enumerate(architecture["stages"], 1):
        if stage > 1:
            features = functional.avg_pool2d(features, 2)
        for layer in range(1, len(widths) + 1):
            name = f"stage{stage}.conv{layer}"
            features = functional.relu(functional.conv2d(features, tensors[name + ".weight"], tensors[name + ".bias"], padding=1))
        taps.append(features)
    return taps


def loss_of(image, feeds, tensors, architecture):
    taps = encode(image, tensors, architecture)
    loss = 0
    for number, features in enumerate(taps, 1):
        flat = features.flatten(2)[0]
        for region, weights in zip(("ink", "ground"), feeds[f"weights.relu{number}"]):
            key = f"relu{number}.{region}"
            mean = flat @ weights[:, None]
            covariance = (flat * weights) @ flat.T - mean @ mean.T
            for name, value in (("mean", mean), ("covariance", covariance)):
                difference = value - feeds[f"{name}.{key}"]
                loss = loss + feeds[f"factor.{name}.{key}"] * difference.square().sum()
    loss = loss + feeds["factor.content"] * (taps[2] - feeds["content"]).square().sum()
    rows, columns = image[:, :, 1:] - image[:, :, :-1], image[:, :, :, 1:] - image[:, :, :, :-1]
    return loss + feeds["factor.variation"] * (rows.square().sum() + columns.square().sum()) / image.numel()


def main():
    folder, encoder, threads = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    torch.set_num_threads(threads)
    tensors, architecture = read_encoder(encoder)
    feeds = {}
    for name, shape in json.loads((folder / "feeds.json").read_text()).items():
        feeds[name] = torch.from_numpy(numpy.fromfile(folder / f"{name}.f32", "<f4").reshape(shape))
    image = feeds["image"].requires_grad_()
    times = []
    for _ in range(17):
        start = time.perf_counter()
        image.grad = None
        loss = loss_of(image, feeds, tensors, architecture)
        loss.backward()
        times.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"median": statistics.median(times[2:]), "loss": loss.item(), "gradient": image.grad.norm().item(), "version": torch.__version__}))


main()
