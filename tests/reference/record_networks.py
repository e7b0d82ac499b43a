"""Record what PyTorch makes of drawn networks: shapes and means, in ``networks.json``.

``python -m tests.reference.record_networks`` writes them anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from convviz.document.network_file import Network, network_text
from convviz.engine.network.weights import random_weights
from tests.networks import networks, torch_takes
from tests.reference.by_torch_networks import outputs

PATH = Path(__file__).with_name("networks.json")
COUNT = 60


def main() -> None:
    """Write the recorded cases."""
    cases = []

    @settings(
        derandomize=True, max_examples=600, database=None, deadline=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )
    @given(networks(longest=9), st.integers(0, 9))
    def record(network, seed):
        graph, shape = network
        if len(graph.nodes) < 3 or not torch_takes(graph) or len(cases) >= COUNT:
            return
        x = np.random.default_rng(seed).standard_normal(shape)
        made = outputs(graph, x, random_weights(graph, seed))
        cases.append({
            "network": json.loads(network_text(Network("n", "n", "", shape, graph))),
            "seed": seed,
            "shapes": {name: list(array.shape) for name, array in made.items()},
            "means": {name: float(array.mean()) for name, array in made.items()},
        })

    record()
    rows = ",\n".join(json.dumps(case) for case in cases)
    PATH.write_text(f'{{"torch": "{torch.__version__}", "cases": [\n{rows}\n]}}\n', "utf-8")


if __name__ == "__main__":
    main()
