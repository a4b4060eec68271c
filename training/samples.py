"""Student's and teachers' features at the same positions of the same crops, and the least-squares map between them."""

import torch

from positions import choose_positions, take_positions

RIDGE = 1e-4


@torch.no_grad()
def sample(networks, crops):
    """Returns one list of taps per network, each tap [crop, channel, position, 1], at positions that are always the same.

    `networks` map pictures to four taps; `crops` are [crop, 3, row, column].
    """
    generator = torch.Generator().manual_seed(0)
    found = [[] for _ in networks]
    for batch in crops.split(8):
        features = [network(batch) for network in networks]
        positions = choose_positions(features[0], generator)
        for parts, taps in zip(found, features):
            parts.append(take_positions(taps, positions))
    return [[torch.cat(tap) for tap in zip(*parts)] for parts in found]


def with_ones(samples):
    """Appends a channel of ones, so that a head's bias is one more weight."""
    return torch.cat([samples, torch.ones_like(samples[:, :1])], dim=1)


def fit(inputs, targets):
    """Returns the least-squares head as [target channel, own channel + 1, 1, 1], its sums kept in double precision."""
    moments, products = 0, 0
    for x, y in zip(with_ones(inputs)[..., 0], targets[..., 0]):
        moments = moments + torch.bmm(x[None], x.t()[None])[0].double()
        products = products + torch.bmm(x[None], y.t()[None])[0].double()
    moments += RIDGE * moments.diagonal().mean() * torch.eye(len(moments), dtype=torch.float64, device=moments.device)
    return torch.linalg.solve(moments, products).t()[:, :, None, None].float()
