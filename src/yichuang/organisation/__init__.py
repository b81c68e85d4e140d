"""Who serves: the unit tree, halls, windows, staff, qualifications, and who may do what where.

Pure: ``terms`` (closed lists), ``actor`` (what an acting officer may do), ``grant_rules`` (each line's own rule for a
grant, as data in ``grant_rules.yaml``), ``local_rules`` (what a bureau sets by itself: bounds as data in
``settings.yaml``, which value holds where and when), ``idle`` (when a session has ended).
The door: ``authority`` — ``current_actor``, ``staff_required``, ``require`` and ``Gate``, the only way from an id in a
request to an object.
Verbs: ``found`` (the first unit and administrator of an empty installation), ``establish`` (units, halls, windows),
``hire`` (staff with their accounts), ``qualify``, ``enrol`` (transfer, secondment, traffic register), ``grant`` (grant,
revoke), ``shift`` (sit down at a window, leave it), ``second_factor`` (bind, unbind and reseal code devices). For
administrators, through the gates of ``gates`` and with a line in the change log (``trail``): ``arrange_units``,
``arrange_halls``, ``arrange_staff``, ``arrange_days``, ``record_standing``, ``restore_access``, ``set_profile`` (what a
unit says on paper), ``set_local_rule`` (one of the bureau's own settings).
Sign-in: ``sign_in_log`` (who came and went), ``sign_in`` (how the library behaves here), ``session`` (idle end),
``urls`` and ``templates``, ``demo_codes`` (the demo's way in).
Reads: ``queries``, ``profiles``, ``local_queries`` (the settings in force, cached like the calendar). May import
``catalogue.definition`` (lines, levels) and ``kernel``.
"""
