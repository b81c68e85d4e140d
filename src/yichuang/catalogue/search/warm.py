"""Verb: have the index ready before somebody types the first word into this process."""

from django.db import Error, connection

from yichuang.catalogue.queries import items_in_use
from yichuang.catalogue.search.index import index_of


def warm() -> None:
    """Read the items in force and index them; quiet where the database is not there yet. Runs in a thread of its own."""
    try:
        index_of(items_in_use())
    except Error:
        return
    finally:
        connection.close()
