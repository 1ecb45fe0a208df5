"""Where uploads lie. Django's own rule for names takes the vowel signs out of Bangla."""

from django.core.files.storage import FileSystemStorage

from portal.core.documents.names import tame_file_name


class TamedNamesMixin:
    """Gives files names that are safe in folders, addresses and headers (documents.names)."""

    def get_valid_name(self, name):
        return tame_file_name(str(name))


class FolderStorage(TamedNamesMixin, FileSystemStorage):
    """A folder of this machine."""
