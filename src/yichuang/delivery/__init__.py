"""Delivery (出件): everything of a visit handed out at one window (统一窗口出件).

Verb: ``hand_over`` (identity check, signature, old documents, all cases or none). May import applications, cases and below.
"""
