"""README and CONTRIBUTING name what there is: every algorithm and chain, every room, in their order."""

import re

import build
from engine.operations import OPERATIONS, TOOLBOX, TRAINING
from tests.test_architecture import ROOMS

README = (build.ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_algorithms_has_a_row_for_each():
    rows = re.findall(r"(?m)^\| `mmoedtm:(\w+)` ([^|]+?) \|", README)
    algorithms = [(name, label) for name, label in rows if label != "(chain)"]
    assert algorithms == [(name, operation.label) for name, operation in {**TOOLBOX, **TRAINING}.items()]
    chains = [name for name, label in rows if label == "(chain)"]
    assert sorted(chains) == sorted(path.stem for path in (build.ROOT / "docs" / "chains").glob("*.md"))


def test_the_table_of_rooms_has_each_in_its_order():
    table = (build.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("|---|---|")[1].split("\n\n")[0]
    firsts = [row.split("|")[1] for row in table.splitlines() if row.startswith("|")]
    named = [room for cell in firsts for room in re.findall(r"`(\w+)/`", cell) if room != "qgis_mmoedtm"]
    assert named == list(ROOMS)
    inside = {path.name for path in (build.ROOT / "engine").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert inside == set(named)


def test_links_of_the_front_pages_lead_to_files():
    for page in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        for link in re.findall(r"\]\(([^)#]+)", (build.ROOT / page).read_text(encoding="utf-8")):
            assert "://" in link or (build.ROOT / link).exists(), (page, link)


def test_the_changelog_has_every_operation():
    text = (build.ROOT / "CHANGELOG.md").read_text(encoding="utf-8").casefold()
    for name, operation in OPERATIONS.items():
        assert name in text or operation.label.casefold() in text, name
