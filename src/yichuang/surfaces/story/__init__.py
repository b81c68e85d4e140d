"""How a case tells its own story, for every face alike: its history as sentences, a deadline as lines.

``history.sentences`` turns the record into sentences with who, when and the article; ``deadline.explain`` turns the clock's
``Explained`` into the words of a due date; ``names.names_for`` looks up, in one query, the names that both need. Words are
data: the lists ``event``, ``event_law``, ``clock_term`` and ``clock_line`` of ``cases/labels.yaml``.

May import: cases and below. It writes nothing and knows no request; ``desk``, ``office``, ``console`` and ``api`` use it.
"""
