"""What is worth knowing about a layer that is valid, and what would make it otherwise."""

from convviz.advice.dialects import Difference, differences
from convviz.advice.hints import hints
from convviz.advice.pitfalls import Advice, advise
from convviz.advice.solve import Limits, Solution, input_sizes, solve, solve_axis

__all__ = [
    "Advice",
    "Difference",
    "Limits",
    "Solution",
    "advise",
    "differences",
    "hints",
    "input_sizes",
    "solve",
    "solve_axis",
]
