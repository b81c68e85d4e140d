"""Licences (证照) and papers (法律文书): what is issued, on paper and electronically, and how anyone can check it.

Pure: ``terms`` (closed lists), ``marks`` (verification codes), ``standing`` (which state may follow which).
``store`` keeps the issued files under the digest of their bytes.
Verbs: ``issue_paper`` (number, code, typesetting, record), ``void_paper``, ``issue_licence`` (GB/T 36904 identifier),
``supersede`` (a new version of a licence), ``change_standing`` (suspend, restore, revoke, cancel, void).
Reads: ``queries``. May import catalogue, organisation, people and below.
"""
