"""Settings: what doors hand over becomes one typed object, or one sentence."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.contract.settings import build, deciding, flat, group, parameter, parameters_of, with_values
from engine.contract.values import checked
from engine.errors import ParameterError
from engine.operations import OPERATIONS


@dataclasses.dataclass(frozen=True)
class Light:
    """A group."""

    azimuth: float = parameter("number", "Azimuth", "Degrees.", default=10.0, low=0.0, high=360.0)


@dataclasses.dataclass(frozen=True)
class Example:
    """Settings."""

    input: str = parameter("raster", "Input", "A raster.")
    others: tuple = parameter("rasters", "Others", "Rasters.", optional=True)
    light: Light = group(Light)
    threads: int = parameter("integer", "Threads", "Threads.", default=0, runtime=True)
    output: str = parameter("raster_target", "Output", "A raster.")


def test_groups_are_flat_outside_and_nested_inside():
    made = build(Example, {"input": "a", "output": "b", "azimuth": "20"}, "example")
    assert made.light == Light(20.0) and made.others is None
    assert [p.name for p in parameters_of(Example)] == ["input", "others", "azimuth", "threads", "output"]
    assert flat(made) == {"input": "a", "others": None, "azimuth": 20.0, "threads": 0, "output": "b"}
    assert deciding(made) == {"input": "a", "azimuth": 20.0}
    assert with_values(made, {"output": "c", "azimuth": 3.0}) == Example("a", None, Light(3.0), 0, "c")


@pytest.mark.parametrize("name", OPERATIONS)
def test_names_and_types_of_every_operation_hold(name):
    """Each name once; every operation can be asked for with what it needs and nothing else."""
    operation = OPERATIONS[name]
    for things in (operation.parameters, operation.results):
        assert len({t.name for t in things}) == len(things)
    needed = {p.name: "x" for p in operation.parameters if not p.optional and p.default is None}
    made = operation.check(needed)
    assert set(needed) <= {n for n, v in flat(made).items() if v == "x" or v == ("x",)}
    assert hash(operation.settings) and dataclasses.is_dataclass(operation.settings)


ODD = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)  # fmt: skip


@settings(deadline=None)
@given(st.sampled_from(sorted(OPERATIONS)), st.data())
def test_odd_values_are_taken_or_refused_in_one_sentence(name, data):
    operation = OPERATIONS[name]
    chosen = data.draw(st.lists(st.sampled_from([p.name for p in operation.parameters]), max_size=4, unique=True))
    values = {n: data.draw(ODD) for n in chosen}
    try:
        operation.check(values)
    except ParameterError as error:
        assert str(error).endswith(".") and "\n" not in str(error)


RANGED = [(name, p) for name in sorted(OPERATIONS) for p in OPERATIONS[name].parameters
          if p.low is not None or p.high is not None]  # fmt: skip


@pytest.mark.parametrize("name, ranged", RANGED, ids=[f"{name}-{p.name}" for name, p in RANGED])
def test_a_range_holds_its_ends_and_nothing_beyond(name, ranged):
    for end, outwards in ((ranged.low, -1.0), (ranged.high, 1.0)):
        if end is None:
            continue
        assert checked(ranged, end) == checked(ranged, str(end))
        assert checked(ranged, end) == ((end,) if ranged.kind == "numbers" else end)
        with pytest.raises(ParameterError, match=f"{ranged.name} is .*but must be"):
            checked(ranged, end + outwards * max(1.0, 1e-3 * abs(end)))


def test_numbers_come_as_a_list_a_number_or_a_text():
    several = parameter_of("numbers", low=0.0, high=90.0)
    for value in ([30, 45.5], (30, "45.5"), "30, 45.5", " 30;45.5 ", "30 45.5"):
        assert checked(several, value) == (30.0, 45.5)
    assert checked(several, 30) == (30.0,)
    for value, text in (("30, x", "'x', but must be a number"), ("30, 95", "n is 95, but must be from 0 to 90"),
                        (",", "but must be numbers, like 30, 45"), ("30, 30.0", "a number twice"),
                        ([30, [1]], "must be a number"), (True, "must be a number")):  # fmt: skip
        with pytest.raises(ParameterError, match=text):
            checked(several, value)


def test_an_extent_is_text_in_one_spelling():
    area = parameter_of("extent")
    assert checked(area, " -1.50, 2 ,3,4e1 ") == "-1.5,2,3,40"
    assert checked(area, "0,1,0,1 [ IAU_2015:30100 ]") == "0,1,0,1 [IAU_2015:30100]"
    assert checked(area, "0,1,0,1[+proj=longlat\n +R=1737400]") == "0,1,0,1 [+proj=longlat +R=1737400]"
    with pytest.raises(ParameterError, match="give xmin,xmax,ymin,ymax"):
        checked(area, "0,1,0")


def parameter_of(kind, **options):
    return dataclasses.replace(parameter(kind, "N", "N.", **options).metadata["parameter"], name="n")
