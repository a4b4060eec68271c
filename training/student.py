"""The encoders that the product ships: stages of convolutions, most of them 3x3 with ReLU, and 2x2 pooling between the stages."""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import nn

from teachers import TEACHER_CHANNELS

MEAN = [0.485, 0.456, 0.406]
STD = [0.229, 0.224, 0.225]
POOLS = {"average": F.avg_pool2d, "max": F.max_pool2d}


class Layer(NamedTuple):
    """A convolution's number of channels, the side of its filters, and whether no ReLU follows."""

    width: int
    kernel: int = 3
    linear: bool = False


def parse_stages(text):
    """Reads layers as they are written on the command line: `16,32*/32,64~/256./96.~,64` has a comma between stages and a slash
    between the convolutions of one stage; a dot stands for filters of 1x1, a tilde for no ReLU. Returns (stages, taps), stages
    lists of `Layer`, taps the index within each stage of the convolution with a star, or of the last one."""
    marked = [stage.split("/") for stage in text.split(",")]
    if len(marked) != len(TEACHER_CHANNELS):
        raise ValueError(f"Expected {len(TEACHER_CHANNELS)} stages, as many as the teachers have taps, got {len(marked)}: {text}.")
    stages = [[Layer(int(layer.rstrip(".~*")), 1 if "." in layer else 3, "~" in layer) for layer in stage] for stage in marked]
    taps = [next((at for at, layer in enumerate(stage) if "*" in layer), len(stage) - 1) for stage in marked]
    return stages, taps


def layers_of(architecture):
    """The stages of `Layer` that an architecture, as a file has it, describes."""
    widths = architecture["stages"]
    kernels = architecture.get("kernels", [[3] * len(stage) for stage in widths])
    linear = architecture.get("linear", [[False] * len(stage) for stage in widths])
    return [[Layer(*parts) for parts in zip(*stage)] for stage in zip(widths, kernels, linear)]


def activation(number, at, convolutions):
    """What the product calls an activation of stage `number`: `relu2_1` within the stage, `relu2` at its end."""
    return f"relu{number}" if at == convolutions - 1 else f"relu{number}_{at + 1}"


