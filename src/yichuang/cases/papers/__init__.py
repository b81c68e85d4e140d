"""Statutory papers (法律文书) as PDF: what each says, what the law demands of it, and how it is typeset.

Pure: ``facts`` (one frozen value per kind of paper), ``rules`` (what a paper may not lack), ``papers`` (facts in, PDF
bytes out), ``signatures`` (a drawn signature made safe to print), ``samples`` (invented papers to look at).
Layout and Chinese words live in ``templates/*.typ``; a value reaches them as JSON and is never read as markup.
Verb: ``issue`` (number, verification code, typesetting, record; the record itself belongs to the licences room).
"""
