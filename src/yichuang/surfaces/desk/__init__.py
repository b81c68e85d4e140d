"""The desk (窗口): identify, choose items, one form, one material list, one signature, one receipt, hand-over.

A face only: each view parses, calls one verb or query of a lower room, and renders. Pure: ``finding`` (which items
fit what was typed and this window), ``ways`` (how a material may be met), ``entry`` (what was typed becomes a
filing), ``shown`` (exactly what the citizen signs), ``board`` (what the three panes say). Reads: ``queries``, ``visits``,
``receipts``, ``pick_up``, ``intake``. Its one table binds a signature to what was shown (``models``, ``signing``). May
import every room below the surfaces, ``surfaces.design`` and ``surfaces.story``.
"""
