"""Cases (办件): one item's proceeding from receipt to archive.

Pure: ``lifecycle`` (what may be done in which state: one table), ``decide`` with ``intake``, ``work``, ``signing`` and
``outcome`` (what follows from a command), ``evolve`` (what an event makes of a case), ``route`` (steps, branches,
signatures), ``clock`` (deadlines and their reasons), ``laying`` (which unit carries a step), ``rows`` (the rows a state is
kept in).
Verbs: ``perform`` (commands on one case or a batch), ``sweep`` (what time itself does), ``verify`` (the whole record, with
``compare``: what the rows of cases should be).
Writing is ``store.save``: one statement, ``sql/append.sql``. Higher rooms listen through ``subscriptions``. ``gates`` open a case
from its number. Reads: ``queries``, ``worklist``. ``papers`` sets the statutory documents.
May import evidence, licences, catalogue, organisation, people and below.
"""
