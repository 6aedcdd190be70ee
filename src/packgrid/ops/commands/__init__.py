"""One module a command, each with a `command`; the table of them is in packgrid.ops.cli."""
