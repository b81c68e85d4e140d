"""Gateways: the outside world behind interfaces, each with a registry, a real HTTP client and a sandbox that answers.

``id_card`` (reader on the counter), ``population`` (register), ``registers`` (all others), ``sms``, ``line_systems``
(the back offices' own systems) and ``payment``. ``config.endpoint`` says where each is; ``transport`` is the one
place that talks HTTP and turns every failure into a refusal. ``sandbox`` plays all of them in a process of its own.
Writes nothing here. Imports kernel.
"""
