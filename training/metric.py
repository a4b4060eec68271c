"""Where an encoder's statistics are compared: in the teacher's channels, as well as the encoder can tell them.

The least-squares head H, b of a tap predicts the teacher's channels. Distances between predicted means and covariances need
no head at all: with H = U S Vᵀ (Vᵀ and S² from HᵀH) and orthonormal columns in U,

    ‖H D Hᵀ‖ = ‖(S Vᵀ) D (S Vᵀ)ᵀ‖        ‖H m + b‖² = ‖S Vᵀ m + Uᵀ b‖² + ‖b - U Uᵀ b‖²

so that a map to as many channels as the encoder has itself, and one more for the part of b that no channel reaches, says
the same. It works on C x C numbers, not on pixels, so it costs nothing.
"""

import torch

from samples import fit, sample


@torch.no_grad()
def fit_heads(student, teachers, crops):
    """Returns the least-squares head of every tap, [teacher channel, own channel + 1], the last column its offset."""
    inputs, targets = sample([student, teachers.features], crops)
    return [fit(x, y)[:, :, 0, 0].double() for x, y in zip(inputs, targets)]


@torch.no_grad()
def turn_tap(student, index, head):
    """Gives tap `index` the channels in which the metric compares, in place; the layer that reads it undoes that. Returns the
    head of the new channels.

    Content is compared place by place, as a tap has it. A linear tap's channels can be mixed, and become those of the
    metric; those behind a ReLU can only be scaled, each to the say that the head gives it.
    """
    convolution = student.stages()[index][student.taps[index]]
    sizes = head[:, :-1].norm(dim=0)
    turn = head_parts(head)[1][:, :-1] if convolution.linear else sizes.clamp(min=1e-3 * float(sizes.max())).diag()
    back = torch.linalg.inv(turn)
    convolution.weight.copy_(torch.einsum("ij,jkrc->ikrc", turn, convolution.weight.double()))
    convolution.bias.copy_(turn @ convolution.bias.double())
    following = student.after(index, student.taps[index])
    if following is not None:
        following.weight.copy_(torch.einsum("ojrc,ji->oirc", following.weight.double(), back))
    return torch.cat([head[:, :-1] @ back, head[:, -1:]], dim=1)


def metric(head):
    """Maps a head to the small map, [own channel + 1, own channel + 1], that leaves the same distances."""
    basis, map = head_parts(head)
    unreached = (head[:, -1] - basis @ map[:, -1]).norm().reshape(1, 1)
    last = torch.cat([torch.zeros(1, map.shape[1] - 1, dtype=head.dtype), unreached], dim=1)
    return torch.cat([map, last])


def head_parts(head):
    """Returns (U, [S Vᵀ, Uᵀ b]) of a head [teacher channel, own channel + 1] whose last column is b."""
    weight, bias = head[:, :-1], head[:, -1]
    # Of the small product, which is many times faster than of the head itself.
    squares, directions = torch.linalg.eigh(weight.t() @ weight)
    sizes = squares.clamp(min=1e-12 * float(squares[-1]) + 1e-30).sqrt()
    basis = weight @ directions / sizes
    return basis, torch.cat([sizes[:, None] * directions.t(), (basis.t() @ bias)[:, None]], dim=1)


def compared(statistics, map):
    """Takes (mean, covariance) of crops, [batch, channel] and [batch, channel, channel], to where they are compared."""
    mean, covariance = statistics
    weight, bias = map[:, :-1], map[:, -1]
    return mean @ weight.t() + bias, weight @ covariance @ weight.t()
