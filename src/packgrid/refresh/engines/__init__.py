"""What runs the refresh in the background. The schedule is in rows, so an engine may die at any moment."""
