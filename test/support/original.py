"""The original style transfer in double precision, beside a walk of ours: python original.py FOLDER ROWS COLUMNS

FOLDER holds weights.safetensors in torchvision's layout (VGG-16), content.f32 and style.f32: RGB in 0..1, planar. What ours looked
at, evaluation after evaluation from the content on, twenty to an iteration: positions.f32, losses.f32 and gradients.f32.

Prints as JSON, for every evaluation:
- losses: the loss at our position and its parts;
- gradients: how far our gradient is from the one at that position, relative to its length;
- steps: how far our position is from where the optimiser goes from all that ours found before, relative to the step;
- pictures: how far our position is from where it goes by itself, relative to the way from the content, up to the first position
  with a kink nearby, after which rounding decides.
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
folder, rows, columns = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
tensors, _ = read_tensors(folder / "weights.safetensors")
tensors = {name: value.double() for name, value in tensors.items()}
PLACES = {"1": [0, 2], "2": [5, 7], "3": [10, 12, 14], "4": [17, 19, 21], "5": [24, 26, 28]}
# ReLU has a kink at 0, max pooling where the two largest are equal. Single precision decides on another side than double precision
# only where this share of the layer's values, or less, is between.
NEAR = 1e-5


def read(name):
    return numpy.fromfile(folder / name, "<f4").astype("f8")


def image_of(position):
    return torch.from_numpy(position.reshape(1, 3, rows, columns))


def places(near, layer):
    return [(layer, place) for place in near.flatten().nonzero().flatten().tolist()]


def turned(layer, flips):
    return [place for name, place in flips if name == layer]


def rectified(x, layer, flips):
    """Also the kinks nearby. Those in `flips` go to the other side."""
    value = x.detach()
    on = value > 0
    for place in turned(layer, flips):
        on.view(-1)[place] ^= True
    return torch.where(on, x, 0.0), places(value.abs() < NEAR * value.square().mean().sqrt(), layer)


def pooled(x, layer, flips):
    blocks = x.unfold(2, 2, 2).unfold(3, 2, 2).flatten(4)
    (largest, second), which = (each.unbind(-1) for each in blocks.detach().topk(2))
    chosen = which[0].clone()
    for place in turned(layer, flips):
        chosen.view(-1)[place] = which[1].flatten()[place]
    least = NEAR * x.detach().square().mean().sqrt()
    near = (largest - second < least) & (largest > least)
    return blocks.gather(-1, chosen.unsqueeze(-1)).squeeze(-1), places(near, layer)


def features(image, flips=()):
    """Activations by name, 1_1, 1_2, 2_1 and so on, and the kinks nearby."""
    mean, deviation = (torch.tensor(v, dtype=torch.double).view(1, 3, 1, 1) for v in ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]))
    x = (image - mean) / deviation
    found, kinks = {}, []
    for stage, numbers in PLACES.items():
        if stage != "1":
            x, near = pooled(x, f"pool{stage}", flips)
            kinks += near
        for number, place in enumerate(numbers, 1):
            layer = f"{stage}_{number}"
            x = functional.conv2d(x, tensors[f"features.{place}.weight"], tensors[f"features.{place}.bias"], padding=1)
            x, near = rectified(x, layer, flips)
            kinks += near
            found[layer] = x
            if layer == "5_2":
                return found, kinks


def gram(activation):
    flat = activation[0].flatten(1)
    return flat @ flat.T


STYLE = ["1_1", "2_1", "3_1", "4_1", "5_1"]
content = features(image_of(read("content.f32")))[0]["5_2"]
style = {name: gram(value) for name, value in features(image_of(read("style.f32")))[0].items() if name in STYLE}


def evaluate(position, flips=()):
    """Parts of the loss by name, the gradient, and the kinks nearby."""
    image = image_of(position).requires_grad_()
    found, kinks = features(image, flips)
    parts = {"content": 0.025 * (found["5_2"] - content).square().sum()}
    for name in STYLE:
        size = rows * columns
        parts[f"style.relu{name}"] = (gram(found[name]) - style[name]).square().sum() / (4 * 9 * size**2) / len(STYLE)
    # Single precision loses digits of neighbours' differences here: what is compared is the rest.
    x = (image.float() * 255).double()
    below = (x[:, :, :-1, :-1] - x[:, :, 1:, :-1]).square()
    right = (x[:, :, :-1, :-1] - x[:, :, :-1, 1:]).square()
    parts["variation"] = 8.5e-5 * (below + right).pow(1.25).sum()
    (gradient,) = torch.autograd.grad(sum(parts.values()), image)
    return {name: value.item() for name, value in parts.items()}, gradient.numpy().ravel(), kinks


def apart(a, b, scale):
    return float(numpy.linalg.norm(a - b) / numpy.linalg.norm(scale))


def nearest(position, gradient):
    """Parts of the loss and the gradient at a position. Where a kink gives it two values, the one nearer to `gradient`."""
    parts, best, kinks = evaluate(position)
    flips = []
    for kink in kinks:
        _, other, _ = evaluate(position, [*flips, kink])
        if apart(gradient, other, 1) < apart(gradient, best, 1):
            best, flips = other, [*flips, kink]
    return parts, best


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
    """L-BFGS with ten remembered steps and a backtracking line search, from nothing but the position.

    Yields where to look and by which step that is reached, which at first is the position itself; is sent where that was, the loss
    and the gradient.
    """
    position, loss, gradient = yield position, position
    used, memory = 1, []
    while used < evaluations:
        direction = direction_of(memory, gradient)
        slope = direction @ gradient
        first = 1 if memory else 0.02 * math.sqrt(len(direction)) / math.sqrt(-slope)
        length, found = first, None
        while used < evaluations and length > 1e-8 * first:
            step = length * direction
            trial, trial_loss, trial_gradient = yield position + step, step
            used += 1
            if trial_loss <= loss + 1e-4 * length * slope:
                found = trial
                break
            parabola = -slope * length * length / (2 * (trial_loss - loss - slope * length))
            length = min(0.5 * length, max(0.1 * length, parabola))
        if found is None:
            memory = []
            continue
        step, change = found - position, trial_gradient - gradient
        if step @ change > 1e-10 * numpy.linalg.norm(step) * numpy.linalg.norm(change):
            memory = [*memory, (step, change)][-10:]
        position, loss, gradient = found, trial_loss, trial_gradient
    return position


def walk(position):
    while True:
        position = yield from minimise(position, 20)


start = read("content.f32")
positions, gradients = (read(name).reshape(-1, len(start)) for name in ("positions.f32", "gradients.f32"))
result = {"losses": [], "gradients": [], "steps": [], "pictures": []}

ours = walk(start)
expected, step = next(ours)
for position, loss, gradient in zip(positions, read("losses.f32"), gradients):
    result["steps"].append(apart(position, expected.astype("<f4"), step))
    parts, best = nearest(position, gradient)
    result["losses"].append({**parts, "total": sum(parts.values())})
    result["gradients"].append(apart(gradient, best, best))
    expected, step = ours.send((position, loss, gradient))

alone = walk(start)
expected, _ = next(alone)
for position in positions[1:]:
    parts, gradient, kinks = evaluate(expected)
    if kinks:
        break
    expected, _ = alone.send((expected, sum(parts.values()), gradient))
    result["pictures"].append(apart(position, expected, expected - start))

print(json.dumps(result))
