"""What is told of a network, worked out off the window's thread."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from convviz.errors import Problem
from convviz.layers.network.fitting import Fitting
from convviz.layers.network.network import Network
from convviz.layers.network.table import Table
from convviz.ui.bridge import Bridge
from convviz.ui.work import Job, Progress


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What is told of a network.

    Attributes
    ----------
    network
        The network.
    table
        A row for each layer.
    problems
        What is wrong with the first layer that fails, with fixes; without them until
        they are found.
    fits
        Along each axis the input sizes that go through; None until they are known, and
        where they can't be told.
    """

    network: Network
    table: Table
    problems: tuple[Problem, ...]
    fits: tuple[Fitting, ...] | None = None


class FactFinder(QObject):
    """Finds what is told of the present network: the table first, then what takes longer.

    Parameters
    ----------
    bridge
        Runs it.
    """

    found = Signal(object)
    """`Facts` of the network asked for last; may come again with more in them."""

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._network: Network | None = None
        self._job: Job | None = None
        self.facts: Facts | None = None
        """Of the network asked for last, None until they are there."""

    def find(self, network: Network | None) -> None:
        """Begin with a network in place of the one before; the same one is found once."""
        if network is self._network:
            return
        self._network, self.facts = network, None
        self._cancel()
        if network is not None:
            self._begin(network)

    def _begin(self, network: Network) -> None:
        def work(_progress: Progress) -> Facts:
            return table_facts(network)

        self._job = self._bridge.run_quietly(work)
        self._job.finished.connect(self._found_table)

    def _found_table(self, facts: Facts) -> None:
        if facts.network is not self._network:
            return
        self._tell(facts)

        def work(_progress: Progress) -> Facts:
            return all_facts(facts)

        self._job = self._bridge.run_quietly(work)
        self._job.finished.connect(self._found_all)

    def _found_all(self, facts: Facts) -> None:
        if facts.network is self._network:
            self._tell(facts)

    def _tell(self, facts: Facts) -> None:
        self.facts = facts
        self.found.emit(facts)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None


def table_facts(network: Network) -> Facts:
    """Return a network's table, and what is wrong without any fixes."""
    from convviz.layers.network.table import table  # noqa: PLC0415 - when first wanted

    made = table(network.graph, network.input_shape)
    failing = made.failing
    bare = () if failing is None else failing.problems
    return Facts(network, made, tuple(replace(problem, fixes=()) for problem in bare))


def all_facts(facts: Facts) -> Facts:
    """Return facts with the fixes and the sizes that fit."""
    from convviz.layers.network.fitting import fitting  # noqa: PLC0415 - as above
    from convviz.layers.network.mending import mending  # noqa: PLC0415

    network = facts.network
    problems = facts.problems
    if problems:
        problems = mending(network.graph, network.input_shape)
    return replace(facts, problems=problems, fits=fitting(network.graph, network.input_shape))
