"""Trains an encoder by distillation; `export.py` turns a run into the product's file."""

import copy
import math
import os
import time
from pathlib import Path

import numpy
import torch

from distillation import Heads, distillation_losses
from encoderfile import load_encoder
from lessons import Lessons, prepare
from options import make_parser, parse
from pictures import AUGMENTATIONS, CROP_PX, load_pictures, plain_crops, read_pictures, training_batch
from pruning import prune
from revival import revive
from samples import sample
from student import POOLS, Student, equalise, parse_stages, take_over
from teachers import Teachers

WARM_UP_STEPS = 100
LOG_EVERY_STEPS = 50
REVIVE_EVERY_STEPS = 50
REVIVE_UNTIL = 0.7
# Part of a batch that is crops of letters, where there are some.
LETTER_SHARE = 0.25
# Norm of the student's gradient from which it is shortened: a few times the usual one.
LARGEST_SLOPE = 4.0
STATEFUL = ["student", "heads", "adam"]


def main():
    options = read_options()
    options.run.mkdir(parents=True, exist_ok=True)
    log = open(options.run / "log.txt", "a" if options.resume else "w", buffering=1)
    training, held_out = load_pictures(options.pictures)
    letters = read_pictures(options.letters) if options.letters else []
    held_out_crops = plain_crops(held_out, 1, CROP_PX, seed=0)
    teachers = Teachers(options.exact, options.compressed, torch.bfloat16, options.device)
    state = start(options, training)
    crops = plain_crops(training, 1, CROP_PX, seed=0).to(options.device)
    if not options.resume:
        if options.prune:
            explained = prune(state["student"], teachers, crops)
            print("pruned: explained before the ReLU", " ".join(f"{name} {part:.3f}" for name, part in explained.items()), file=log)
        equalise(state["student"], crops)
        state["student"].centre(crops)
    state["heads"].learn(*sample([state["student"], teachers.features], crops))
    if options.resume:
        restore(state, options.run / "checkpoint.pt", options.device)
    print(f"{vars(options)}", file=log)
    print(f"{len(training)} pictures to train on, {len(held_out)} held out; from step {state['step']}", file=log)

    lessons = Lessons(lambda: new_lesson(state, teachers, training, letters, options), options.uses, options.batch, state["rng"])
    held_out_lessons = prepare_held_out(teachers, held_out_crops, options)
    before, began, saved = state["seconds"], time.monotonic(), time.monotonic()
    while (progress := max(state["step"] / options.steps, state["seconds"] / 60 / options.minutes)) < 1:
        rate = options.rate * min(1, (state["step"] + 1) / WARM_UP_STEPS) * (1 + math.cos(math.pi * progress)) / 2
        lesson = lessons.next()
        parts = step(state, lesson, rate, options)
        state["step"] += 1
        if state["step"] % REVIVE_EVERY_STEPS == 0 and progress < REVIVE_UNTIL:
            state["student"].centre(lesson.crops)
            print(f"step {state['step']} revived {revive(state['student'], lesson.crops)} channels", file=log)
        state["seconds"] = before + time.monotonic() - began
        if state["step"] % LOG_EVERY_STEPS == 0:
            print(f"step {state['step']} {state['seconds']:.0f} s rate {rate:.2e} {written(parts)}", file=log)
        if time.monotonic() - saved > 60 * options.checkpoint_minutes:
            save(state, options)
            report_held_out(state, held_out_lessons, options, log)
            saved = time.monotonic()
    save(state, options)
    report_held_out(state, held_out_lessons, options, log)


