"""Delivery (出件): everything of a visit handed out at one window (统一窗口出件), and custody of paper between the units.

Pure: ``receivers`` (who may take results). Verbs: ``hand_over`` (identity check, signature, old documents, all cases or
none), ``send_bundle`` and ``receive_bundle`` (papers to the office that asks for them, results to the window),
``hand_over_list.issue_hand_over_list`` (交接单). Reads: ``queries``, ``waiting``; gate: ``gates.BUNDLE``. May import
applications, cases and below.
"""
