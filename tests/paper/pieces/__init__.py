"""The paper's figures and tables, in its order."""

from ..piece import Piece
from .classes import FIGURE_1, FIGURE_2, FIGURE_3
from .light import FIGURE_12, FIGURE_13
from .rocks import FIGURE_8, FIGURE_9
from .roughness import FIGURE_10, FIGURE_11
from .tables import TABLE_1, TABLE_2
from .terrain import FIGURE_4, FIGURE_5, FIGURE_6, FIGURE_7

PIECES: dict[str, Piece] = {
    piece.name: piece
    for piece in (
        FIGURE_1, FIGURE_2, FIGURE_3, TABLE_1, FIGURE_4, FIGURE_5, FIGURE_6, FIGURE_7, FIGURE_8, FIGURE_9, FIGURE_10,
        FIGURE_11, FIGURE_12, FIGURE_13, TABLE_2,
    )
}  # fmt: skip
