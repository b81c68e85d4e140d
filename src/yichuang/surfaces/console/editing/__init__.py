"""An item as a form: what each field is asked as, drawn with its words, read back, and what stands beside it.

``layout`` (``form.yaml``), ``sources`` (what can be chosen), ``drawing`` (definition to form), ``reading`` (form to
definition), ``moves`` (entries added, removed and moved, marks set and taken off), ``beside`` (old values, findings, marks and
conditions in words beside each field), ``keeping`` (one saving: read, move, save, check, and two people at once). What may be
done to a change and who may do it is ``catalogue.changes``' business.
"""
