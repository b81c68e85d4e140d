"""The console (``/console``): who keeps the house in order, and who watches over it.

Pages: organisation, staff, authority, calendar, case history and replay, catalogue, audit; ``places`` says who may see and
who may change each of them. What can be done is data: ``deeds`` lists each act with its fields and its verb, one view asks and
does them all. Reads are prepared in ``tree``, ``roster``, ``matrix``, ``year``, ``replay``, ``items`` and ``audit``.

The catalogue is edited here: ``editing`` draws an item as a form and reads it back, ``changes`` shows what waits for a second
person, ``comparing`` puts versions and layers side by side, ``standing`` says what uses an item, ``correcting`` puts its words
right; a draft is previewed with the public guide's own page (``surfaces.public.guides``).

May import: every room below the faces, ``surfaces.story`` and ``surfaces.design``, and of ``surfaces.public`` that page.
It writes only through verbs, and keeps one table of its own: the runs of the whole record's verification (``models``), which
a job carries out (``tasks``).
"""
