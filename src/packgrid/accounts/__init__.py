"""People: accounts, profiles and permissions."""