def read_options():
    parser = make_parser(__doc__)
    add = parser.add_argument
    add("--run", type=Path, default=Path("training/runs/compact"), help="folder of the log and the checkpoint")
    add("--stages", default="16,32/32,64/64,128", help="channels: a comma between stages, a slash within one, a star at the tap where it is not the last, a dot for filters of 1x1, a tilde for no ReLU")
    add("--pool", choices=list(POOLS), default="average", help="between the stages")
    add("--start", type=Path, help="an exported encoder, as wide or narrower, whose filters are taken over")
    add("--prune", action="store_true", help="begin with the teacher's own filters, channels left out, instead of random ones")
    add("--steps", type=int, default=20000, help="steps in all; the learning rate decays over them")
    add("--minutes", type=float, default=math.inf, help="a time limit; the learning rate decays by it if it is nearer")
    add("--batch", type=int, default=6, help="crops of 128 px in a step")
    add("--uses", type=int, default=6, help="how often each batch is learned from")
    add("--letters", nargs="+", help="folders of finished letters, a quarter of each batch; of held-out artworks there may be none")
    add("--augment", nargs="*", choices=AUGMENTATIONS, default=AUGMENTATIONS, help="what is done to the crops")
    add("--rate", type=float, default=4e-3, help="highest learning rate of Adam")
    add("--features", type=float, default=1.0, help="weight of the features predicted by linear heads")
    add("--moments", type=float, default=0.0, help="weight of mean and covariance predicted by linear heads")
    add("--tap-weights", nargs=4, type=float, default=[1, 1, 1, 1], help="the say of each tap")
    add("--seed", type=int, default=1, help="seed of the weights, the crops and the positions")
    add("--device", default="cuda" if torch.cuda.is_available() else "cpu", help="what computes: cpu or cuda")
    add("--precision", choices=["bfloat16", "float32"], default="bfloat16", help="of the student's convolutions")
    add("--checkpoint-minutes", type=float, default=3, help="time between two checkpoints")
    add("--resume", action="store_true", help="go on from the run's checkpoint; pass the other options again")
    return parse(parser)


def start(options, training):
    """Returns everything that a step changes."""
    torch.manual_seed(options.seed)
    rng = numpy.random.default_rng(options.seed)
    stages, taps = parse_stages(options.stages)
    student = Student(stages, options.pool, taps)
    if options.start:
        take_over(student, load_encoder(options.start)[0])
    heads = Heads(len(student.channels))
    student = student.to(options.device, memory_format=torch.channels_last)
    adam = torch.optim.Adam(student.parameters(), lr=options.rate, betas=(0.9, 0.99))
    return {"student": student, "heads": heads, "adam": adam, "rng": rng, "step": 0, "seconds": 0.0}


def new_lesson(state, teachers, training, letters, options):
    of_letters = round(options.batch * LETTER_SHARE) if letters else 0
    shares = [(training, options.batch - of_letters), (letters, of_letters)]
    crops = torch.cat([training_batch(pictures, count, CROP_PX, options.augment, state["rng"]) for pictures, count in shares if count])
    return prepare(teachers, crops.to(options.device, memory_format=torch.channels_last))


def prepare_held_out(teachers, crops, options):
    """Lessons that are always the same, made without touching the run's random numbers."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return [prepare(teachers, batch.to(options.device)) for batch in crops.split(8)]


def run_student(pictures, state, options):
    with torch.autocast(options.device, torch.bfloat16, enabled=options.precision == "bfloat16"):
        return state["student"](pictures)


def step(state, lesson, rate, options):
    """Takes one step of Adam and returns {part of the loss: [number per tap]}."""
    for group in state["adam"].param_groups:
        group["lr"] = rate
    loss, parts = losses(state, lesson, options)
    state["adam"].zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(state["student"].parameters(), LARGEST_SLOPE)
    state["adam"].step()
    return parts


def losses(state, lesson, options):
    weights = {name: getattr(options, name) for name in ("features", "moments")}
    return distillation_losses(lambda pictures: run_student(pictures, state, options), state["heads"], lesson, weights, options.tap_weights)


def save(state, options):
    """Writes the checkpoint whole or not at all."""
    path = options.run / "checkpoint.pt"
    content = {name: state[name].state_dict() for name in STATEFUL}
    content |= {"step": state["step"], "seconds": state["seconds"], "architecture": state["student"].architecture, "taps": state["student"].taps}
    content |= {"options": {name: str(value) for name, value in vars(options).items()}}
    content |= {"numpy": state["rng"].bit_generator.state, "torch": torch.get_rng_state()}
    torch.save(content, f"{path}.part")
    os.replace(f"{path}.part", path)


def restore(state, path, device):
    content = torch.load(path, map_location=device)
    for name in STATEFUL:
        if name in content:
            state[name].load_state_dict(content[name])
    state |= {"step": content["step"], "seconds": content["seconds"]}
    state["rng"].bit_generator.state = content["numpy"]
    torch.set_rng_state(content["torch"].cpu())


def report_held_out(state, lessons, options, log):
    """Logs the losses on held-out crops."""
    with torch.no_grad():
        found = [losses(state | {"heads": copy.deepcopy(state["heads"])}, lesson, options)[1] for lesson in lessons]
    mean = {name: [sum(tap) / len(found) for tap in zip(*(parts[name] for parts in found))] for name in found[0]}
    print(f"step {state['step']} held out {written(mean)}", file=log)


def written(parts):
    return "; ".join(f"{name} " + " ".join(f"{v:.3f}" for v in part) for name, part in parts.items())


if __name__ == "__main__":
    main()
