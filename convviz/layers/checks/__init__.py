"""What is wrong with a layer, for each kind of layer."""
