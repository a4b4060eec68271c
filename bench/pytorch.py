"""Loss and gradient of the same objective in PyTorch: values from a folder, times and loss as JSON on standard output."""

import json
import math
import resource
import statistics
import struct
import sys
import time
from pathlib import Path

import numpy
import torch
import torch.nn.functional as functional


TYPES = {"F16": "<f2", "F32": "<f4"}


def read_encoder(path):
    """Tensors by name, and the metadata, from a safetensors file of an encoder of ours."""
    raw = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        values = numpy.frombuffer(raw[start:end], TYPES[entry["dtype"]]).astype("<f4").reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values)
    return tensors, {name: json.loads(metadata[name]) for name in ("architecture", "taps")} | {"content": metadata["content"]}


def encode(image, tensors, architecture):
    """Activations of a picture [1, 3, H, W] of RGB in 0..1 by name."""
    mean = torch.tensor(architecture["mean"], device=image.device).view(1, 3, 1, 1)
    deviation = torch.tensor(architecture["std"], device=image.device).view(1, 3, 1, 1)
    features = (image - mean) / deviation
    found = {}
    linear = architecture.get("linear")
    for stage, widths in enumerate(architecture["stages"], 1):
        if stage > 1:
            features = functional.avg_pool2d(features, 2)
        for layer in range(1, len(widths) + 1):
            name = f"stage{stage}.conv{layer}"
            weight = tensors[name + ".weight"]
            features = functional.conv2d(features, weight, tensors[name + ".bias"], padding=weight.shape[2] // 2)
            features = features if linear and linear[stage - 1][layer - 1] else functional.relu(features)
            found[f"relu{stage}" if layer == len(widths) else f"relu{stage}_{layer}"] = features
    return found


def compared(mean, covariance, tensors, place):
    """Mean [C, 1] and covariance [C, C] where the metric takes them that a convolution's activation has, if any."""
    weight = tensors.get(f"{place}.metric.weight")
    if weight is None:
        return mean, covariance
    return weight @ mean + tensors[f"{place}.metric.bias"][:, None], weight @ covariance @ weight.T


def place_of(tap, stages):
    """The convolution `stage2.conv1` of a tap `relu2_1`; `relu2` is the last one of its stage."""
    stage, _, at = tap.removeprefix("relu").partition("_")
    return f"stage{stage}.conv{at or len(stages[int(stage) - 1])}"


LUMINANCE = torch.tensor([0.2126, 0.7152, 0.0722]).view(1, 3, 1, 1)


def huber(steps, knee):
    size = steps.abs()
    return torch.where(size <= knee, steps.square(), 2 * knee * size - knee.square()).sum()


def loss_of(image, feeds, tensors, about):
    activations = encode(image, tensors, about["architecture"])
    loss = 0
    for number, tap in enumerate(about["taps"], 1):
        flat = activations[tap].flatten(2)[0]
        for region, weights in zip(("ink", "ground"), feeds[f"weights.relu{number}"].view(2, -1)):
            key = f"relu{number}.{region}"
            mean = flat @ weights[:, None]
            covariance = (flat * weights) @ flat.T - mean @ mean.T
            for name, value in zip(("mean", "covariance"), compared(mean, covariance, tensors, place_of(tap, about["architecture"]["stages"]))):
                difference = value - feeds[f"{name}.{key}"].view_as(value)
                loss = loss + feeds[f"factor.{name}.{key}"] * difference.square().sum()
    content = activations[about["content"]]
    root = feeds["content.root"].view(1, 1, *content.shape[2:])
    loss = loss + feeds["factor.content"] * ((content - feeds["content"].view_as(content)) * root).square().sum()
    knee = feeds["variation.knee"]
    variation = huber(image[:, :, 1:] - image[:, :, :-1], knee) + huber(image[:, :, :, 1:] - image[:, :, :, :-1], knee)
    loss = loss + feeds["factor.variation"] * variation / image.numel()
    tones = (image * LUMINANCE.to(image.device)).sum(1, keepdim=True)
    while tones.numel() > feeds["tone.limit"].numel():
        tones = functional.avg_pool2d(tones, 2)
    limit, sign, root = (feeds[f"tone.{name}"].view_as(tones) for name in ("limit", "sign", "root"))
    return loss + feeds["factor.tone"] * (functional.relu((tones - limit) * sign) * root).square().sum()


def minimised(start, loss_at, evaluations):
    """The least losses that L-BFGS has found after each of so many evaluations, and the seconds that they take."""
    image = start.clone().requires_grad_()
    least = []
    optimiser = torch.optim.LBFGS([image], max_iter=evaluations, max_eval=evaluations, history_size=10, tolerance_grad=0, tolerance_change=0, line_search_fn="strong_wolfe")

    def closure():
        optimiser.zero_grad()
        loss = loss_at(image)
        loss.backward()
        least.append(min(loss.item(), least[-1] if least else math.inf))
        return loss

    begun = time.perf_counter()
    while len(least) < evaluations:
        optimiser.step(closure)
    return {"losses": least, "seconds": time.perf_counter() - begun}


def finish(device):
    """A GPU is asked for something, and does it later."""
    if device == "cuda":
        torch.cuda.synchronize()


def of_gpu():
    """Name, most memory taken so far in megabytes, and the rate of matrix products (best of ten) in operations a second."""
    megabytes = torch.cuda.max_memory_allocated() // 10**6
    side = 8192
    a, b = (torch.rand(side, side, device="cuda") for _ in range(2))
    best = math.inf
    for _ in range(12):
        finish("cuda")
        start = time.perf_counter()
        a @ b
        finish("cuda")
        best = min(best, time.perf_counter() - start)
    return {"name": torch.cuda.get_device_name(), "megabytes": megabytes, "matrixRate": 2 * side**3 / best}


def main():
    folder, encoder = Path(sys.argv[1]), sys.argv[2]
    threads, evaluations, repeats = (int(each) for each in sys.argv[3:6])
    device, _, rounds = sys.argv[6].partition("-")
    torch.set_num_threads(threads)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = rounds == "tf32"
    tensors, about = read_encoder(encoder)
    tensors = {name: tensor.to(device) for name, tensor in tensors.items()}
    feeds = {file.stem: torch.from_numpy(numpy.fromfile(file, "<f4")).to(device) for file in folder.glob("*.f32")}
    side = math.isqrt(feeds["image"].numel() // 3)
    image = feeds["image"].view(1, 3, side, side).requires_grad_()
    times = []
    for _ in range(2 + repeats):
        start = time.perf_counter()
        image.grad = None
        loss = loss_of(image, feeds, tensors, about)
        loss.backward()
        finish(device)
        times.append((time.perf_counter() - start) * 1000)
    # In units of the loss at the start, as its steps depend on the size of the gradient.
    unit = loss.item()
    reached = minimised(image.detach(), lambda x: loss_of(x, feeds, tensors, about) / unit, evaluations)
    gpu = {"gpu": of_gpu()} if device == "cuda" else {}
    print(json.dumps({**gpu, "median": statistics.median(times[2:]), "loss": unit, "gradient": image.grad.norm().item(), "version": torch.__version__, "reached": reached, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))


main()
