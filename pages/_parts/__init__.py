"""One widget per kind of part."""
