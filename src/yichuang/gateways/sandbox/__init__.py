"""The outside world, played: every gateway's other side, answering over HTTP in a process of its own.

``main(port)`` serves it on the loopback interface. What is seeded, sent and handed over is held in memory only and can be
looked at; each service can be made to fail (``PUT /control/<service>``, see ``faults``). The addresses that our clients
call can fail; those by which a person or a test arranges the world cannot. Needs no database and no Django settings.
"""

from yichuang.gateways.sandbox.server import main

__all__ = ["main"]
