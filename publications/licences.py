"""Licences of publications, as readers and machines name them."""

from publications.models import PublicationPage

Licence = PublicationPage.Licence
_HOST = "https://creativecommons.org"


def licence_name(code: str) -> str:
    """Return a licence's name in the active language; empty where none was stated."""
    return str(Licence(code).label) if code else ""


def licence_url(licence: str) -> str:
    """Return the address of a licence by its SPDX name; nothing for none and for all rights."""
    if licence == Licence.CC0:
        return f"{_HOST}/publicdomain/zero/1.0/"
    if not licence.startswith("CC-"):
        return ""
    terms, _, version = licence.removeprefix("CC-").rpartition("-")
    return f"{_HOST}/licenses/{terms.lower()}/{version}/"
