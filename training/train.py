"""Trains the compact encoder by feature distillation; `export.py` turns a finished run into the product's file."""

import math
import os
import time
from pathlib import Path

import numpy
import torch

from distillation import Heads, distillation_losses, measure_standard
from options import make_parser, parse
from pictures import CROP_PX, load_pictures, plain_crops, training_batch
from revival import revive
from student import Student, TAPS
from teachers import Teachers

WARM_UP_STEPS = 100
LOG_EVERY_STEPS = 50
CHECKPOINT_EVERY_S = 180
REVIVE_EVERY_STEPS = 50
REVIVE_UNTIL = 0.7


def main():
    parser = make_parser(__doc__)
    add = parser.add_argument
    add("--run", type=Path, default=Path("training/runs/compact"), help="folder of the log and the checkpoint")
    add("--steps", type=int, default=6000, help="steps in all; the learning rate decays over them")
    add("--minutes", type=float, default=math.inf, help="a time limit; the learning rate decays by it if it is nearer")
    add("--batch", type=int, default=6, help="crops of 128 px in a step")
    add("--rate", type=float, default=4e-3, help="highest learning rate of Adam")
    add("--gram-weight", type=float, default=0.0, help="weight of the second-moment term")
    add("--seed", type=int, default=1, help="seed of the weights, the crops and the positions")
    add("--resume", action="store_true", help="go on from the run's checkpoint; pass the other options again")
    options = parse(parser)

    options.run.mkdir(parents=True, exist_ok=True)
    log = open(options.run / "log.txt", "a" if options.resume else "w", buffering=1)
    training, held_out = load_pictures(options.pictures)
    held_out_crops = plain_crops(held_out, 1, CROP_PX, seed=0)
    teachers = Teachers(options.exact, options.compressed, torch.bfloat16)
    standard = measure_standard(teachers, plain_crops(training, 1, CROP_PX, seed=0))
    state = start(options)
    if options.resume:
        restore(state, options.run / "checkpoint.pt")
    print(f"{len(training)} pictures to train on, {len(held_out)} held out; from step {state['step']}", file=log)

    before, began, saved = state["seconds"], time.monotonic(), time.monotonic()
    while (progress := max(state["step"] / options.steps, state["seconds"] / 60 / options.minutes)) < 1:
        crops = training_batch(training, options.batch, CROP_PX, state["rng"])
        rate = options.rate * min(1, (state["step"] + 1) / WARM_UP_STEPS) * (1 + math.cos(math.pi * progress)) / 2
        loss, unexplained = step(state, teachers, standard, crops, rate, options.gram_weight)
        state["step"] += 1
        if state["step"] % REVIVE_EVERY_STEPS == 0 and progress < REVIVE_UNTIL:
            print(f"step {state['step']} revived {revive(state['student'], state['heads'], crops)} channels", file=log)
        state["seconds"] = before + time.monotonic() - began
        if state["step"] % LOG_EVERY_STEPS == 0:
            where = f"step {state['step']} {state['seconds']:.0f} s rate {rate:.2e}"
            print(f"{where} loss {loss:.4f} {explained(unexplained)}", file=log)
        if time.monotonic() - saved > CHECKPOINT_EVERY_S:
            save(state, options)
            report_held_out(state, teachers, standard, held_out_crops, log)
            saved = time.monotonic()
    save(state, options)
    report_held_out(state, teachers, standard, held_out_crops, log)


def start(options):
    """Returns everything that a step changes."""
    torch.manual_seed(options.seed)
    student, heads = Student(), Heads()
    adam = torch.optim.Adam([*student.parameters(), *heads.parameters()], lr=options.rate)
    rng = numpy.random.default_rng(options.seed)
    return {"student": student, "heads": heads, "adam": adam, "rng": rng, "step": 0, "seconds": 0.0}


def step(state, teachers, standard, crops, rate, gram_weight):
    """Takes one step of Adam and returns (loss, unexplained part per tap)."""
    for group in state["adam"].param_groups:
        group["lr"] = rate
    loss, unexplained = distillation_losses(state["student"], state["heads"], teachers, standard, crops, gram_weight)
    state["adam"].zero_grad()
    loss.backward()
    state["adam"].step()
    return float(loss), unexplained


def save(state, options):
    """Writes the checkpoint whole or not at all."""
    path = options.run / "checkpoint.pt"
    content = {name: state[name].state_dict() for name in ("student", "heads", "adam")}
    content |= {"step": state["step"], "seconds": state["seconds"]}
    content |= {"numpy": state["rng"].bit_generator.state, "torch": torch.get_rng_state()}
    torch.save(content, f"{path}.part")
    os.replace(f"{path}.part", path)


def restore(state, path):
    content = torch.load(path)
    for name in ("student", "heads", "adam"):
        state[name].load_state_dict(content[name])
    state |= {"step": content["step"], "seconds": content["seconds"]}
    state["rng"].bit_generator.state = content["numpy"]
    torch.set_rng_state(content["torch"])


def report_held_out(state, teachers, standard, crops, log):
    """Logs what the trained heads explain of the held-out crops, without touching the run's random numbers."""
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(0)
        nets = state["student"], state["heads"]
        parts = [distillation_losses(*nets, teachers, standard, batch, gram_weight=0)[1] for batch in crops.split(8)]
    print(f"step {state['step']} held out {explained([sum(tap) / len(parts) for tap in zip(*parts)])}", file=log)


def explained(unexplained):
    return " ".join(f"{name} {1 - value:.3f}" for name, value in zip(TAPS, unexplained))


if __name__ == "__main__":
    main()
