"""The public face: the start page ``/`` and the verification of papers ``/verify/``.

Who is signed in goes on to the face of their work; anyone else finds the way to sign in and to check a paper. What ``/verify/``
says of a paper is what the law lets anyone know: that it is ours, its kind, number, issuer and date, and whether it stands.

May import: ``licences.queries``, ``organisation.authority`` and below. It writes nothing.
"""
