"""Messaging: notices to people. Imports gateways and kernel.

Pure: ``wording`` (templates, dates, no whole ID number in a text), ``retry`` (what becomes of a notice after an attempt).
Verbs: ``notify`` (write a notice and queue its sending in the caller's transaction), ``resend`` and ``told`` (by
hand, after the automatic attempts; each leaves a ``NoticeCare``). Job: ``messaging.send``. Reads: ``queries``.
"""
