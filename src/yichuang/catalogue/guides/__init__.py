"""Guides (办事指南) and manuals (操作手册): every page from the definitions, so a changed definition shows in the next build.

``saying`` puts a condition into words, ``citing`` a citation into English; ``guide`` gathers what one item's page says, in the
shape of ``page``: ``places`` where to go, ``portrait`` what the photo is like, ``filled_form`` the form with invented data;
``booklet`` sets the pages (Typst), in the name of the ``house``. The web pages of
:mod:`yichuang.surfaces.public` show the same ``Guide``. May import the catalogue, the organisation and lower rooms. Verbs:
``booklet.build``.
"""
