"""Benchmarks: ``./run bench NAME``. Each measures against a floor taken in the same run, so that machines compare."""
