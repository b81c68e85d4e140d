"""Catalogue (事项): what can be applied for, under which version.

The YAML under ``definitions/<line>/<code>.yaml`` is the source of truth; ``elements.yaml`` and ``evidence_types.yaml``
are the dictionaries that all items share. Publishing stores each item as an immutable, numbered version; cases pin one.
What a bureau adds to the dictionaries is in the database and read behind the shipped entries.

Pure: ``own_entries`` (what this process knows of those), ``entry_rules`` (what they may say), ``definition`` (the shape
of an item), ``conditions`` (CEL over documented names), ``situations`` (which questions are asked), ``requirements``
(what a person must bring, fill in and pay), ``eligibility`` (what refuses, sends to review or warns), ``route`` (the
steps of one person's case), ``lint`` (what is wrong in a definition), ``layers`` (what a province, a city and a county
change: ``differences``, ``betterment``, ``proof``), ``spans`` (limits in different units compared), ``tiers`` and
``figures`` (what the bureaus are measured by), ``schema`` (the files' JSON Schemas).
Reads: ``loader`` (the files), ``layer_files``, ``above`` (a draft beside the list above), ``queries`` (published
versions), ``entries`` (the bureau's own). Verbs: ``publish``, ``suspend``, and those of ``changes`` (how a bureau itself
changes what is published).
``exchange``: the whole catalogue in and out.
May import ``kernel``, ``gateways``, ``messaging``, and ``organisation`` for who acts.
"""
