"""The list of mutants stays true to the engine: the campaign itself takes minutes and is not run by default."""

import ast

import pytest

from .mutant_list import MUTANTS
from .mutants import ROOT, mutated


@pytest.mark.parametrize("mutant", MUTANTS, ids=[f"{i}-{m.file}" for i, m in enumerate(MUTANTS, start=1)])
def test_a_mutant_is_a_slip_in_one_line_that_still_compiles(mutant):
    right = (ROOT / mutant.file).read_text(encoding="utf-8")
    wrong = mutated(right, mutant)
    pairs = zip(right.splitlines(), wrong.splitlines(), strict=True)
    assert sum(one != two for one, two in pairs) == 1
    assert ast.dump(ast.parse(right)) != ast.dump(ast.parse(wrong))


def test_the_tests_that_are_named_are_there():
    for mutant in MUTANTS:
        for test in mutant.tests:
            file, _, name = test.partition("::")
            assert (ROOT / file).exists(), test
            assert not name or f"def {name.partition('[')[0]}(" in (ROOT / file).read_text(encoding="utf-8"), test
    assert len(set(MUTANTS)) == len(MUTANTS) >= 40
