"""Pictures in memory, split into training and held-out ones, and random crops of them."""

from pathlib import Path

import numpy
import torch
from PIL import Image

SUFFIXES = {".jpg", ".jpeg", ".png"}
HOLD_OUT_EVERY = 8
LONGEST_SIDE_PX = 640
SMALLEST_SCALE = 0.35
CROP_PX = 128
AUGMENTATIONS = ["scale", "turn", "tint", "noise"]


def load_pictures(folders):
    """Reads every picture under the folders and returns (training, held out), two lists of uint8 [row, column, 3].

    The paths are sorted; every eighth picture is held out.
    """
    pictures = read_pictures(folders)
    held_out = pictures[HOLD_OUT_EVERY - 1 :: HOLD_OUT_EVERY]
    training = [picture for index, picture in enumerate(pictures, 1) if index % HOLD_OUT_EVERY]
    return training, held_out


def read_pictures(folders):
    """Reads every picture under the folders, sorted by path."""
    found = [path for folder in folders for path in Path(folder).rglob("*")]
    paths = sorted(path for path in found if path.suffix.lower() in SUFFIXES)
    if not paths:
        names = ", ".join(map(str, folders))
        raise SystemExit(f"Expected pictures under {names}, found none.")
    return [read_picture(path) for path in paths]


def read_picture(path):
    """Returns one picture as uint8 [row, column, 3], its longest side at most 640 px; transparency lies on white."""
    with Image.open(path) as image:
        rgba = image.convert("RGBA")
    ground = Image.new("RGBA", rgba.size, "white")
    picture = Image.alpha_composite(ground, rgba).convert("RGB")
    picture.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX), Image.Resampling.LANCZOS)
    return numpy.asarray(picture)


def random_crop(picture, size_px, rng, smallest_scale=SMALLEST_SCALE):
    """Returns a square crop, shrunk by a random factor of `smallest_scale` to 1, as float32 [size, size, 3] in 0..1."""
    rows, columns, _ = picture.shape
    side = min(rows, columns, round(size_px / rng.uniform(smallest_scale, 1)))
    top, left = rng.integers(rows - side + 1), rng.integers(columns - side + 1)
    window = Image.fromarray(picture[top : top + side, left : left + side])
    return numpy.asarray(window.resize((size_px, size_px), Image.Resampling.BICUBIC), dtype=numpy.float32) / 255


def augmented_crop(picture, size_px, augmentations, rng):
    """A random crop: `scale` shrinks it by up to 0.35, `turn` turns and flips it, `tint` changes brightness and colour,
    and `noise` gives every fourth some, because an optimised picture begins with noise."""
    crop = random_crop(picture, size_px, rng, SMALLEST_SCALE if "scale" in augmentations else 1)
    if "turn" in augmentations:
        crop = numpy.rot90(crop, rng.integers(4))
        crop = crop[:, ::-1] if rng.random() < 0.5 else crop
    if "tint" in augmentations:
        crop = crop * rng.uniform(0.8, 1.2) * rng.uniform(0.9, 1.1, size=3)
    if "noise" in augmentations and rng.random() < 0.25:
        crop = crop + rng.normal(0, rng.uniform(0, 0.08), size=crop.shape)
    return crop.clip(0, 1)


def training_batch(pictures, count, size_px, augmentations, rng):
    """Returns augmented crops of randomly chosen pictures, float32 [count, 3, size, size] in 0..1."""
    chosen = rng.integers(len(pictures), size=count)
    return to_batch([augmented_crop(pictures[index], size_px, augmentations, rng) for index in chosen])


def plain_crops(pictures, per_picture, size_px, seed):
    """Returns the same crops for the same seed, not augmented, float32 [pictures * per_picture, 3, size, size]."""
    rng = numpy.random.default_rng(seed)
    return to_batch([random_crop(picture, size_px, rng) for picture in pictures for _ in range(per_picture)])


def to_batch(crops):
    stacked = numpy.stack(crops).astype(numpy.float32)
    return torch.from_numpy(stacked).permute(0, 3, 1, 2).contiguous()
