from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise ships no types
    """Static files named by their content, so that browsers may keep them for a year."""

    manifest_strict = False  # a page must not fail because a style of a newer version is not collected yet
