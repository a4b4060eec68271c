"""The losses: what the student is taught about the teachers' features and about their idea of style."""

import torch

from metric import head_parts
from positions import take_positions
from style import mean_and_covariance, style_distances

# What a step adds to what the heads are fitted on: they look back over some ten steps.
NEWNESS = 0.1
SOLVE_EVERY_STEPS = 4
# Of the variance of a mean channel. Without it heads play nearly equal channels off against each other, and their slopes grow
# with that until training falls apart.
RIDGE = 1e-2


class Heads:
    """A linear head per tap, from the student's channels to the teacher's, always the least-squares one.

    It is not learned but solved for, from sums that fade, so the student is never taught by a head that lags behind it. By
    the envelope theorem its own dependence on the student adds nothing to the slope. Of a head H = U S Vᵀ only
    `maps` S Vᵀ with its offset, [own, own + 1], and `bases` U, [teacher, own], are used: what a prediction misses outside
    of U no student of these channels can change. `offsets` are the heads' own, [teacher].
    """

    FIELDS = ["squares", "products", "wanted"]

    def __init__(self, taps):
        self.squares, self.products, self.wanted = [None] * taps, [None] * taps, [None] * taps
        self.lessons = 0

    def state_dict(self):
        return {name: getattr(self, name) for name in self.FIELDS}

    def load_state_dict(self, content):
        for name in self.FIELDS:
            setattr(self, name, content[name])
        self.solve()

    @torch.no_grad()
    def learn(self, own, wanted, newness=NEWNESS):
        """Takes samples [batch, channel, position, 1] of every tap into the sums and solves anew."""
        for tap, (x, y) in enumerate(zip(own, wanted)):
            x, y = (samples[..., 0].transpose(0, 1).flatten(1) for samples in (x.float(), y.float()))
            x = torch.cat([x, torch.ones_like(x[:1])])
            new = [product(x, x), product(x, y), (y - y.mean(1, keepdim=True)).square().sum(0).mean()]
            for name, value in zip(self.FIELDS, new):
                kept = getattr(self, name)
                kept[tap] = value if kept[tap] is None else torch.lerp(kept[tap], value, newness)
        if self.lessons % SOLVE_EVERY_STEPS == 0:
            self.solve()
        self.lessons += 1

    @torch.no_grad()
    def solve(self):
        self.maps, self.bases, self.offsets = [], [], []
        for squares, products in zip(self.squares, self.products):
            squares, products = squares.double(), products.double()
            variances = squares.diagonal() - squares[-1].square()
            ridge = torch.full_like(variances, RIDGE * float(variances[:-1].mean()))
            ridge[-1] = 0
            head = torch.linalg.solve(squares + ridge.diag(), products).t()
            basis, map = head_parts(head)
            self.bases.append(basis.float())
            self.maps.append(map.float())
            self.offsets.append(head[:, -1].float())


def product(a, b):
    """Mean outer product of the columns."""
    return torch.bmm(a[None], b.t()[None])[0] / a.shape[1]


def distillation_losses(student, heads, lesson, weights, tap_weights):
    """Returns (loss, {part: [number per tap]}) for a `Lesson`.

    The loss is the sum of two parts, each the mean over the taps by their weights, with `weights` {part: factor}:

    - `features`: squared error of the predicted channels over the teacher's variance, all in the teacher's own
      channels: 1 - R² of the channels as they are, not standardised.
    - `moments`: style distance of each crop's predicted mean and centred covariance from the teacher's. Predictions
      are first given the teacher's energy as a whole, of which least squares keeps less.
    """
    own = take_positions(student(lesson.crops), lesson.positions)
    heads.learn(own, lesson.targets)
    predicted = [predict(tap, map) for tap, map in zip(own, heads.maps)]
    wanted = [project(tap, basis) for tap, basis in zip(lesson.targets, heads.bases)]
    parts = {}
    if weights.get("features"):
        errors = [(p - t).square().sum(1).mean() for p, t in zip(predicted, wanted)]
        beyond = [unreached(*tap) for tap in zip(lesson.targets, wanted, heads.bases, heads.offsets)]
        parts["features"] = [(error + rest) / total for error, rest, total in zip(errors, beyond, heads.wanted)]
    if weights.get("moments"):
        parts["moments"] = [moments_error(p, t) for p, t in zip(predicted, wanted)]
    loss = sum(weights[name] * weighed_mean(part, tap_weights) for name, part in parts.items())
    return loss, {name: [float(value) for value in part] for name, part in parts.items()}


def weighed_mean(values, weights):
    return sum(weight * value for weight, value in zip(weights, values)) / sum(weights)


def predict(samples, map):
    """Samples [batch, own, position, 1] as what they tell of the teacher's, in the head's basis."""
    flat = samples[..., 0].float()
    weight = map[:, :-1].expand(len(flat), -1, -1)
    return (torch.bmm(weight, flat) + map[:, -1:])[..., None]


def project(samples, basis):
    """The teacher's samples [batch, teacher, position, 1] in the head's basis."""
    flat = samples[..., 0].float()
    return torch.bmm(basis.t().expand(len(flat), -1, -1), flat)[..., None]


def unreached(targets, projected, basis, offset):
    """Mean squared error of any prediction outside of a head's basis."""
    whole = (targets[..., 0].float() - offset[:, None]).square().sum(1).mean()
    return whole - (projected[..., 0] - (offset @ basis)[:, None]).square().sum(1).mean()


def moments_error(predicted, wanted):
    got, right = mean_and_covariance(predicted), mean_and_covariance(wanted)
    with torch.no_grad():
        energies = [s[1].diagonal(dim1=1, dim2=2).sum() for s in (right, got)]
        gain = (energies[0] / energies[1].clamp(min=1e-6)).clamp(1, 4)
    return style_distances((got[0], got[1] * gain), right).mean()

