"""Turns a run's checkpoint into an encoder of the product: scales the taps, measures, writes and reads back."""

import json
import subprocess
from pathlib import Path

import torch

from encoderfile import CONTENT_TAP, load_encoder, save_encoder
from evaluate import measure
from metric import fit_heads, metric, turn_tap
from options import make_parser, parse
from pictures import CROP_PX, load_pictures, plain_crops
from student import Student, equalise, layers_of
from teachers import Teachers

# Crops of every training picture that the metrics are fitted on.
METRIC_CROPS = 3
# Filters that began as the teacher's are derived from it.
LICENCE = "MIT; derived from VGG-19 by the Visual Geometry Group, University of Oxford, which is under CC BY 4.0"
FROM_BEFORE = ["trained_on", "teachers", "steps", "seconds", "training"]
TAKEN_OVER = ["prune", "start", "features", "moments", "batch", "uses", "tap_weights", "augment", "rate", "seed"]


def main():
    parser = make_parser(__doc__)
    add = parser.add_argument
    add("--run", type=Path, default=Path("training/runs/compact"))
    add("--start", type=Path, help="take the filters of this exported encoder instead of a run's, to give them a metric")
    add("--name", default="compact", help="what the product calls the encoder")
    add("--encoder", default="src/nst/weights/compact.safetensors", help="file to write")
    options = parse(parser)

    training, held_out = load_pictures(options.pictures)
    pictures = f"{len(training)} photographs, textures and artworks; {len(held_out)} more held out"
    student, about = from_encoder(options.start) if options.start else from_run(options.run, pictures)
    about.setdefault("trained_on", pictures)
    dead = equalise(student, plain_crops(training, 1, CROP_PX, seed=3))
    teachers = Teachers(options.exact, options.compressed)
    crops = plain_crops(training, METRIC_CROPS, CROP_PX, seed=1)
    heads = fit_heads(student, teachers, crops)
    heads[CONTENT_TAP] = turn_tap(student, CONTENT_TAP, heads[CONTENT_TAP])
    student.metrics = [metric(head).float() for head in heads]
    figures = measure(student, teachers, training, held_out)
    about |= {
        "held_out": json.dumps(figures),
        "commit": current_commit(),
        "licence": LICENCE,
    }
    save_encoder(options.encoder, student, options.name, about)
    print(f"{about['steps']} steps in {about['seconds']} s; dead channels {dict(zip(student.names(), dead))}")
    print(json.dumps(figures, indent=2))
    verify(options.encoder, student, plain_crops(held_out, 1, CROP_PX, seed=4))


def from_run(run, pictures):
    """Returns the student of a run's checkpoint and what is to be said of it, of its `pictures` in words."""
    checkpoint = torch.load(run / "checkpoint.pt", map_location="cpu")
    architecture, options = checkpoint["architecture"], checkpoint["options"]
    student = Student(layers_of(architecture), architecture["pool"], checkpoint["taps"])
    student.load_state_dict(checkpoint["student"])
    has_letters = options.get("letters", "None") != "None"
    return student, {
        "trained_on": pictures + "; letters made of these artworks" * has_letters,
        "teachers": "VGG-19 (normalised): relu1_1, relu2_1, relu3_1; Collaborative Distillation 16x: head of relu4_1",
        "steps": str(checkpoint["step"]),
        "seconds": str(round(checkpoint["seconds"])),
        "training": json.dumps({name: options[name] for name in TAKEN_OVER if name in options}),
    }


def from_encoder(path):
    """Returns the student of an exported file and what was said of it."""
    student, metadata = load_encoder(path)
    return student, {name: metadata[name] for name in FROM_BEFORE if name in metadata}


def current_commit():
    """The commit that the working folder stands on, or `unknown` outside of a repository."""
    found = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True)
    return found.stdout.strip() or "unknown"


@torch.no_grad()
def verify(path, student, crops):
    """Reads the file back and prints, per tap, the mean square and the error that half precision adds."""
    again, _ = load_encoder(path)
    for name, wanted, got in zip(student.names(), student(crops), again(crops)):
        error = float((got - wanted).norm() / wanted.norm())
        print(f"{name}: mean square {float(got.square().mean()):.3f}, relative error of float16 {error:.1e}")
        if not error < 0.01:
            raise SystemExit(f"Expected {path} to match the checkpoint within 1 %, got {error:.1%} at {name}.")


if __name__ == "__main__":
    main()
