"""The losses: what the student is taught about the teachers' features and about their idea of style."""

import torch
from torch import nn

from positions import choose_positions, take_positions
from samples import fit
from style import mean_and_covariance, pair_squares, style_distances
from teachers import TEACHER_CHANNELS

# Squared relative distances below this are alike: it keeps the logarithm of nearly equal crops from ruling the loss.
ALIKE = 1e-3


class Heads(nn.Module):
    """Two linear maps per tap, from the student's channels to the teacher's; thrown away after training.

    `maps` predict channels and `moment_maps` their statistics: least squares shrinks what it cannot explain, which
    would spoil a covariance. The student's channels are standardised first, over the batch: on raw channels, of very
    different sizes, the maps learn far more slowly (loss 0.74 instead of 0.65 after 150 steps).
    """

    def __init__(self, channels):
        super().__init__()
        self.standards = nn.ModuleList(nn.BatchNorm2d(own, affine=False, track_running_stats=False) for own in channels)
        pairs = list(zip(channels, TEACHER_CHANNELS))
        self.maps = nn.ModuleList(nn.Conv2d(own, wanted, 1) for own, wanted in pairs)
        self.moment_maps = nn.ModuleList(nn.Conv2d(own, wanted, 1) for own, wanted in pairs)


class Standard:
    """Mean and deviation of every teacher channel over many crops, [1, channel, 1, 1] per tap."""

    def __init__(self, samples):
        """Takes one [batch, channel, position, 1] per tap."""
        self.mean = [tap.mean((0, 2, 3), keepdim=True) for tap in samples]
        deviations = [tap.std((0, 2, 3), keepdim=True) for tap in samples]
        # A channel that hardly moves would turn rounding errors into targets.
        self.deviation = [d.clamp(min=0.05 * float(d.median())) for d in deviations]

    def apply(self, samples):
        return [(tap - mean) / deviation for tap, mean, deviation in zip(samples, self.mean, self.deviation)]


@torch.no_grad()
def fit_heads(heads, inputs, targets):
    """Sets the heads to the least-squares maps from the student's samples to the teachers' standardised ones."""
    for index, (x, y) in enumerate(zip(inputs, targets)):
        found = fit(heads.standards[index](x), y)
        for maps in (heads.maps, heads.moment_maps):
            maps[index].weight.copy_(found[:, :-1])
            maps[index].bias.copy_(found[:, -1, 0, 0])


def distillation_losses(student, heads, teachers, standard, crops, weights):
    """Returns (loss, {part: [number per tap]}) for [batch, 3, row, column] crops.

    The loss is the sum of three parts, each the mean over the taps, with `weights` {part: factor}; a part without weight
    is not computed:

    - `features`: mean squared error of the predicted standardised channels over their mean square, so 1 - R².
    - `moments`: error of mean and centred covariance predicted for each crop, in the teacher's own channels.
    - `pairs`: do the student's own style distances agree with the teacher's? Mean squared difference of their
      logarithms over all ordered pairs of crops. This is the very quantity that the product minimises.
    """
    targets = teachers.features(crops)
    positions = choose_positions(targets)
    targets = take_positions(targets, positions)
    own = take_positions(student(crops), positions)
    standardised = [norm(tap) for norm, tap in zip(heads.standards, own)]
    parts = {}
    if weights.get("features"):
        wanted = standard.apply(targets)
        predicted = [head(tap) for head, tap in zip(heads.maps, standardised)]
        parts["features"] = [(p - t).square().mean() / t.square().mean() for p, t in zip(predicted, wanted)]
    if weights.get("moments") or weights.get("pairs"):
        wanted = [mean_and_covariance(tap) for tap in targets]
    if weights.get("moments"):
        moments = predicted_style(heads, own, standard)
        parts["moments"] = [style_distances(p, t).mean() for p, t in zip(moments, wanted)]
    if weights.get("pairs"):
        parts["pairs"] = [pair_error(mean_and_covariance(tap), t) for tap, t in zip(own, wanted)]
    loss = sum(weights[name] * torch.stack(part).mean() for name, part in parts.items())
    return loss, {name: [float(value) for value in part] for name, part in parts.items()}


def predicted_style(heads, taps, standard):
    """Returns mean and covariance of the teacher's channels, per tap, as they are predicted from the student's samples."""
    standardised = [norm(tap) for norm, tap in zip(heads.standards, taps)]
    return [predicted_moments(*each) for each in zip(heads.moment_maps, standardised, standard.mean, standard.deviation)]


def predicted_moments(head, samples, mean, deviation):
    """Mean and covariance of the head's outputs, without computing the outputs: H m + b and H S Hᵀ."""
    own_mean, own_covariance = mean_and_covariance(samples)
    scaled = (head.weight[:, :, 0, 0] * deviation.reshape(-1, 1)).expand(len(samples), -1, -1)
    offset = head.bias * deviation.flatten() + mean.flatten()
    means = torch.bmm(scaled, own_mean.unsqueeze(2))[:, :, 0] + offset
    return means, torch.bmm(torch.bmm(scaled, own_covariance), scaled.transpose(1, 2))


def pair_error(own, wanted):
    """Mean squared difference of the logarithms of all pairs' relative distances, of means and of covariances."""
    others = ~torch.eye(len(own[0]), dtype=torch.bool, device=own[0].device)
    logarithms = [[(pair_squares(s)[others] + ALIKE).log() for s in statistics] for statistics in (own, wanted)]
    return sum((a - b).square().mean() for a, b in zip(*logarithms)) / 2