class Convolution(nn.Conv2d):
    """A convolution, with the ReLU after it if one follows, whose filters learn from what its inputs are beside their mean.

    What comes out of a ReLU is never negative, so all inputs of a filter share a large mean, and one step of Adam, which moves
    all weights by as much, shifts the output by more than its own spread: channels fall silent. With the bias kept relative to
    the inputs' `centre` [in], that shift has no slope. It is the same function with another parameter:
    `bias - weight * centre` is the bias of the plain convolution.
    """

    def __init__(self, inputs, layer):
        super().__init__(inputs, layer.width, layer.kernel, padding=layer.kernel // 2)
        self.linear = layer.linear
        self.register_buffer("centre", torch.zeros(inputs))

    def activate(self, outputs):
        return outputs if self.linear else F.relu(outputs)

    def plain_bias(self):
        return self.bias - self.weight.sum((2, 3)) @ self.centre

    def forward(self, x):
        return F.conv2d(x, self.weight, self.plain_bias(), padding=self.padding)

    @torch.no_grad()
    def move_centre(self, centre):
        """Changes the parameter and not the function."""
        self.bias += self.weight.sum((2, 3)) @ (centre - self.centre)
        self.centre.copy_(centre)


class Student(nn.Module):
    """Maps pictures [batch, 3, row, column] in 0..1 to four taps, one of each stage.

    Tap k has `channels[k]` channels at 1 / 2^k of the size. Parameters are called `stage{S}.conv{C}.weight`
    [out, in, side, side] and `.bias` [out], S and C from 1, as in the exported file. `metrics` are what `metric.py` says, or
    None where statistics are compared as they are.
    """

    metrics = None

    def __init__(self, stages, pool="average", taps=None):
        """Takes lists of `Layer`."""
        super().__init__()
        self.register_buffer("mean", torch.tensor(MEAN).reshape(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(STD).reshape(1, 3, 1, 1), persistent=False)
        self.architecture = {
            "mean": MEAN,
            "std": STD,
            "pool": pool,
            "stages": [[layer.width for layer in stage] for stage in stages],
            "kernels": [[layer.kernel for layer in stage] for stage in stages],
            "linear": [[layer.linear for layer in stage] for stage in stages],
        }
        self.taps = [len(stage) - 1 for stage in stages] if taps is None else taps
        self.channels = [stage[tap].width for stage, tap in zip(stages, self.taps)]
        inputs = 3
        for s, layers in enumerate(stages, 1):
            stage = nn.ModuleDict()
            for c, layer in enumerate(layers, 1):
                stage[f"conv{c}"] = Convolution(inputs, layer)
                nn.init.kaiming_normal_(stage[f"conv{c}"].weight)
                nn.init.zeros_(stage[f"conv{c}"].bias)
                inputs = layer.width
            self.add_module(f"stage{s}", stage)

    def stages(self):
        """Returns the convolutions as a list of lists."""
        return [list(getattr(self, f"stage{s}").values()) for s in range(1, len(self.channels) + 1)]

    @torch.no_grad()
    def centre(self, pictures):
        """Moves the centres of all convolutions to the means of their inputs on these pictures."""
        x = (pictures - self.mean) / self.std
        for index, convolutions in enumerate(self.stages()):
            x = self.pool(x) if index else x
            for convolution in convolutions:
                convolution.move_centre(x.mean((0, 2, 3)))
                x = convolution.activate(convolution(x))

    def plain(self):
        """Moves all centres to 0 and returns {name: tensor} of plain convolutions."""
        for convolution in sum(self.stages(), []):
            convolution.move_centre(torch.zeros_like(convolution.centre))
        return {name: tensor for name, tensor in self.state_dict().items() if not name.endswith(".centre")}

    def load_plain(self, tensors):
        """Takes over what `plain` returned."""
        self.load_state_dict({name: torch.zeros(size) for name, size in self.centre_sizes().items()} | tensors)

    def centre_sizes(self):
        return {name: len(tensor) for name, tensor in self.state_dict().items() if name.endswith(".centre")}

    def pool(self, features):
        return POOLS[self.architecture["pool"]](features, 2)

    def forward(self, pictures):
        x = (pictures - self.mean) / self.std
        taps = []
        for index, convolutions in enumerate(self.stages()):
            x = self.pool(x) if index else x
            for at, convolution in enumerate(convolutions):
                x = convolution.activate(convolution(x))
                if at == self.taps[index]:
                    taps.append(x)
        return taps

    def after(self, index, at):
        """The convolution that reads what convolution `at` of stage `index` makes; None behind the last one."""
        stages = self.stages()
        if at + 1 < len(stages[index]):
            return stages[index][at + 1]
        return stages[index + 1][0] if index + 1 < len(stages) else None

    def names(self):
        """The taps as the product calls them."""
        stages = zip(self.taps, self.architecture["stages"])
        return [activation(number, tap, len(stage)) for number, (tap, stage) in enumerate(stages, 1)]


@torch.no_grad()
def take_over(student, smaller):
    """Gives a new student what a trained one of as many stages knows: its filters become the first ones of each layer and read
    nothing of the channels that are added, which keep their random filters. What a stage has more of convolutions passes the
    first channels on. Both are to be plain."""
    for own_stage, their_stage in zip(student.stages(), smaller.stages()):
        for at, own in enumerate(own_stage):
            outputs, inputs = their_stage[min(at, len(their_stage) - 1)].weight.shape[:2]
            middle = own.kernel_size[0] // 2
            own.weight[:outputs] = 0
            if at < len(their_stage):
                own.weight[:outputs, :inputs] = their_stage[at].weight
                own.bias[:outputs] = their_stage[at].bias
            else:
                own.weight[range(outputs), range(outputs), middle, middle] = 1
                own.bias[:outputs] = 0


@torch.no_grad()
def equalise(student, pictures):
    """Makes the student plain and rescales it in place so that every channel has mean square 1 over the pictures.

    Returns the number of dead channels of each tap.

    ReLU(a x) = a ReLU(x) for a > 0, and pooling carries a factor along: a scale taken into a channel's filter and bias
    and out of the next layer's filters changes nothing else. So all channels of a tap have the same say, and one
    learning rate suits all filters: left alone, their sizes drift apart by a factor of a hundred. A channel below a
    thousandth of its layer's median magnitude counts as dead and is left alone.
    """
    student.plain()
    dead = []
    x = (pictures - student.mean) / student.std
    for index, convolutions in enumerate(student.stages()):
        x = student.pool(x) if index else x
        for at, convolution in enumerate(convolutions):
            outputs = convolution.activate(convolution(x))
            magnitude = outputs.square().mean((0, 2, 3)).sqrt()
            alive = magnitude > 1e-3 * magnitude.median()
            magnitude[~alive] = 1
            convolution.weight /= magnitude.reshape(-1, 1, 1, 1)
            convolution.bias /= magnitude
            following = student.after(index, at)
            if following is not None:
                following.weight *= magnitude.reshape(1, -1, 1, 1)
            if at == student.taps[index]:
                dead.append(int((~alive).sum()))
            x = outputs / magnitude.reshape(1, -1, 1, 1)
    return dead
