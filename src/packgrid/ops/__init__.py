"""Running a Packgrid: the command line."""
