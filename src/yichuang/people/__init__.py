"""Who applies: persons, organisations, agents, guardians, identity checks.

Pure: ``terms`` (closed lists), ``capacity`` (who may act for whom), ``card`` (is this identity card usable now),
``masking`` (what a screen shows of a number).
Verbs: ``identify`` (by card, by hand), ``set_guardian`` and ``mandate`` (agents), each with its end and its trail
(``representation``), ``register_organisation``, ``take_over`` (what the population register says of life and capacity),
``reveal`` (a whole number, with a reason that is logged), ``look`` (which the gate does: each look at somebody's record is
logged).
Reads: ``queries``. May import ``organisation`` (who acts) and ``kernel``. No biometric template is ever stored here.
"""
