from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

from packgrid.httpcache.encoding import compress_brotli


class BrotliCompressor(Compressor):  # type: ignore[misc] # whitenoise ships no types
    """Compresses with the Brotli level of our responses; the highest level delayed the first start by seconds."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return compress_brotli(data)


class ContentNamedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise ships no types
    """Static files named by their content, so that browsers may keep them for a year."""

    manifest_strict = False  # a page must not fail because a style of a newer version is not collected yet

    def create_compressor(self, **options: object) -> BrotliCompressor:
        """Make the compressor of the static files."""
        return BrotliCompressor(**options)
