"""Cases (办件): one item's proceeding from receipt to archive. Imports evidence, licences and below."""
