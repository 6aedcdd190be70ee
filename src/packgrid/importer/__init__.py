"""Bringing a catalogue in from outside: files now."""
