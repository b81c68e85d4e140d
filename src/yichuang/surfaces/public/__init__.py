"""The public face: the start page ``/``, the search ``/search/``, the guides ``/guides/`` and the check of papers ``/verify/``.

Who is signed in goes on to the face of their work; anyone else finds what an item asks of them, the way to sign in and to
check a paper. What ``/verify/`` says of a paper is what the law lets anyone know: that it is ours, its kind, number, issuer
and date, and whether it stands.

May import: ``catalogue``, ``licences.queries``, ``organisation.authority`` and below. It writes nothing.
"""
