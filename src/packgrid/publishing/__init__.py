"""What public answers are made from, when that changes, and the HTTP that follows from it."""
