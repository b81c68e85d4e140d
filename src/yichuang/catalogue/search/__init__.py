"""Search that understands people: which items a question means, why, and that nothing fits when nothing does. Pure.

What is told about people's words is data that a police officer can extend (``said/README.md``): ``words.yaml`` (what things,
deeds and circumstances are called), ``said/`` (what people say who need an item, or another office), ``events.yaml`` (life
events), ``emergencies.yaml`` (what a telephone number answers before all else: ``emergency``). The engine reads any text as
the same few notions (``reading``, with ``letters`` for pinyin, initials and English; a long ``story`` clause by clause),
weighs each word (``profile``) and the whole (``likeness``) against what people say, and tells why (``index``, ``telling``).

May import: ``definition`` and ``strict_yaml`` of the catalogue. Verb: none, it writes nothing (``warm`` reads the items in
force).
"""
