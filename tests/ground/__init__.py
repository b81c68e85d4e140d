"""The fixtures behind ``tests/conftest.py``, one module per thing a test stands on."""
