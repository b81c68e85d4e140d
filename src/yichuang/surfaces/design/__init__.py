"""The look and feel of every face: tokens, components, base pages and the living page ``/design/``.

What lives here: ``static/design`` (tokens, component styles, small JavaScript modules, vendored base), ``templates/design``
(base pages and one template a component), the template library ``design`` and the pure modules behind it: ``looks`` (icon and
colour of a status), ``dates`` (how a date and its distance read), ``codes`` (how a code is grouped), ``sprite`` (the icon
sheet), ``policy`` (the content security policy).

May import: ``kernel`` only. It knows no case, no person and no database; screens hand it plain values.
Verbs: none; it only renders. The list of components with their parameters is in ``docs/design.md``.
"""
