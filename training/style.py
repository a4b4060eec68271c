"""Style as the product measures it: mean and centred covariance of a tap's channels, compared relative to a target's."""

import torch


def mean_and_covariance(samples):
    """Maps [batch, channel, position, 1] to ([batch, channel], [batch, channel, channel])."""
    flat = samples[:, :, :, 0]
    mean = flat.mean(2, keepdim=True)
    centred = flat - mean
    return mean[:, :, 0], torch.bmm(centred, centred.transpose(1, 2)) / flat.shape[2]


def relative_squares(got, wanted):
    """Squared distance over the squared norm of what was wanted, per crop; any shape after [batch]. A crop of next to nothing
    counts by a hundredth of the mean norm."""
    difference = (got - wanted).flatten(1).square().sum(1)
    norms = wanted.flatten(1).square().sum(1)
    return difference / (norms + 0.01 * norms.mean() + 1e-12)


def style_distances(got, wanted):
    """Half the sum of the relative squares of mean and covariance, [batch]; both given as (mean, covariance)."""
    return sum(relative_squares(g, w) for g, w in zip(got, wanted)) / 2


def pair_squares(statistic):
    """Maps [batch, ...] to [batch, batch]: squared distance of i and j over the squared norm of j; 0 where i is j."""
    flat = statistic.flatten(1)
    products = torch.bmm(flat[None], flat.t()[None])[0]
    norms = products.diagonal()
    return ((norms[:, None] + norms[None, :] - 2 * products) / (norms[None, :] + 1e-12)).clamp(min=0)
