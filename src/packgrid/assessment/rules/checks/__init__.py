"""The rows of the table of health, by what they look at."""
