"""Packages side by side: grids, their features (rows), packages (columns) and cells."""
