"""What stands around the picture: parameters, arithmetic, sizes, values, export."""
