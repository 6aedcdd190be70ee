"""What people say and want: usages, favourites, watching, maintainers and their answers, flags, moderation."""
