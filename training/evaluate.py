"""Measures an exported encoder on held-out pictures, against its teachers."""

import json

import numpy
import torch
import torch.nn.functional as F

from distillation import inner_products, measure_standard, second_moments
from encoderfile import load_encoder
from options import make_parser, parse
from pictures import CROP_PX, load_pictures, plain_crops
from positions import choose_positions, take_positions
from student import TAPS
from teachers import Teachers

RIDGE = 1e-4


def main():
    parser = make_parser(__doc__)
    parser.add_argument("--encoder", default="src/nst/weights/compact.safetensors")
    options = parse(parser)
    student, _ = load_encoder(options.encoder)
    training, held_out = load_pictures(options.pictures)
    figures = measure(student, Teachers(options.exact, options.compressed), training, held_out)
    print(json.dumps(figures, indent=2))


@torch.no_grad()
def measure(student, teachers, training, held_out):
    """Returns {figure: {tap: number}}.

    `r2`: the part of the standardised teacher channels' variance that a linear head explains; the head is a
    least-squares fit on crops of the training pictures.
    `gramError`: ||G_predicted - G_teacher|| / ||G_teacher|| of those channels' second moments, the mean over held-out
    crops. Least squares shrinks the predictions, so it stays well above 0 wherever `r2` is below 1.
    `styleRank`: Spearman's correlation, over all pairs of held-out crops, between the distance of the student's own
    Gram matrices and that of the teacher's: whether the two agree on which crops are alike in style.
    """
    fitting, judging = plain_crops(training, 1, CROP_PX, seed=1), plain_crops(held_out, 4, CROP_PX, seed=2)
    standard = measure_standard(teachers, fitting)
    inputs, targets = sample(student, teachers, standard, fitting)
    heads = [fit(x, y) for x, y in zip(inputs, targets)]
    inputs, targets = sample(student, teachers, standard, judging)
    figures = {"r2": {}, "gramError": {}, "styleRank": {}}
    for name, x, y, head in zip(TAPS, inputs, targets, heads):
        predicted = F.conv2d(with_ones(x), head)
        spread = (y - y.mean((0, 2, 3), keepdim=True)).square().sum()
        wanted, got, own = second_moments(y), second_moments(predicted), second_moments(x)
        figures["r2"][name] = rounded(1 - (y - predicted).square().sum() / spread)
        figures["gramError"][name] = rounded(((got - wanted).norm(dim=(1, 2)) / wanted.norm(dim=(1, 2))).mean())
        figures["styleRank"][name] = rounded(rank_correlation(pair_distances(own), pair_distances(wanted)))
    return figures


def sample(student, teachers, standard, crops):
    """Returns (student's, teachers' standardised) samples, [crop, channel, position, 1] per tap."""
    generator = torch.Generator().manual_seed(0)
    inputs, targets = [], []
    for batch in crops.split(8):
        features = teachers.features(batch)
        positions = choose_positions(features, generator)
        targets.append(standard.apply(take_positions(features, positions)))
        inputs.append(take_positions(student(batch), positions))
    return [torch.cat(tap) for tap in zip(*inputs)], [torch.cat(tap) for tap in zip(*targets)]


def with_ones(samples):
    """Appends a channel of ones, so that a head's bias is one more weight."""
    return torch.cat([samples, torch.ones_like(samples[:, :1])], dim=1)


def fit(inputs, targets):
    """Returns the least-squares head as [target channel, own channel + 1, 1, 1], its sums kept in double precision."""
    crops = [(inner_products(x, x), inner_products(x, y)) for x, y in zip(with_ones(inputs), targets)]
    moments = sum(own.double() for own, _ in crops)
    products = sum(wanted.double() for _, wanted in crops)
    moments += RIDGE * moments.diagonal().mean() * torch.eye(len(moments), dtype=torch.float64)
    return torch.linalg.solve(moments, products.t()).t()[:, :, None, None].float()


def pair_distances(grams):
    """Maps [crop, channel, channel] to the Frobenius distances of all pairs of crops."""
    rows, columns = torch.triu_indices(len(grams), len(grams), offset=1)
    flat = grams.flatten(1)
    return torch.stack([(flat[row] - flat[column]).norm() for row, column in zip(rows, columns)])


def rank_correlation(first, second):
    ranks = [values.argsort().argsort().double().numpy() for values in (first, second)]
    return numpy.corrcoef(*ranks)[0, 1]


def rounded(value):
    return round(float(value), 4)


if __name__ == "__main__":
    main()
