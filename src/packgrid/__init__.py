"""Packgrid: an open directory of reusable packages, fresh, side by side, as pages and as an API."""

__version__ = "0.1.0"
