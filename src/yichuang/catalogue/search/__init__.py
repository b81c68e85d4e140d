"""Search that understands people: which items a question means, why, and that nothing fits when nothing does. Pure.

What is told about people's words is data that a police officer can extend: ``words.yaml`` (what things, deeds and
circumstances are called), ``said.yaml`` (what people say who need an item), ``events.yaml`` (life events). The engine reads
any text as the same few notions (``reading``), weighs it against what stands in the index (``index``) and says why.

May import: ``catalogue.definition``. Verb: none, it writes nothing.
"""
