"""Finding packages and grids."""
