"""Keeping facts fresh: what is due, asking the sources, turning their answers into facts."""
