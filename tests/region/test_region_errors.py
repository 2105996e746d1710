"""How sure a region is: layers of its frames and of its mosaic, made with errors that are known."""

import numpy as np
import pytest
import rasterio

from engine.errors import PackError
from engine.reconstruct.support import LIT, MISSING, NOTHING, SATURATED, SHADOW
from engine.reconstruct.told import ERROR_LAYERS
from engine.region.composition import QUANTUM_M, Composition, border_distance
from tests.conftest import read_heights
from tests.region.made_region import write_region

SIZE = 96
WHOLE = (slice(None), slice(None))


def classes(path):
    with rasterio.open(path) as dataset:
        return dataset.read(1)


def layer(folder, name, frame=""):
    path = folder / "frames" / name / f"{frame}.tif" if frame else folder / f"mosaic_{name}.tif"
    return classes(path) if name == "support" else read_heights(path)


@pytest.fixture
def small(tmp_path, telling_pack):
    """Settings of a region of small frames with errors, and where its frames lie."""
    (tmp_path / "in").mkdir()
    region = write_region(tmp_path / "in", SIZE, 24.0, 3, "flat", truncated="")
    given = {"coarse_dem": region.coarse_dem, "pack": telling_pack, "images": region.table, "tile_height": 64,
             "tile_width": 64, "overlap": 16, "fit": "none", "errors": True}  # fmt: skip
    return given, region


def test_layers_of_a_frame_are_those_of_reconstruct(tmp_path, run, small):
    given, region = small
    got = run("reconstruct_region", **given, output=tmp_path / "out")
    azimuth, incidence = np.loadtxt(region.table, delimiter=",", skiprows=1, usecols=(1, 2))[0].tolist()
    targets = dict(zip(ERROR_LAYERS, ("output_error", "output_slope_error", "output_support")))
    alone = {name: given[name] for name in ("coarse_dem", "pack", "tile_height", "tile_width", "overlap")}
    run("reconstruct", **alone, image=region.table.parent / "r0c0.tif", sun_azimuth=azimuth, sun_incidence=incidence,
        apply_shift=False, output=tmp_path / "d.tif",
        **{target: tmp_path / f"{name}.tif" for name, target in targets.items()})  # fmt: skip
    for name in ERROR_LAYERS:
        own = classes(tmp_path / f"{name}.tif") if name == "support" else read_heights(tmp_path / f"{name}.tif")
        assert np.array_equal(layer(tmp_path / "out", name, "r0c0"), own, equal_nan=True), name
        inside = WHOLE if name == "support" else (slice(0, 70), slice(0, 70))
        assert np.isfinite(layer(tmp_path / "out", name)[inside]).all()
        # Where no other frame reaches, the mosaic is the frame, to the quantum of its sums.
        apart = layer(tmp_path / "out", name)[:70, :70].astype(float) - own[:70, :70]
        assert np.abs(apart).max() <= 0.5 * QUANTUM_M
    for name in ("height_error", "slope_error"):
        assert got[name] == pytest.approx(np.sqrt(np.nanmean(layer(tmp_path / "out", name) ** 2)), rel=1e-5)
    assert got["lit"] == pytest.approx(100.0 * (layer(tmp_path / "out", "support") == LIT).mean())
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "How sure the heights are" in page and "error of heights (m)" in page


