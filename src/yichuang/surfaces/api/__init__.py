"""The programs' face (``/api/v1/``): the verbs and reads of the screens as JSON, described by OpenAPI 3.1.

What lives here: ``service`` (all operations together, the description, the addresses), one module a resource (``items``,
``plans``, ``persons``, ``applications``, ``cases``, ``worklist``, ``hand_overs``, ``files``, ``papers``), ``auth`` and
``tokens`` (who calls), ``door`` (what is let in at all), ``problems`` (how it says no, RFC 9457), ``once`` (a key makes a
write happen once), ``paging`` (signed cursors), ``actions`` (the engine's commands as a body), ``border`` and ``fields``
(from the house's typed values to schemas and back), ``gates`` (ids that no other room guards).

Verbs of its own: ``tokens.create_token``, ``tokens.revoke_token``. Everything else it does by calling the rooms' verbs:
``applications.submit``, ``cases.perform``, ``delivery.hand_over``, ``people.identify``, ``evidence.store_file``.
May import: applications, delivery and below, and the faces' ``design`` and ``story``.
"""
