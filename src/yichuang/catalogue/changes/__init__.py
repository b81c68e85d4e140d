"""How the catalogue changes: drafts, their review by a second person, publication, corrections of words, withdrawal.

Pure: ``terms`` (closed lists), ``difference`` (two versions compared in plain words). Verbs: ``draft`` (begin, save, renew,
discard, check), ``review`` (submit, recall, approve, send back), ``reorganise`` (split, merge, suspend, resume, cancel),
``correct`` (editorial words in place), ``withdraw`` (take a version back that nothing rests on), ``remove_entry`` (an own
entry of a dictionary that nothing uses). ``entering``: the entries of the dictionaries that a change brings. Reads: ``uses``
(what rests on an item or a term), ``standing`` (what an item as it stands rules out). ``gates``: who may edit and who may
review.
"""
