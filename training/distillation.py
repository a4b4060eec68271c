"""The loss: how badly linear heads on the student's taps predict the teachers' standardised channels.

Samples are [batch, channel, position, 1] per tap. Matrix products over them are written as 1x1 convolutions, because
oneDNN runs those at full speed even where PyTorch is built with the reference BLAS.
"""

import torch
import torch.nn.functional as F
from torch import nn

from positions import choose_positions, take_positions
from student import CHANNELS
from teachers import TEACHER_CHANNELS


class Heads(nn.Module):
    """One linear map per tap, from the student's channels to the teacher's; thrown away after training.

    The student's channels are standardised first, over the batch: on raw channels, of very different sizes, the maps
    learn far more slowly (loss 0.74 instead of 0.65 after 150 steps).
    """

    def __init__(self):
        super().__init__()
        self.standards = nn.ModuleList(nn.BatchNorm2d(own, affine=False, track_running_stats=False) for own in CHANNELS)
        self.maps = nn.ModuleList(nn.Conv2d(own, wanted, 1) for own, wanted in zip(CHANNELS, TEACHER_CHANNELS))

    def forward(self, samples):
        return [head(standard(tap)) for head, standard, tap in zip(self.maps, self.standards, samples)]


class Standard:
    """Mean and deviation of every teacher channel over many crops."""

    def __init__(self, samples):
        """Takes one [batch, channel, position, 1] per tap."""
        self.mean = [tap.mean((0, 2, 3), keepdim=True) for tap in samples]
        deviations = [tap.std((0, 2, 3), keepdim=True) for tap in samples]
        # A channel that hardly moves would turn rounding errors into targets.
        self.deviation = [d.clamp(min=0.05 * float(d.median())) for d in deviations]

    def apply(self, samples):
        return [(tap - mean) / deviation for tap, mean, deviation in zip(samples, self.mean, self.deviation)]


def measure_standard(teachers, crops):
    """Returns the Standard of [batch, 3, row, column] crops."""
    generator = torch.Generator().manual_seed(0)
    parts = []
    for batch in crops.split(16):
        features = teachers.features(batch)
        parts.append(take_positions(features, choose_positions(features, generator)))
    return Standard([torch.cat(tap) for tap in zip(*parts)])


def inner_products(first, second):
    """Maps [channel, position, 1] and [other channel, position, 1] to [other channel, channel]."""
    return F.conv2d(first.transpose(0, 1).unsqueeze(0), second.unsqueeze(3))[0, :, :, 0]


def second_moments(samples):
    """Maps [batch, channel, position, 1] to [batch, channel, channel]: the Gram matrix divided by the positions."""
    return torch.stack([inner_products(crop, crop) for crop in samples]) / samples.shape[2]


def distillation_losses(student, heads, teachers, standard, crops, gram_weight):
    """Returns (loss, unexplained) for [batch, 3, row, column] crops.

    `unexplained`, one number per tap, is the mean squared error over the mean square of the standardised targets. The
    loss is its mean over the taps, plus `gram_weight` times the relative squared error of each crop's second moments,
    because style is measured in those.
    """
    targets = teachers.features(crops)
    positions = choose_positions(targets)
    targets = standard.apply(take_positions(targets, positions))
    predictions = heads(take_positions(student(crops), positions))
    unexplained = [(p - t).square().mean() / t.square().mean() for p, t in zip(predictions, targets)]
    loss = torch.stack(unexplained).mean()
    if gram_weight:
        loss = loss + gram_weight * torch.stack([moment_error(p, t) for p, t in zip(predictions, targets)]).mean()
    return loss, [float(value) for value in unexplained]


def moment_error(prediction, target):
    wanted = second_moments(target)
    return (second_moments(prediction) - wanted).square().sum() / wanted.square().sum()
