"""Measures an exported encoder on held-out pictures, against its teachers."""

import json

import numpy
import torch
import torch.nn.functional as F

from encoderfile import load_encoder
from metric import compared
from options import make_parser, parse
from pictures import CROP_PX, load_pictures, plain_crops
from samples import fit, sample, with_ones
from style import mean_and_covariance, pair_squares, relative_squares
from teachers import Teachers


def main():
    parser = make_parser(__doc__)
    parser.add_argument("--encoder", nargs="+", default=["src/nst/weights/compact.safetensors"])
    options = parse(parser)
    training, held_out = load_pictures(options.pictures)
    teachers = Teachers(options.exact, options.compressed)
    for path in options.encoder:
        figures = measure(load_encoder(path)[0], teachers, training, held_out)
        print(path)
        for name, taps in figures.items():
            print(f"  {name:16}", " ".join(f"{tap} {value:.3f}" for tap, value in taps.items()), flush=True)


@torch.no_grad()
def measure(student, teachers, training, held_out):
    """Returns {figure: {tap: number}}, each over held-out crops.

    `r2`: the part of the standardised teacher channels' variance that a linear head explains; the head is a
    least-squares fit on crops of the training pictures.
    `covarianceError`: squared distance of those predictions' centred covariance from the teacher's, in the teacher's
    own channels, over the squared norm of the teacher's; the mean over crops. Least squares shrinks the predictions,
    so it stays above 0 wherever `r2` is below 1.
    `styleRank`: Spearman's correlation, over all ordered pairs of crops, between the student's own style distance, as
    the product measures it (mean and covariance, each relative to the second crop's), and the teacher's.
    `styleLog`: root of the mean squared difference of the two distances' natural logarithms, less its mean: by which
    factor they typically disagree.
    """
    fitting, judging = plain_crops(training, 1, CROP_PX, seed=1), plain_crops(held_out, 4, CROP_PX, seed=2)
    networks = student, teachers.features
    inputs, targets = sample(networks, fitting)
    standard = Standard(targets)
    heads = [fit(x, y) for x, y in zip(inputs, standard.apply(targets))]
    inputs, targets = sample(networks, judging)
    figures = {"r2": {}, "covarianceError": {}, "styleRank": {}, "styleLog": {}}
    for index, (name, x, raw, head) in enumerate(zip(student.names(), inputs, targets, heads)):
        mean, deviation = standard.mean[index], standard.deviation[index]
        y, predicted = (raw - mean) / deviation, F.conv2d(with_ones(x), head)
        spread = (y - y.mean((0, 2, 3), keepdim=True)).square().sum()
        own, wanted = mean_and_covariance(x), mean_and_covariance(raw)
        own = compared(own, student.metrics[index]) if student.metrics else own
        got = mean_and_covariance(predicted * deviation + mean)
        figures["r2"][name] = rounded(1 - (y - predicted).square().sum() / spread)
        figures["covarianceError"][name] = rounded(relative_squares(got[1], wanted[1]).mean())
        own, wanted = (pair_distances(statistics) for statistics in (own, wanted))
        figures["styleRank"][name] = rounded(rank_correlation(own, wanted))
        figures["styleLog"][name] = rounded((own.log() - wanted.log()).std())
    return figures


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


def pair_distances(statistics):
    """Maps (mean, covariance) of crops to the style distances of all ordered pairs of different crops."""
    distances = sum(pair_squares(statistic) for statistic in statistics) / 2
    return distances[~torch.eye(len(distances), dtype=torch.bool)] + 1e-9


def rank_correlation(first, second):
    ranks = [values.argsort().argsort().double().numpy() for values in (first, second)]
    return numpy.corrcoef(*ranks)[0, 1]


def rounded(value):
    return round(float(value), 4)


if __name__ == "__main__":
    main()
