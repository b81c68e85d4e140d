"""Delivery (出件): everything of a visit handed out at one window. Imports cases and below."""
