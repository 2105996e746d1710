"""The mutants: where, the right snippet, the slip, what it breaks, and the tests that are to notice it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """A slip in one line.

    Attributes
    ----------
    file : str
        Of the engine.
    old, new : str
        The snippet, which is in the file once, and what the slip makes of it.
    breaks : str
        What goes wrong.
    tests : tuple of str
        Files or names of tests of the default run.
    """

    file: str
    old: str
    new: str
    breaks: str
    tests: tuple[str, ...]


def _m(file: str, old: str, new: str, breaks: str, *tests: str) -> Mutant:
    return Mutant(f"engine/{file}", old, new, breaks, tuple(f"tests/{test}" for test in tests))


MUTANTS = (
    # Frames and signs
    _m("raster/axes.py", "math.atan2(right, -down)", "math.atan2(right, down)",
       "azimuth in the raster counts from the bottom", "raster/test_frame.py"),
    _m("raster/axes.py", "right, down = self.to_raster(math.sin(angle)", "right, down = self.to_map(math.sin(angle)",
       "a map azimuth is taken for one of the raster", "raster/test_frame.py"),
    _m("raster/axes.py", "right * rx + down * dx, right * ry + down * dy",
       "right * rx + down * ry, right * dx + down * dy", "axes are transposed on the way to the map",
       "raster/test_frame.py"),
    _m("raster/frame.py", "return self.east_m / gsd_x, -self.north_m / gsd_y",
       "return self.east_m / gsd_x, self.north_m / gsd_y", "a move north in the raster goes south",
       "raster/test_frame.py"),
    _m("raster/orientation.py", "row = size[0] - row - height", "row = size[0] - row - 1",
       "windows of flipped rasters are off", "raster/test_orientation.py"),
    _m("raster/orientation.py", "azimuth_deg = 270.0 - azimuth_deg", "azimuth_deg = 90.0 - azimuth_deg",
       "the sun of a transposed tile stands opposite", "experts/test_experts.py::test_the_sun_turns_with_the_scene"),
    _m("measures/evaluation/inputs.py", "light = Light(image, sun.on(reader.grid))", "light = Light(image, sun)",
       "Evaluate lights with the sun in the map's frame", "operations/test_orientation.py::test_evaluate[turned]"),
    _m("scene/sun_geometry.py", "azimuth = image.grid.map_azimuth(found.azimuth_deg)", "azimuth = found.azimuth_deg",
       "the estimated azimuth stays in the raster's frame",
       "operations/test_orientation.py::test_sun_geometry[turned]"),
    _m("raster/align.py", "moved = columns - self._shift[0], rows", "moved = columns + self._shift[0], rows",
       "a coarse DEM moved east goes west", "raster/test_align.py"),
    _m("terrain/shift.py", 'return Shift(east, -down, peak, lead, True', 'return Shift(east, down, peak, lead, True',
       "the shift from shading has north for south", "terrain/test_light.py::test_a_known_shift_is_found"),
    _m("terrain/shadows.py", "across = -up", "across = up", "shadows lean to the wrong side",
       "terrain/test_light.py::test_the_shadow_of_a_tower_has_the_right_length",
       "terrain/test_light.py::test_the_shadow_of_a_wall_ends_within_a_pixel"),
    _m("terrain/slope.py", "east *= (1.0 / (8.0 * gsd_x))", "east *= (1.0 / (8.0 * gsd_y))",
       "slope to the east is over the metres of a row", "terrain/test_slope.py"),
    # The way round the Moon, and postings
    _m("raster/grid.py", "np.round((x - about) / self.period)", "np.floor((x - about) / self.period)",
       "longitudes are wrapped to a turn that begins at the middle", "raster/test_wrap_reading.py"),
    _m("raster/align.py", "return x if math.isfinite(x) else None", "return None",
       "an image at the wrap is not unwrapped", "raster/test_wrap_reading.py"),
    _m("raster/align.py", "return source.ground_metres(rows, columns)", "return source.ground_metres(columns, rows)",
       "the posting is taken at rows and columns exchanged", "raster/test_posting.py"),
    # Heights, units, masks
    _m("products/units.py", '"feet": 0.3048,', '"feet": 0.3408,', "feet are not feet", "raster/test_heights.py",
       "products/test_products.py"),
    _m("raster/height_units.py", "HEIGHT_LIMITS_M[0] - MARGIN_M", "HEIGHT_LIMITS_M[0] + MARGIN_M",
       "the deepest ground counts as wild posts", "raster/test_heights.py"),
    _m("raster/height_units.py", "shift = -RADIUS_M", "shift = RADIUS_M", "radii are added to the sphere",
       "raster/test_heights.py::test_radii_in_kilometres_are_recognised"),
    _m("products/special.py", "INT16_CODES = (-32768, -32764)", "INT16_CODES = (-32768, -32767)",
       "saturation codes pass as heights", "raster/test_validity.py"),
    _m("raster/reader.py", "else invalid | (mask == 0)", "else invalid & (mask == 0)",
       "a mask hides only what is nodata besides", "raster/test_validity.py", "raster/test_reader.py"),
    _m("raster/reader.py", "values >= self._saturation", "values > self._saturation",
       "the saturated value itself counts as brightness", "raster/test_validity.py"),
    _m("raster/borders.py", "if sum(corners) < 3:", "if sum(corners) < 4:",
       "a zero border with one corner of data is brightness", "raster/test_validity.py"),
    # Light
    _m("terrain/contrast.py", "return Contrast(factor, mean - lit,", "return Contrast(factor, lit - mean,",
       "the contrast offset has the wrong sign", "terrain/test_light.py::test_an_offset_is_found_whatever_the_gain"),
    _m("reconstruct/planning.py", "        scene.calibration.least_brightness,", "        0.0,",
       "dark tiles are divided by their own mean", "reconstruct/test_light.py"),
    _m("reconstruct/rows.py", "return Rows(top, parts[0] - self._offset", "return Rows(top, parts[0] + self._offset",
       "the contrast offset is put on", "reconstruct/test_light.py::test_the_offset_that_is_told_is_taken_off"),
    _m("scene/sun.py", 'if request.sun == "none":', 'if request.sun == "off":',
       "a sun left out on purpose is taken from the label",
       "scene/test_sun.py::test_a_sun_left_out_on_purpose_is_not_taken_from_the_label"),
    _m("scene/label_sun.py", "from_true_north(image.grid, light.azimuth_deg)", "light.azimuth_deg",
       "an azimuth from true north is taken for one from map north", "scene/test_label_sun.py"),
    _m("scene/sun_check.py", "if off <= ODD_OFF_DEG:", "if off <= 0.0:",
       "a sun about right is doubted", "scene/test_sun_check.py"),
    _m("products/lunar_frame.py", "return LunarFrame(PRINCIPAL_AXES, source)", "return LunarFrame(MEAN_EARTH, source)",
       "principal axes are taken for mean Earth", "products/test_describe.py"),
    _m("products/clocks.py", "TEN_DIGITS_FROM = 900_000_000", "TEN_DIGITS_FROM = 1_000_000_000",
       "the clock of late NAC images is years off", "products/test_clocks.py"),
    # Router and fit
    _m("router/classes.py", "- self._term(1, high)", "- self._term(1, np.minimum(high, crater))",
       "high walls go back to mountain", "router/test_classes.py"),
    _m("router/mrf.py", "cost = unary - beta * neighbour_votes", "cost = unary + beta * neighbour_votes",
       "agreeing neighbours make a class less likely", "router/test_router.py::test_posterior_of_a_small_case_by_hand"),
    _m("terrain/placing.py", "covariances.append(square * (np.eye(2) - gain))",
       "covariances.append(square * (np.eye(2) + gain))", "a look makes a place less known",
       "terrain/test_placing.py"),
    _m("terrain/placing.py", "np.flatnonzero(loss <= LOSS", "np.flatnonzero(loss >= LOSS",
       "moves are made that may do harm", "terrain/test_placing.py"),
    # Tiles
    _m("tiling/blend.py", "np.minimum(weights[-overlap:], rise[::-1])", "np.minimum(weights[-overlap:], rise)",
       "tiles weigh most at their own end", "tiling"),
    _m("tiling/blend.py", "rows = slice(top - self._top, top - self._top + sums.rows)",
       "rows = slice(top, top + sums.rows)", "blocks are merged at rows of the image", "tiling"),
    _m("reconstruct/plan.py", 'for one in self.sources if one.role != "classes"]',
       'for one in self.sources if one.role == "image"]',
       "a changed coarse DEM leaves the plan's digest alone", "reconstruct/test_plan.py"),
    _m("reconstruct/block.py", "started.known[tile.top - top : tile.bottom - top, tile.left : tile.right]",
       "started.known[tile.top - top : tile.bottom - top, : tile.width]",
       "all tiles of a row get the mask of the first",
       "operations/test_reconstruct.py::test_no_value_is_invented_outside_the_data"),
    _m("reconstruct/block.py", "self.plan.extent_of(number - 1)[1] if number else top", "top if number else top",
       "rows that two blocks share are final in both", "reconstruct/test_blocks.py"),
    _m("reconstruct/assemble.py", "seam.add(block.below)", "seam.add(block.above)",
       "the rows that the next block shares are lost", "reconstruct/test_blocks.py"),
    _m("tiling/plan.py", "labels[rows[row] : rows.stop, column:] == labels[rows[row], column]",
       "labels[rows[row] : rows.stop, column:] >= 0", "tiles merge cells of other classes", "tiling"),
    _m("contract/scratch.py", "if earlier is None or differing or not resume:", "if earlier is None or not resume:",
       "blocks of another run are taken", "reconstruct/test_resume.py"),
    _m("experts/normalise.py", "means[row, column] = known.mean(dtype=np.float64)", "means[row, column] = mean",
       "a dark cell has the light of its tile", "operations/test_dark_half.py"),
    _m("region/composition.py", "int((count * (count - 1) // 2).sum())", "int((count > 1).sum())",
       "overlap_rms counts pixels for pairs",
       "operations/test_mosaic_overlap.py::test_three_inputs_with_gaps_against_brute_force"),
    _m("region/composition.py", "return border_distance(valid, self._overlap) if self._overlap else valid",
       "return valid", "a mosaic steps at borders",
       "operations/test_others.py::test_overlaps_pass_linearly_and_single_values_are_kept"),
    _m("measures/evaluation/stream.py", "np.logical_and.reduce([np.isfinite(heights[name])",
       "np.logical_or.reduce([np.isfinite(heights[name])", "surfaces are compared on pixels of their own",
       "measures/test_common_ground.py::test_it_does_not_matter_which_raster_a_hole_is_in"),
    # Files
    _m("contract/publication.py", "parts if not new.is_file()], old)", "parts if new.is_file()], old)",
       "sidecars of an older product survive",
       "contract/test_staging.py::test_sidecars_of_an_older_product_do_not_survive"),
    _m("contract/publication.py",
       "for source, path in (*((new, path) for new, path in parts if new.is_file()), (staged, final)):",
       "for source, path in ((staged, final), *((new, path) for new, path in parts if new.is_file())):",
       "a product gets its name before its parts", "contract/test_staging.py::test_the_main_file_gets_its_name_last"),
    _m("contract/staging.py", "journal.store()", "pass", "renames are done without a journal",
       "contract/test_kills.py::test_every_target_is_whole_after_a_kill_and_the_next_run_settles_it"),
    _m("contract/leftovers.py", "and alive.has_ended(hidden)", "and not alive.has_ended(hidden)",
       "the work of a live run is swept", "contract/test_kills.py::test_the_work_of_a_live_run_is_left_alone"),
    _m("contract/alive.py", 'return start == "" or start != found["start"]', 'return start == ""',
       "a number that another process has now keeps leftovers",
       "contract/test_kills.py::test_folders_of_others_and_of_other_machines_are_left_alone"),
    _m("contract/targets.py", "text = read.get(identity(one.final)) or named.get(", "text = named.get(",
       "an input under another name is overwritten", "contract/test_targets.py::test_a_target_must_be_no_input"),
    # Doors
    _m("worker.py", 'message.get("cancel"):', 'message.get("cancelled"):', "the worker does not hear a cancel",
       "test_worker.py::test_the_watcher_outlives_any_line_and_hears_the_cancel"),
    _m("contract/values.py", "(low is not None and number < low)", "(low is not None and number <= low)",
       "the lower end of a range is refused", "contract/test_settings.py"),
    _m("contract/values.py", "(high is not None and number > high)", "(high is not None and number < low)",
       "the upper end of a range is no end", "contract/test_settings.py"),
    _m("experts/pack.py", "if expected.get(path.name) != hashlib.sha256(content).hexdigest():",
       "if path.name in expected and expected[path.name] != hashlib.sha256(content).hexdigest():",
       "a file that the digests do not name is trusted",
       "experts/test_experts.py::test_a_file_that_the_digests_do_not_name_is_refused"),
    _m("experts/manifest.py", 'overlap=fields.integer("overlap", 0, min(height, width) // 2)',
       'overlap=fields.integer("overlap", 0, min(height, width))', "a manifest may overlap whole tiles",
       "experts/test_hostile_packs.py::test_a_manifest_out_of_range_is_one_sentence"),
    _m("experts/runtime.py", 'VARIABLE = "ORT_DISABLE_TELEMETRY"', 'VARIABLE = "ORT_TELEMETRY_DISABLE"',
       "ONNX Runtime keeps its telemetry", "experts/test_telemetry.py"),
    _m("reports/page.py", "autoescape=True,", "autoescape=False,", "file names run as script in reports",
       "reports/test_pages.py"),
    _m("reconstruct/produce.py", '"tile_width": str(cells.tile_width),', '"tiles_width": str(cells.tile_width),',
       "the tag that tells the tiles has another name",
       "measures/test_common_ground.py::test_seams_of_a_reconstruction_are_found_by_its_own_tags"),
    # Training
    _m("training/dataset.py", "2 if place < 2.0 * HELD_OUT else 0", "2 if place < HELD_OUT else 0",
       "no region is held out for the test", "training/test_pairs.py::test_regions_are_held_out_70_15_15"),
    _m("training/flaws.py", 'reflect_type="odd"', 'reflect_type="even"', "valleys count as stripes",
       "training/test_flaws.py::test_a_valley_as_wide_as_the_tile_is_kept"),
    _m("training/facts.py", "for name in {**before, **now} if", "for name in {**before} if",
       "a setting that the old run did not have is not compared",
       "training/test_stale.py::test_a_setting_that_only_one_of_two_runs_has_is_a_difference"),
    _m("training/reference.py", "rough.east_m / gsd_x, -rough.north_m / gsd_y",
       "rough.east_m / gsd_x, rough.north_m / gsd_y", "a reference is looked for on the wrong side",
       "training/test_reference.py::test_a_reference_that_lies_wrong_comes_back"),
    # Several DTMs against a raster or points
    _m("measures/comparison/offset.py", "for i in (1, 3))", "for i in (3, 1))",
       "the offset of a DTM has north for east", "measures/test_compare_points.py"),
    _m("measures/comparison/offset.py", "surface.at(moves, some) - heights[some, None]",
       "surface.at(-moves, some) - heights[some, None]", "the search for the offset goes the other way",
       "measures/test_compare_points.py"),
    _m("measures/comparison/at_shots.py", "np.logical_and.reduce(far)", "np.logical_or.reduce(far)",
       "errors of one DTM alone are left out as outliers", "measures/test_compare_points.py"),
    _m("measures/comparison/stream.py", "known: BoolArray = np.logical_and.reduce(",
       "known: BoolArray = np.logical_or.reduce(", "DTMs are measured on pixels that others do not have",
       "measures/test_compare_dtms.py"),
    _m("measures/comparison/stream.py", "code: mask & (block.codes[at] == code)", "code: block.codes[at] == code",
       "areas hold pixels beside them", "measures/test_compare_dtms.py"),
    _m("vector/points.py", "return stored * unit - RADIUS_M", "return stored * unit", "radii of points are heights",
       "vector/test_points.py"),
    _m("router/statistics.py", "np.minimum(one.at(relief), other.at(relief))",
       "one.at(relief) * other.at(relief)", "the overlap of two classes is their product",
       "scene/test_class_statistics.py"),
    # Areas of interest, moves by hand, bands of a radar image
    _m("raster/area.py", "math.ceil(float(places.min()) - 0.5 - ROUNDING_PX)",
       "math.floor(float(places.min()) - 0.5 - ROUNDING_PX)", "an area has pixels whose centres lie beside it",
       "raster/test_area.py"),
    _m("raster/grid.py", "whole = top - row, left - column, size[0], size[1]", "whole = row, column, size[0], size[1]",
       "a part of a raster is measured elsewhere than the whole", "raster/test_area.py"),
    _m("raster/align.py", "self.positions(x + left, y + top), columns - left, rows - top",
       "self.positions(x, y), columns, rows", "a part of a raster has a lattice of its own", "raster/test_area.py"),
    _m("scene/registration.py", "Move(request.shift_east or 0.0, request.shift_north or 0.0)",
       "Move(request.shift_north or 0.0, request.shift_east or 0.0)", "a move by hand has north for east",
       "reconstruct/test_area.py"),
    _m("measures/sar/stokes.py", "channel((4, -2.0))", "channel((4, 2.0))",
       "the ratio of circular senses is upside down", "measures/test_sar.py"),
    _m("measures/sar/stokes.py", "cls((s1 - s4) / 2.0, (s1 + s4) / 2.0)", "cls((s1 + s4) / 2.0, (s1 - s4) / 2.0)",
       "the senses of a radar wave are exchanged", "measures/test_sar.py"),
)  # fmt: skip
