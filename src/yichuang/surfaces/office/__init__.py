"""The office (``/office/``): the pooled worklist on the left, the case on the right, one key a decision.

What lives here: ``views`` (parse, one verb or query, render), ``worklist`` (filters and rows of the list), ``case_view``
(everything one case shows), ``offers`` (what may be done now, found by asking the engine itself), ``orders`` (a command from
what a dialog sent). May import: applications and below, and the faces' own ``design`` and ``story``.

Verbs it calls: ``cases.perform.perform``, ``perform_batch``, ``people.reveal.reveal``.
"""
