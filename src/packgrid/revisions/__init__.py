"""Versions: every change that a person made, who made it, why, and how to take it back."""
