"""Uploads in S3. A module of its own: the libraries for it are loaded only where it is used."""

from storages.backends.s3 import S3Storage

from portal.core.storages import TamedNamesMixin


class BucketStorage(TamedNamesMixin, S3Storage):
    """A bucket."""
