from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

from packgrid.httpcache.encoding import compress_brotli


class Quick(Compressor):  # type: ignore[misc] # whitenoise ships no types
    """Brotli at the level of our answers: the highest one made the first start seconds longer for a few bytes."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """A file, compressed."""
        return compress_brotli(data)


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise ships no types
    """Static files named by their content, so that browsers may keep them for a year."""

    manifest_strict = False  # a page must not fail because a style of a newer version is not collected yet

    def create_compressor(self, **options: object) -> Quick:
        """What makes the compressed files beside the others."""
        return Quick(**options)
