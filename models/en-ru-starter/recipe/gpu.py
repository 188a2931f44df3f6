"""Trains the starter on a GPU for some minutes: `python gpu.py --minutes 9 --out visit`. See README.md.

The machine needs torch, transformers, sentencepiece and numpy and no network; this checkout and the pack that `train.py
pack` made are all that travels. Without a GPU the same command is a rehearsal.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

BEGAN = time.monotonic()
FOLDER = Path(__file__).resolve().parent
MOST_WORKERS = 12


def parse_arguments() -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, required=True, help="how long all of it may take")
    parser.add_argument("--out", type=Path, required=True, help="a folder for weights in parts and the log")
    parser.add_argument("--reverse", action="store_true", help="train the opposite direction")
    parser.add_argument("--start", type=Path, help="the folder that an earlier visit left, to go on from")
    parser.add_argument("--pack", type=Path, default=FOLDER / "pack.tar.xz", help="the data [%(default)s]")
    parser.add_argument("--config", type=Path, default=FOLDER / "gpu.toml", help="the recipe [%(default)s]")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--workers", type=int, help="processes that make batches [all cores but two, 12 at most]")
    parser.add_argument("--compile", action="store_true", help="compile the encoder's layers")
    return parser.parse_args()


def main() -> int:
    """Train and print progress, a line of JSON a minute. Returns the exit status."""
    arguments = parse_arguments()
    sys.path.insert(0, str(FOLDER.parents[2]))
    os.environ["HF_HUB_OFFLINE"] = "1"
    from align.errors import AlignError, options_called
    from align.training.optimisers import chosen_device
    from align.training.recipe import read_recipe
    from align.training.visit import Visit, visit

    try:
        with options_called(lambda parameter: f"--{parameter}"):
            options = Visit(
                recipe=read_recipe(arguments.config),
                pack=arguments.pack,
                out=arguments.out,
                minutes=arguments.minutes,
                reverse=arguments.reverse,
                start=arguments.start,
                device=chosen_device(arguments.device),
                workers=arguments.workers if arguments.workers is not None else workers(),
                compiled=arguments.compile,
            )
            visit(options, BEGAN, lambda line: print(json.dumps(line), flush=True))
    except AlignError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print(f"interrupted: the weights so far are in {arguments.out}", file=sys.stderr)
        return 130
    return 0


def workers() -> int:
    """All cores but the two that the training itself keeps busy."""
    return min(MOST_WORKERS, max(1, (os.cpu_count() or 1) - 2))


if __name__ == "__main__":
    sys.exit(main())
