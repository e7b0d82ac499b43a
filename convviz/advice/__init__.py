"""What a valid layer does that people rarely want."""

from convviz.advice.pitfalls import Advice, advise

__all__ = ["Advice", "advise"]
