"""Who: people, their profiles and what they may do."""
