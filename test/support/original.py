"""Losses and picture of the original style transfer, in double precision: python original.py FOLDER ROWS COLUMNS EVALUATIONS

FOLDER holds weights.safetensors in torchvision's layout (VGG-16), content.f32, style.f32 and picture.f32: RGB in 0..1, planar.
Prints as JSON the loss at picture.f32 and its parts. Writes to result.f32 what becomes of content.f32 after as many evaluations
as asked for, twenty at a time.
"""

import json
import math
import sys
from pathlib import Path

import numpy
import torch
import torch.nn.functional as functional
from tensorfile import read_tensors

torch.set_num_threads(1)
folder, rows, columns, budget = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
tensors, _ = read_tensors(folder / "weights.safetensors")
tensors = {name: value.double() for name, value in tensors.items()}
PLACES = {"1": [0, 2], "2": [5, 7], "3": [10, 12, 14], "4": [17, 19, 21], "5": [24, 26, 28]}


def read(name):
    return torch.from_numpy(numpy.fromfile(folder / name, "<f4").astype("f8").reshape(1, 3, rows, columns))


def features(image):
    """Activations by name: 1_1, 1_2, 2_1 and so on."""
    mean, deviation = (torch.tensor(v, dtype=torch.double).view(1, 3, 1, 1) for v in ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]))
    x = (image - mean) / deviation
    found = {}
    for stage, places in PLACES.items():
        if stage != "1":
            x = functional.max_pool2d(x, 2)
        for number, place in enumerate(places, 1):
            x = functional.relu(functional.conv2d(x, tensors[f"features.{place}.weight"], tensors[f"features.{place}.bias"], padding=1))
            found[f"{stage}_{number}"] = x
    return found


def gram(activation):
    flat = activation[0].flatten(1)
    return flat @ flat.T


STYLE = ["1_1", "2_1", "3_1", "4_1", "5_1"]
content = features(read("content.f32"))["5_2"]
style = {name: gram(value) for name, value in features(read("style.f32")).items() if name in STYLE}


def parts(image):
    found = features(image)
    result = {"content": 0.025 * (found["5_2"] - content).square().sum()}
    for name in STYLE:
        size = rows * columns
        result[f"style.relu{name}"] = (gram(found[name]) - style[name]).square().sum() / (4 * 9 * size**2) / len(STYLE)
    x = 255 * image
    below = (x[:, :, :-1, :-1] - x[:, :, 1:, :-1]).square()
    right = (x[:, :, :-1, :-1] - x[:, :, :-1, 1:]).square()
    result["variation"] = 8.5e-5 * (below + right).pow(1.25).sum()
    return result


def evaluate(position):
    image = torch.from_numpy(position.reshape(1, 3, rows, columns)).requires_grad_()
    loss = sum(parts(image).values())
    (gradient,) = torch.autograd.grad(loss, image)
    return loss.item(), gradient.numpy().ravel()


def direction_of(memory, gradient):
    """Minus the inverse Hessian, as the remembered steps know it, times the gradient."""
    q = -gradient
    shares = []
    for step, change in reversed(memory):
        share = step @ q / (step @ change)
        shares.append(share)
        q = q - share * change
    if memory:
        step, change = memory[-1]
        q = q * (step @ change) / (change @ change)
    for (step, change), share in zip(memory, reversed(shares)):
        q = q + step * (share - change @ q / (step @ change))
    return q


def minimise(position, evaluations):
    """L-BFGS with ten remembered steps and a backtracking line search, from nothing but the position."""
    loss, gradient = evaluate(position)
    used, memory = 1, []
    while used < evaluations:
        direction = direction_of(memory, gradient)
        slope = direction @ gradient
        first = 1 if memory else 0.02 * math.sqrt(len(direction)) / math.sqrt(-slope)
        length, found = first, None
        while used < evaluations and length > 1e-8 * first:
            trial = position + length * direction
            trial_loss, trial_gradient = evaluate(trial)
            used += 1
            if trial_loss <= loss + 1e-4 * length * slope:
                found = trial
                break
            parabola = -slope * length * length / (2 * (trial_loss - loss - slope * length))
            length = min(0.5 * length, max(0.1 * length, parabola))
        if found is None:
            memory = []
            continue
        memory = [*memory, (found - position, trial_gradient - gradient)][-10:]
        position, loss, gradient = found, trial_loss, trial_gradient
    return position


values = {name: value.item() for name, value in parts(read("picture.f32")).items()}
print(json.dumps({**values, "total": sum(values.values())}))

position = read("content.f32").numpy().ravel()
for _ in range(budget // 20):
    position = minimise(position, 20)
position.astype("<f4").tofile(folder / "result.f32")
