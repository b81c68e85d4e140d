"""The whole catalogue in and out: as an archive of YAML files, as a spreadsheet, in the shapes of the state's lists.

Pure: ``plain`` (an item without what goes without saying), ``yaml_text`` (the one way a definition is written),
``sheets`` (items as rows of a workbook and back; columns are data in ``sheets.yaml``), ``cells`` (one cell of it),
``entry_sheets`` (the bureau's own entries of the dictionaries likewise), ``report`` (what an import would do), ``shapes``
(GB/T 39046 table 4 and C0109; ``facts``: what is said of an item there). Files: ``archive``, ``workbook``, ``guard``.
Reads: ``own_bureau`` (what the platform knows of its bureau). Verb: ``take_in``, which makes drafts and nothing else.
"""
