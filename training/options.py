"""Command-line arguments that the programs share: where the pictures and the teachers lie, and what computes."""

import argparse

import torch

PICTURES = ["../shared/data/photos", "../shared/data/art", "styles"]
ENCODERS = "../shared/data/encoders"
EXACT = "vgg19-normalised-to-relu3_4.safetensors"
COMPRESSED = "collaborative-distillation-16x-to-relu5_1.safetensors"


def make_parser(description):
    """Returns a parser with the shared arguments; relative paths start at the working folder."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    add = parser.add_argument
    add("--pictures", nargs="+", default=PICTURES, help="folders of pictures")
    add("--exact", default=f"{ENCODERS}/{EXACT}", help="teacher of taps 1 to 3")
    add("--compressed", default=f"{ENCODERS}/{COMPRESSED}", help="teacher of tap 4")
    add("--threads", type=int, default=2, help="processor threads")
    return parser


def parse(parser):
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    return arguments
