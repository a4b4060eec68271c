"""A student that begins as the teacher with most of its channels left out.

The features of VGG-19 are redundant: a half or a quarter of a layer's channels tell nearly all that the next layer reads. So
convolution C with a ReLU in the student's stage S stands for the teacher's conv S_C. It keeps those of that layer's channels that
explain most of what is read of it (greedy selection), and gets the filters that best predict their values before the ReLU from
the student's own channels (least squares), so that each layer makes up for what the ones before it left out. After He, Zhang
and Sun 2017, Channel Pruning for Accelerating Very Deep Neural Networks, section 3, with greedy selection for their lasso.

A convolution without a ReLU makes a layer cheaper. Before a 1x1 one it splits the layer in two, by the principal
directions of what the layer predicts (Zhang, Zou, He and Sun 2015, Accelerating Very Deep Convolutional Networks,
section 3.1). Behind a layer it passes on the principal directions of that layer's features.
"""

from typing import NamedTuple

import torch
import torch.nn.functional as F

from samples import RIDGE, fit
from student import Convolution

# Places of a crop that are looked at, none of them near its border.
PLACES = 100
BORDER = 4


class Unit(NamedTuple):
    """What stands for one layer of the teacher: the convolution before its ReLU, in one piece or in two, and one behind it."""

    name: str
    first: Convolution | None
    layer: Convolution
    behind: Convolution | None
    is_tap: bool


def units(student):
    found = []
    for number, (stage, tap) in enumerate(zip(student.stages(), student.taps), 1):
        first = None
        for at, convolution in enumerate(stage):
            if not convolution.linear:
                count = sum(unit.name.startswith(f"{number}_") for unit in found)
                found.append(Unit(f"{number}_{count + 1}", first, convolution, None, at == tap))
                first = None
            elif at + 1 < len(stage) and stage[at + 1].kernel_size == (1, 1):
                first = convolution
            else:
                found[-1] = found[-1]._replace(behind=convolution, is_tap=found[-1].is_tap or at == tap)
    return found


@torch.no_grad()
def prune(student, teachers, crops):
    """Fills in the filters of a plain student in place, from crops [batch, 3, row, column].

    Returns {teacher's layer: part of the variance of the kept channels, before the ReLU, that the filters explain}.
    Throws ValueError where the student has more channels than the teacher.
    """
    layers = units(student)
    wanted = teachers.before_relu(crops, [unit.name for unit in layers])
    generator = torch.Generator().manual_seed(0)
    x = (crops - student.mean) / student.std
    explained = {}
    for at, (name, first, layer, behind, is_tap) in enumerate(layers):
        if at > 0 and name.endswith("_1"):
            x = student.pool(x)
        count, available = layer.out_channels, wanted[name].shape[1]
        if count > available:
            raise ValueError(f"Expected at most the {available} channels of the teacher's conv{name}, got {count}.")
        features = F.relu(wanted[name])
        if at + 1 < len(layers):
            following = layers[at + 1].name
            read = student.pool(features) if following.endswith("_1") else features
            seen, asked = neighbourhoods(read, [wanted[following]] + [read] * is_tap, generator)
        else:
            seen, asked = neighbourhoods(features, [features], generator)
        kept = choose(seen, asked, count)
        inputs, (outputs,) = neighbourhoods(x, [wanted[name][:, kept]], generator)
        head = fit(inputs.t()[None, :, :, None], outputs.t()[None, :, :, None])[:, :, 0, 0]
        weight, bias = head[:, :-1], head[:, -1]
        if first is None:
            layer.weight.copy_(weight.reshape(layer.weight.shape))
        else:
            main = directions(inputs @ weight.t(), first.out_channels, centred=True)
            first.weight.copy_((main.t() @ weight).reshape(first.weight.shape))
            first.bias.zero_()
            layer.weight.copy_(main.reshape(layer.weight.shape))
            weight = main @ main.t() @ weight
        layer.bias.copy_(bias)
        error = inputs @ weight.t() + bias - outputs
        explained[name] = 1 - float(error.square().sum() / (outputs - outputs.mean(0)).square().sum())
        x = applied([each for each in (first, layer) if each], x)
        if behind is not None:
            main = directions(x.transpose(0, 1).flatten(1).t()[::16], behind.out_channels, centred=False)
            behind.weight.copy_(main.t().reshape(behind.weight.shape))
            behind.bias.zero_()
            x = applied([behind], x)
    return explained


def applied(convolutions, x):
    """What convolutions make of x, a few crops at a time."""
    found = []
    for batch in x.split(8):
        for convolution in convolutions:
            batch = convolution.activate(convolution(batch))
        found.append(batch)
    return torch.cat(found)


def directions(samples, count, centred):
    """The principal directions [channel, count] of samples [place, channel], about their mean or about 0."""
    samples = (samples - samples.mean(0) if centred else samples).double()
    return torch.linalg.eigh(samples.t() @ samples)[1][:, -count:].float()


def neighbourhoods(features, maps, generator):
    """Takes the 3x3 neighbourhoods of random places of features [batch, channel, row, column], and what maps of the same size
    have there. Returns [place, channel * 9] and, for each map, [place, channel]."""
    rows, columns = features.shape[2:]
    inner = torch.arange(rows * columns).reshape(rows, columns)[BORDER:-BORDER, BORDER:-BORDER].flatten()
    around, there = [], [[] for _ in maps]
    for at in range(len(features)):
        places = inner[torch.randperm(len(inner), generator=generator)[:PLACES]]
        around.append(F.unfold(features[at : at + 1], 3, padding=1)[0][:, places].t())
        for found, map in zip(there, maps):
            found.append(map[at].flatten(1)[:, places].t())
    return torch.cat(around), [torch.cat(found) for found in there]


def choose(seen, asked, count):
    """Returns the indices of `count` channels, sorted, whose neighbourhoods [place, channel * 9] explain most of all that is `asked`, each
    [place, value] with the same say. Chosen one by one, each the one that explains most of what the others left."""
    channels = seen.shape[1] // 9
    if count == channels:
        return list(range(channels))
    seen = (seen - seen.mean(0)).double() / len(seen) ** 0.5
    asked = [(values - values.mean(0)).double() for values in asked]
    asked = torch.cat([values / values.norm() for values in asked], dim=1)
    squares, products = seen.t() @ seen, seen.t() @ asked
    squares += RIDGE * squares.diagonal().mean() * torch.eye(len(squares), dtype=squares.dtype)
    left, kept = list(range(channels)), []
    while len(kept) < count:
        blocks = torch.stack([squares[9 * c : 9 * c + 9, 9 * c : 9 * c + 9] for c in left])
        sides = torch.stack([products[9 * c : 9 * c + 9] for c in left])
        gains = (sides * torch.linalg.solve(blocks, sides)).sum((1, 2))
        kept.append(left.pop(int(gains.argmax())))
        own = slice(9 * kept[-1], 9 * kept[-1] + 9)
        # What the others have beside what this one tells.
        share = torch.linalg.solve(squares[own, own], squares[own])
        products = products - share.t() @ products[own]
        squares = squares - share.t() @ squares[own]
    return sorted(kept)