def pieces_of(seed, count=3, shape=(40, 44)):
    """Heights with gaps, errors and classes of some pieces."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        heights = (rng.integers(-(2**20), 2**20, shape) / 1024.0).astype(np.float32)
        top, left = rng.integers(0, 20, 2)
        heights[:top], heights[:, :left] = np.nan, np.nan
        error = np.where(np.isnan(heights), np.nan, rng.integers(1, 2**12, shape) / 1024.0).astype(np.float32)
        found = rng.integers(1, 4, shape).astype(np.float32)
        found[np.isnan(heights)] = np.nan
        found[:top, :8] = rng.integers(4, 6)
        yield heights, error, found


def composed(pieces, overlap, priority):
    made = Composition(pieces[0][0].shape, overlap, priority, ("height_error", "support"))
    for heights, error, found in pieces:
        around = np.pad(heights, made.margin, constant_values=np.nan)
        made.add(around, WHOLE, {"height_error": error, "support": found})
    return made


def test_blended_errors_are_means_by_weight_and_support_is_a_vote():
    pieces = list(pieces_of(1))
    made = composed(pieces, 9, False)
    around = [np.isfinite(np.pad(heights, 10, constant_values=np.nan)) for heights, _, _ in pieces]
    weights = [(border_distance(known, 9) * known)[10:-10, 10:-10] for known in around]
    total = sum(weights)
    with np.errstate(invalid="ignore"):
        expected = sum(w * np.nan_to_num(error) for w, (_, error, _) in zip(weights, pieces)) / total
    assert np.allclose(made.errors("height_error"), expected, atol=1e-6, equal_nan=True)
    votes = [sum(w * (found == number) for w, (_, _, found) in zip(weights, pieces)) for number in range(1, 7)]
    bare = np.nanmin([np.where(np.isnan(found), 9.0, found) for _, _, found in pieces], axis=0)
    expected = np.where(total > 0.0, np.argmax(votes, axis=0) + 1, np.where(bare == 9.0, NOTHING, bare))
    assert np.array_equal(made.support(), expected)
    assert {SHADOW, MISSING, SATURATED, NOTHING} & set(np.unique(expected))


def test_blended_the_order_of_pieces_does_not_matter():
    pieces = list(pieces_of(2, 4))
    one, other = composed(pieces, 7, False), composed(pieces[::-1], 7, False)
    assert np.array_equal(one.errors("height_error"), other.errors("height_error"), equal_nan=True)
    assert np.array_equal(one.support(), other.support())


def test_by_priority_what_lies_on_top_tells_its_own():
    pieces = list(pieces_of(3))
    heights, error, found = pieces[0]
    made = composed(pieces, 5, True)
    inside = border_distance(np.isfinite(np.pad(heights, 6, constant_values=np.nan)), 5)[6:-6, 6:-6] >= 5
    assert inside.any()
    assert np.array_equal(made.errors("height_error")[inside], error[inside])
    assert np.array_equal(made.support()[inside], found[inside])


def test_what_the_coarse_dem_fills_has_no_error(tmp_path, run, small):
    given, region = small
    rows = region.table.read_text(encoding="utf-8").splitlines()
    region.table.write_text("\n".join([rows[0], rows[1], rows[9]]), encoding="utf-8")  # two corners of the square
    run("reconstruct_region", **given, fill=True, output=tmp_path / "out")
    heights, error, support = read_heights(tmp_path / "out" / "mosaic.tif"), *(
        layer(tmp_path / "out", name) for name in ("height_error", "support")
    )  # fmt: skip
    filled = np.isfinite(heights) & np.isnan(error)
    assert filled[:70, 150:].all() and (support[filled] == MISSING).all()
    assert not (support[np.isfinite(error)] == MISSING).any()


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_errors_that_are_asked_for_later_leave_the_heights_as_they_were(tmp_path, run, small):
    given, _ = small
    out, log = tmp_path / "out", []
    plain = run("reconstruct_region", **{**given, "errors": False}, output=out)
    assert plain["height_error"] is plain["mosaic_support"] is None
    before = files(out)
    got = run("reconstruct_region", log, **given, output=out)
    after = files(out)
    assert got["made"] == 9 and any("how sure it is was not written" in text for _, text in log)
    tifs = [name for name in before if name.endswith(".tif")]
    assert len(tifs) == 10 and all(after[name] == before[name] for name in tifs)
    assert sorted({name.split("/")[-2] for name in after if name.count("/") == 2}) == sorted(ERROR_LAYERS)
    assert run("reconstruct_region", **given, output=out)["made"] == 0
    # A layer that is torn is made anew; without errors DTMs are kept, and the mosaic has no layers of another one.
    (out / "frames" / "support" / "r1c1.tif").write_bytes(b"torn")
    again = run("reconstruct_region", **given, output=out)
    assert (again["made"], again["kept"]) == (1, 8) and files(out) == after
    assert run("reconstruct_region", **{**given, "errors": False}, output=out)["made"] == 0
    assert not list(out.glob("mosaic_*")) and (out / "frames" / "support" / "r1c1.tif").is_file()


def test_layers_of_a_dtm_that_was_replaced_are_gone(tmp_path, run, small):
    given, region = small
    out = tmp_path / "out"
    run("reconstruct_region", **given, output=out)
    text = region.table.read_text(encoding="utf-8").splitlines()
    path, _, incidence = text[1].split(",")
    region.table.write_text("\n".join([text[0], f"{path},11.0,{incidence}", *text[2:]]), encoding="utf-8")
    assert run("reconstruct_region", **{**given, "errors": False}, output=out)["made"] == 1
    assert not any((out / "frames" / name / "r0c0.tif").exists() for name in ERROR_LAYERS)
    assert all((out / "frames" / name / "r0c1.tif").exists() for name in ERROR_LAYERS)


def test_experts_that_tell_no_errors_are_refused_before_anything_is_written(tmp_path, run, small, identity_pack):
    given, _ = small
    with pytest.raises(PackError, match="The pack identity has no network that tells errors"):
        run("reconstruct_region", **{**given, "pack": identity_pack}, output=tmp_path / "out")
    assert not (tmp_path / "out").exists()
