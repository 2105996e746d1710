"""The paper's pieces: each is there, runs as a user would, is kept whole, and says what it stands on."""

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from engine.cli import parser
from engine.operations import OPERATIONS
from tests.conftest import ROOT
from tests.paper import kept, scenes
from tests.paper.docs_page import PAGE
from tests.paper.page import write_page
from tests.paper.piece import AGREES, Claim, Content, Picture, Piece
from tests.paper.pieces import PIECES
from tests.paper.scenes import SCENES, Scene
from tests.paper.sheet import DATA, PieceError, Row, Sheet

SMALL = Scene("small", "crater", 5, 192, 2.0)


@pytest.fixture
def sheet(tmp_path, monkeypatch):
    monkeypatch.setitem(scenes.SCENES, "small", SMALL)
    return Sheet(tmp_path, "piece", tmp_path / "no_data")


def test_every_figure_and_table_of_the_paper_has_its_piece():
    titles = [piece.title.split(":")[0] for piece in PIECES.values()]
    assert [t for t in titles if t.startswith("Figure")] == [f"Figure {n}" for n in range(1, 14)]
    assert [t for t in titles if t.startswith("Table")] == ["Table I", "Table II"]


def test_commands_of_the_scenes_are_ones_that_the_command_line_knows():
    for scene in SCENES.values():
        for words in scene.commands:
            assert words[:2] == ("-m", "engine") and words[2] in OPERATIONS
            parser().parse_args(list(words[2:]))


def test_a_piece_runs_in_a_folder_and_is_read_back(sheet, tmp_path):
    scene = sheet.scene("small")
    boxes = sheet.boxes(scene, {"1": (20, 20, 120, 120)})
    layout = sheet.layout([Row([{"show": "image", "raster": scene.image, "title": 'a "b"'}]),
                           Row([{"show": "slope", "raster": scene.truth}, {}], "box", "1")])  # fmt: skip
    told = sheet.engine("draw_panel", "--layout", layout, "--areas", boxes, "--output", sheet.own("p.png"))
    assert told["pictures"] == 2
    sheet.picture(sheet.own("p.png"), "A picture")
    sheet.claim("one", "1", "2", True, "Why.")
    kept.save(tmp_path, "piece", "digest", sheet.content)
    assert kept.load(tmp_path, "piece", "digest") == sheet.content == kept.load(tmp_path, "piece", None)
    assert kept.load(tmp_path, "piece", "another") is None and kept.load(tmp_path, "absent", None) is None
    assert [command.made for command in sheet.content.commands] == [True, True, True]
    assert sheet.content.cpu_seconds > 0.5
    # A second piece takes the scene as it is, and tells its commands all the same.
    before = (tmp_path / scene.truth).stat().st_mtime_ns
    other = Sheet(tmp_path, "other", tmp_path / "no_data")
    other.scene("small")
    assert (tmp_path / scene.truth).stat().st_mtime_ns == before
    assert other.content.commands == sheet.content.commands[:2] and other.content.seconds == 0.0


def test_what_is_told_of_a_command_works_in_a_shell(sheet, tmp_path):
    sheet.scene("small")
    text = sheet.content.commands[0].text.replace("python3", sys.executable)
    (tmp_path / SMALL.truth).unlink()
    subprocess.run(["bash", "-c", text], cwd=tmp_path, check=True, capture_output=True, env={"PYTHONPATH": str(ROOT)})
    assert (tmp_path / SMALL.truth).is_file()


def test_a_command_that_fails_says_so_and_real_data_are_named_by_a_variable(sheet):
    with pytest.raises(PieceError, match="absent.tif"):
        sheet.engine("describe", "--input", f"{DATA}/absent.tif")
    command = sheet.content.commands[-1]
    assert command.text == f"python3 -m engine describe --input {DATA}/absent.tif" and not command.made
    layout = sheet.layout([Row([{"show": "image", "raster": f"{DATA}/absent.tif"}])])
    with pytest.raises(PieceError, match="absent.tif"):
        sheet.engine("draw_panel", "--layout", layout, "--output", sheet.own("p.png"))
    assert not sheet.content.commands[-1].made  # what a layout names counts too
    with pytest.raises(PieceError, match="no picture"):
        sheet.picture("piece/none.png", "Nothing")


def test_the_page_escapes_and_has_all_verdicts(tmp_path):
    piece = Piece("p", "Figure 0: <b>", "Nothing & more.", lambda sheet: None)
    other = replace(piece, name="q")
    content = Content(claims=[Claim("<i>", "1", "2", AGREES, "Because.")],
                      pictures=[Picture("p/x.png", 'a "picture"', False)])  # fmt: skip
    write_page(tmp_path / "page.html", {"p": piece, "q": other}, {"p": content}, {"version": "1", "data": "none"})
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<b>" not in text and "<i>" not in text and "&lt;i&gt;" in text
    assert 'src="p/x.png"' in text and "(real data)" in text and "not drawn" in text
    assert not content.of_made_data().pictures


def test_the_documentation_has_every_piece_and_no_place_of_a_machine():
    text = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"(?m)^## ((?:Figure|Table) .*)$", text) == [piece.title for piece in PIECES.values()]
    assert DATA not in text and str(ROOT) not in text


def test_a_name_that_is_no_piece_is_refused():
    done = subprocess.run([sys.executable, "-m", "tests.paper", "fig99"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2 and "there is no piece fig99" in done.stderr
