"""Batches of crops with what the teachers say of them, kept to be learned from more than once.

The teachers take twice the time of a student's whole step. A student of a few layers forgets a batch long before it sees it
again, so a lesson taken several times teaches as much as several new ones.
"""

from typing import NamedTuple

import torch

from positions import choose_positions, take_positions

# So many crops that a step's batch is rarely among the last hundreds.
CROPS_KEPT = 4000


class Lesson(NamedTuple):
    """Crops [batch, 3, row, column], and per tap the positions that are compared and the teachers' features there,
    [batch, channel, position, 1]."""

    crops: torch.Tensor
    positions: list
    targets: list


def prepare(teachers, crops):
    features = teachers.features(crops)
    positions = choose_positions(features)
    # Half as large as they are computed with, and as exact as the teachers are in training.
    return Lesson(crops, positions, [tap.bfloat16() for tap in take_positions(features, positions)])


class Lessons:
    """Takes every lesson `uses` times in the mean: `new` makes one of so many, the others are drawn from those kept."""

    def __init__(self, new, uses, batch, rng):
        self.new, self.uses, self.rng = new, uses, rng
        self.most = max(1, CROPS_KEPT // batch)
        self.kept, self.given = [], 0

    def next(self):
        is_new = self.given % self.uses == 0
        self.given += 1
        if not is_new:
            return self.kept[self.rng.integers(len(self.kept))]
        lesson = self.new()
        if self.uses > 1:
            self.kept = [*self.kept[-self.most + 1 :], lesson]
        return lesson
