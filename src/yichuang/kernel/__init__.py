"""Kernel: working days, identifiers, encryption, the append-only record, refusals and labels. Imports no other room."""
