"""What a valid layer does that people rarely want."""
