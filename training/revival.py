"""Dead channels, those that ReLU silences on every crop, are drawn anew while the learning rate is still high.

At a rate of 4e-3 a third of the third stage's channels dies within 700 steps and would never learn again.
"""

import torch
import torch.nn.functional as F
from torch import nn


@torch.no_grad()
def revive(student, crops):
    """Redraws in place the filters that are silent on the crops [batch, 3, row, column]; returns their number.

    A new filter is scaled and shifted so that its output has deviation 1 and passes ReLU about half of the time. The
    convolution that reads the channel starts from zero.
    """
    revived = 0
    x = (crops - student.mean) / student.std
    stages = student.stages()
    convolutions = [(convolution, index) for index, stage in enumerate(stages) for convolution in stage]
    for place, (convolution, index) in enumerate(convolutions):
        if place and convolutions[place - 1][1] != index:
            x = student.pool(x)
        dead = (convolution(x) <= 0).all(3).all(2).all(0)
        if dead.any() and not convolution.linear:
            redraw(convolution, x, dead)
            for reader, _ in convolutions[place + 1 : place + 2]:
                reader.weight[:, dead] = 0
            revived += int(dead.sum())
        x = convolution.activate(convolution(x))
    return revived


def redraw(convolution, inputs, dead):
    weight = nn.init.kaiming_normal_(torch.empty_like(convolution.weight))[dead]
    outputs = F.conv2d(inputs, weight, padding=convolution.padding)
    deviation = outputs.std((0, 2, 3)) + 1e-6
    weight = weight / deviation.reshape(-1, 1, 1, 1)
    convolution.weight[dead] = weight
    convolution.bias[dead] = -outputs.mean((0, 2, 3)) / deviation + weight.sum((2, 3)) @ convolution.centre
