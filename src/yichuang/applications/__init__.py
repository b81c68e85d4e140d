"""Applications (申请): one form, one material set, one signature for 1..n cases.

Pure: ``plan`` with ``merging`` (one form, one list, one timetable out of several items), ``dependencies`` (which case waits for
which), ``form`` (is it filled in right), ``judge`` (everything that stands against submitting), ``wishes`` (facts for the
catalogue's conditions), ``filing`` (what is handed in).
Verbs: ``submit``, ``draft.save_draft``, ``meet_material`` (what comes in later). ``ground`` loads what a submission stands on
in one query. Reads and gates: ``queries``, ``draft``. May import cases and below.
"""
