"""The live simulation: what happens on streams by itself, from a seed, at a speed, on the mock's clock."""
