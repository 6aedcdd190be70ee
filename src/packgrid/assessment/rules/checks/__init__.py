"""The checks of health, one module for each subject."""
