"""Which positions of a tap are compared: never the border, and a random subset where there are many."""

import torch

# Near a crop's border the features differ because the paddings do: 1, 3, 4 and 4 positions deep, through the deeper of
# the two networks. At the last tap the innermost of those rings is kept, or too few positions would remain.
BORDERS = [1, 3, 4, 3]
MOST_POSITIONS = 640


def choose_positions(features, generator=None):
    """Returns one index vector per tap into its flattened inner positions, at most 640 of them."""
    chosen = []
    for tap, border in zip(features, BORDERS):
        rows, columns = tap.shape[2] - 2 * border, tap.shape[3] - 2 * border
        chosen.append(torch.randperm(rows * columns, generator=generator)[:MOST_POSITIONS])
    return chosen


def take_positions(features, positions):
    """Maps taps [batch, channel, row, column] to float32 [batch, channel, position, 1], ready for 1x1 convolutions."""
    taken = []
    for tap, border, chosen in zip(features, BORDERS, positions):
        inner = tap[:, :, border : tap.shape[2] - border, border : tap.shape[3] - border]
        chosen = chosen.to(inner.device)
        rows, columns = chosen // inner.shape[3], chosen % inner.shape[3]
        taken.append(inner[:, :, rows, columns].unsqueeze(3).float().contiguous())
    return taken
