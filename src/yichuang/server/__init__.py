"""What runs the house: the embedded database, the supervisor of its processes, the live-update process, the secrets.

May import every room; no room imports this one. Verbs: ``postgres.start`` and ``postgres.stop`` (embedded PostgreSQL),
``keys.load`` (keys made on first start), ``supervise.serve`` (web, live, worker, sandbox as one unit),
``live.application`` (server-sent events over LISTEN/NOTIFY).
"""
