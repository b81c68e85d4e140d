"""Licences (证照) and papers (法律文书): what is issued, on paper and electronically, and how anyone can check it.

Pure: ``terms`` (closed lists), ``type_codes`` (证照类型代码), ``marks`` (verification codes),
``standing`` (which state may follow which).
``store`` keeps the issued files under the digest of their bytes.
Verbs: ``issue_paper`` (number, code, typesetting, record), ``void_paper``, ``issue_licence`` (GB/T 36904 identifier),
``hand_in`` (the old document for the new one),
``change_standing`` (suspend, restore, revoke, cancel, void).
Reads: ``queries``. May import catalogue, organisation, people and below.
"""
