"""What many frames cost that is not terrain: planning, storing and handing out blocks.

``python3 build.py bench scale [--blocks N] [--workers N]``: plans of whole frames by the real router and tiler over
made relief, their size as JSON, and N empty blocks of them through the real executor with a Dask scheduler over TCP.
``docs/pages/scale.md`` has a million.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engine.contract.progress import Progress
from engine.contract.requests import SceneRequest
from engine.contract.scratch import Scratch
from engine.experts.pack import load
from engine.experts.runner import Runner
from engine.raster.frame import Move, Sun
from engine.reconstruct import cluster, plan_file
from engine.reconstruct.block import Block, Edge, Surfaces
from engine.reconstruct.executors import Task
from engine.reconstruct.on_worker import Parcel, Site, identity
from engine.reconstruct.parcel import pack
from engine.reconstruct.plan import Light, ReconstructionPlan, Source
from engine.router.mrf import minimise, posterior
from engine.scene.part import Part
from engine.scene.routing import Routing
from engine.tiling.blend import Sums
from engine.tiling.plan import TilePlan, fitted
from tests.benchmarks.large import write_frame

WIDTH, HEIGHT, GSD_M = 5064, 52_224, 1.0
SITES = 16
"""Frames that are planned; the others have the same plans under other digests, as their work is the same."""


def frame(rng: np.random.Generator, number: int, folder: Path) -> ReconstructionPlan:
    """A plan whose cells have the relief of a rough surface; seconds go into deciding their classes and tiles."""
    manifest = load("lunar-1").manifest
    height, width = (
        fitted(n, side, manifest.overlap) for n, side in ((HEIGHT, manifest.tile_height), (WIDTH, manifest.tile_width))
    )
    cells = TilePlan(HEIGHT, WIDTH, height, width, manifest.overlap, manifest.cells_per_tile)
    model = manifest.router.at(GSD_M * (height * width) ** 0.5)
    rows, columns = cells.shape
    waves = np.cumsum(np.cumsum(rng.normal(size=(rows, columns)), axis=0), axis=1)
    relief = np.round(model.means[1] * np.exp(0.6 * waves / waves.std()), 3)
    unary = model.energies(relief)
    labels = minimise(unary)
    routing = Routing(cells, labels, relief, np.round(posterior(unary, labels), 4), model)
    paths = str(folder / "image.tif"), str(folder / "coarse.tif")
    sources = tuple(Source(role, path, f"{number:064x}") for role, path in zip(("image", "coarse_dem"), paths))
    sun = Sun(300.0, 60.0, "raster")
    window = 0, 0, HEIGHT, WIDTH
    return ReconstructionPlan(
        {}, SceneRequest(*paths), Part(window, window), sources, Light(sun, sun, 0.0, 0.01, None), Move(), routing,
        "lunar-1", None, None,
    )  # fmt: skip


def empty_block(site: Site, number: int) -> Parcel:
    """What a worker hands back when there is nothing to compute."""
    nothing = Edge(0, Sums((np.zeros((0, 1)), np.zeros((0, 1)))), np.zeros((0, 1), np.float32))
    return Parcel(pack(Block(nothing, Surfaces(np.zeros((0, 1), np.float32)), nothing, 0)), 0.0)


def tasks(plans: list[ReconstructionPlan], count: int) -> Iterator[Task]:
    """Blocks of one frame after another until there are enough."""
    done = 0
    while True:
        for plan in plans:
            for number in range(plan.blocks):
                if done == count:
                    return
                yield Task(plan, number)
                done += 1


def main() -> None:
    """Plan, store, hand out; print what each takes."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale", description=__doc__)
    parser.add_argument("--blocks", type=int, default=5_000)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_frame(folder, 320, 256)
        begun = time.perf_counter()
        plans = [frame(np.random.default_rng(number), number, folder) for number in range(SITES)]
        planned = (time.perf_counter() - begun) / SITES
        begun = time.perf_counter()
        tiles = [sum(len(plan.tiles_of(number)) for number in range(plan.blocks)) for plan in plans]
        tiled = (time.perf_counter() - begun) / SITES
        begun = time.perf_counter()
        texts = [plan_file.encoded(plan) for plan in plans]
        stored = (time.perf_counter() - begun) / SITES
        begun = time.perf_counter()
        for text in texts:
            plan_file.decoded(text, "a plan")
        read = (time.perf_counter() - begun) / SITES
        work = np.mean([plan.work for plan in plans])
        print(f"a frame of {WIDTH:,} x {HEIGHT:,}: {plans[0].cells.shape[0] * plans[0].cells.shape[1]:,} cells, "
              f"{np.mean(tiles):,.0f} tiles, {plans[0].blocks} blocks, work {work:.2f}")  # fmt: skip
        print(f"deciding classes {planned * 1e3:.0f} ms, tiles {tiled * 1e3:.0f} ms, writing {stored * 1e3:.0f} ms and "
              f"reading {read * 1e3:.0f} ms of {np.mean([len(text) for text in texts]) / 1e3:.0f} kB")  # fmt: skip
        _kept(folder, given.blocks)
        cluster.compute_block = empty_block
        cluster.AHEAD = 50  # empty blocks would otherwise wait for the way there and back
        own = identity(Runner(load("lunar-1"), "cpu", 1, lambda text: None))
        before = _memory()
        with cluster.Cluster(f"local:{given.workers}", "lunar-1", "cpu", own, Progress(log=_print)) as executor:
            begun = time.perf_counter()
            cpu = time.process_time()
            done = 0
            for _ in executor.compute(tasks(plans, given.blocks), Progress(), lambda tiles: None):
                done += 1
                if done % max(1, given.blocks // 10) == 0:
                    each = (time.perf_counter() - begun) / done * 1e3
                    print(f"{done:,} blocks, {each:.2f} ms each, {_memory():.0f} MiB", flush=True)
            seconds = time.perf_counter() - begun
            cpu = time.process_time() - cpu
        assert done == given.blocks
        print(f"{done:,} empty blocks by {given.workers} workers: {seconds / done * 1e3:.2f} ms a block "
              f"({cpu / done * 1e3:.2f} ms of it in the process that asks and schedules), "
              f"memory {before:.0f} -> {_memory():.0f} MiB")  # fmt: skip


def _print(level: str, text: str) -> None:
    print(text)


def _memory() -> float:
    """Of this process, at its most so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _kept(folder: Path, count: int) -> None:
    """Time to keep and to look up small blocks in one folder, as a region has one for each frame."""
    content = b"x" * 1000
    scratch = Scratch(str(folder / "kept"))
    with scratch.opened({}):
        begun = time.perf_counter()
        for number in range(min(count, 500)):
            scratch.put(f"block-{number:06d}", content)
        print(f"keeping a block {(time.perf_counter() - begun) / min(count, 500) * 1e3:.2f} ms")
    scratch.clear()


if __name__ == "__main__":
    main()
