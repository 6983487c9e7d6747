"""The success matrix of the executive stage: a weighted score decides whether a project goes on or ends.

``inputs`` checks weights and scores, ``ranking`` weighs them and finds where the ranking turns, ``defence`` asks
about the weakest point, ``exercises`` reads ``data/matrix.toml``.
"""

from bot.domain.matrix.defence import defence_prompt
from bot.domain.matrix.exercises import Criterion, Exercise, Project, load_exercises
from bot.domain.matrix.inputs import Scores, Weights, read_score, read_weight, read_weights
from bot.domain.matrix.ranking import Ranking, Row, Turn, most_fragile, rank, sensitivity, thinnest_score, turns_of
from bot.domain.matrix.refusal import MatrixReason, MatrixRefused

__all__ = [
    "Criterion",
    "Exercise",
    "MatrixReason",
    "MatrixRefused",
    "Project",
    "Ranking",
    "Row",
    "Scores",
    "Turn",
    "Weights",
    "defence_prompt",
    "load_exercises",
    "most_fragile",
    "rank",
    "read_score",
    "read_weight",
    "read_weights",
    "sensitivity",
    "thinnest_score",
    "turns_of",
]
