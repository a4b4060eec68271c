"""The compact encoder: four stages of 3x3 convolutions with average pooling between them."""

import torch
import torch.nn.functional as F
from torch import nn

MEAN = [0.485, 0.456, 0.406]
STD = [0.229, 0.224, 0.225]
STAGES = [[16], [32, 32], [64, 64], [128]]
TAPS = ["relu1", "relu2", "relu3", "relu4"]
CHANNELS = [stage[-1] for stage in STAGES]


class Student(nn.Module):
    """Maps pictures [batch, 3, row, column] in 0..1 to four taps, each after the last ReLU of its stage.

    Tap k has CHANNELS[k] channels at 1 / 2^k of the size. Parameters are called `stage{S}.conv{C}.weight`
    [out, in, 3, 3] and `.bias` [out], S and C from 1, as in the exported file.
    """

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor(MEAN).reshape(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(STD).reshape(1, 3, 1, 1), persistent=False)
        inputs = 3
        for s, widths in enumerate(STAGES, 1):
            stage = nn.ModuleDict()
            for c, width in enumerate(widths, 1):
                stage[f"conv{c}"] = nn.Conv2d(inputs, width, 3, padding=1)
                nn.init.kaiming_normal_(stage[f"conv{c}"].weight)
                nn.init.zeros_(stage[f"conv{c}"].bias)
                inputs = width
            self.add_module(f"stage{s}", stage)

    def stages(self):
        """Returns the convolutions as a list of lists."""
        return [list(getattr(self, f"stage{s}").values()) for s in range(1, len(STAGES) + 1)]

    def forward(self, pictures):
        x = (pictures - self.mean) / self.std
        taps = []
        for index, convolutions in enumerate(self.stages()):
            x = F.avg_pool2d(x, 2) if index else x
            for convolution in convolutions:
                x = F.relu(convolution(x))
            taps.append(x)
        return taps


@torch.no_grad()
def equalise(student, pictures):
    """Rescales the tap channels in place so that each has mean square 1 over the pictures.

    Returns the number of dead channels per tap.

    ReLU(a x) = a ReLU(x) for a > 0, and average pooling is linear: a scale taken into a channel's filter and bias and
    out of the next layer's filters changes nothing else. A channel below a thousandth of its tap's median
    magnitude counts as dead and is left alone.
    """
    squares = [0] * len(STAGES)
    for batch in pictures.split(16):
        squares = [total + tap.square().mean((2, 3)).sum(0) for total, tap in zip(squares, student(batch))]
    stages = student.stages()
    dead = []
    for index, total in enumerate(squares):
        magnitude = (total / len(pictures)).sqrt()
        alive = magnitude > 1e-3 * magnitude.median()
        magnitude[~alive] = 1
        stages[index][-1].weight /= magnitude.reshape(-1, 1, 1, 1)
        stages[index][-1].bias /= magnitude
        if index + 1 < len(stages):
            stages[index + 1][0].weight *= magnitude.reshape(1, -1, 1, 1)
        dead.append(int((~alive).sum()))
    return dead
