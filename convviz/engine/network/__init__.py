"""Networks on arrays: what exactly a unit sees, how often, by how much, and all activations."""
