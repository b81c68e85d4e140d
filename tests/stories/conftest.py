from tests.demo.places import _demo_database, demo_world, outside, town

__all__ = ["_demo_database", "demo_world", "outside", "town"]
