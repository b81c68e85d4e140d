"""Applications (申请): one form, one material set, one signature for 1..n cases.

Pure: ``plan`` with ``merging`` (one form, one list, one timetable out of several items), ``dependencies`` (which case waits for
which), ``form`` (is it filled in right), ``judge`` (everything that stands against submitting), ``wishes`` (facts for the
catalogue's conditions), ``filing`` (what is handed in); ``paperwork`` with ``matter``, ``paper_lines`` and ``paper_form`` (which
paper an event calls for and what it says), ``results`` (which results a case makes, and how long each is good).
Verbs: ``submit``, ``draft.save_draft``, ``meet_material`` (what comes in later), ``issue_papers`` and
``issue_licences`` (as jobs, queued with the event; ``paper_now`` for a screen that cannot wait). ``gather_matter`` replays
the record up to an event for its paper. ``ground`` loads what a submission stands on
in one query. Reads and gates: ``queries``, ``draft``. May import cases and below.
"""
