"""Messaging: notices to people. Imports kernel."""
