"""Evidence (材料): how each requirement of an item is met. Imports catalogue, organisation, people and below.

Pure: ``trust`` (grades, what proves what), ``media`` with ``pdf`` and ``pictures`` (what a file really is), ``sharing``
(what a register's answer is good for), ``meet`` (what comes in later).
Verbs: ``store_file``, ``signature.store_signature``, ``gather`` (all registers of a visit at once), ``ask_register`` (the
population register alone: guardianship, capacity, death). Files lie in ``files``, ``gates.FILE`` guards them.
Reads: ``queries``.
"""
