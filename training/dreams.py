"""Pictures that are optimised under the student while it learns.

Style transfer looks for pictures that the encoder takes for the artwork. Those are unlike photographs, and an encoder
that has only seen photographs is free to be wrong about them: pepper dots and grids come from there. So a few places of
every batch belong to pictures that are on their way to a crop's style, by the student as it is now; on these, too, it
has to say what the teachers say.
"""

import numpy
import torch
import torch.nn.functional as F

from pictures import to_batch, training_batch
from style import style_distances

RATE = 0.03
UPDATES_PER_STEP = 1
LIFETIME_STEPS = 80
FIELDS = ["pictures", "targets", "first", "second", "ages"]


class Dreams:
    """`count` pictures in work, [count, 3, size, size], with the crops whose style they approach and Adam's moments."""

    def __init__(self, count, size_px, pictures, augmentations, rng):
        self.make = lambda: start_and_target(size_px, pictures, augmentations, rng)
        begun = [self.make() for _ in range(count)]
        self.pictures, self.targets = (torch.cat(each) for each in zip(*begun))
        self.first, self.second = torch.zeros_like(self.pictures), torch.zeros_like(self.pictures)
        # Spread over their lives, so that not all are renewed at once.
        self.ages = torch.arange(count) * LIFETIME_STEPS // count

    def state_dict(self):
        return {name: getattr(self, name) for name in FIELDS}

    def load_state_dict(self, content):
        for name in FIELDS:
            setattr(self, name, content[name])

    def advance(self, statistics, device):
        """Takes a step of Adam on every picture and begins those anew that are at the end of their lives.

        `statistics` maps pictures to (mean, covariance) per tap, as style is compared by.
        """
        with torch.no_grad():
            wanted = statistics(self.targets.to(device))
        for update in range(UPDATES_PER_STEP):
            pictures = self.pictures.clone().requires_grad_()
            both = zip(statistics(pictures.to(device)), wanted)
            (slope,) = torch.autograd.grad(sum(style_distances(got, right).sum() for got, right in both), pictures)
            self._descend(slope, update)
        self.ages += 1
        for old in (self.ages >= LIFETIME_STEPS).nonzero().flatten().tolist():
            self.pictures[old], self.targets[old] = (each[0] for each in self.make())
            self.first[old], self.second[old], self.ages[old] = 0, 0, 0

    def _descend(self, slope, update):
        self.first = 0.9 * self.first + 0.1 * slope
        self.second = 0.99 * self.second + 0.01 * slope.square()
        taken = (self.ages * UPDATES_PER_STEP + update + 1).reshape(-1, 1, 1, 1)
        first, second = self.first / (1 - 0.9**taken), self.second / (1 - 0.99**taken)
        self.pictures = (self.pictures - RATE * first / (second.sqrt() + 1e-8)).clamp(0, 1)


def start_and_target(size_px, pictures, augmentations, rng):
    """Two crops [1, 3, size, size]: what is optimised at first, another picture or a shape painted in two colours of
    the target as letters are; and the target."""
    other, target = training_batch(pictures, 2, size_px, augmentations, rng).split(1)
    return (other if rng.random() < 0.5 else painted_shape(target, rng)), target


def painted_shape(target, rng):
    """A random smooth shape in two colours of the target, with a little noise."""
    size_px = target.shape[2]
    cells = int(rng.integers(3, 9))
    field = torch.from_numpy(rng.normal(size=(1, 1, cells, cells)).astype(numpy.float32))
    mask = (F.interpolate(field, size=(size_px, size_px), mode="bicubic") > 0).float()
    colours = target.flatten(2)[:, :, rng.integers(size_px * size_px, size=2)].reshape(1, 3, 2, 1, 1)
    noise = to_batch([rng.uniform(-0.03, 0.03, size=(size_px, size_px, 3))])
    return (colours[:, :, 0] * mask + colours[:, :, 1] * (1 - mask) + noise).clamp(0, 1)
