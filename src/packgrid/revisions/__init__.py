"""Edits: every change that a person made, with who, when and why, and how it is reverted."""
