"""API v4, as Django Packages clients know it (docs/api-v4.md)."""
