from tests.demo.places import _demo_database, committed_town, demo_world, outside, town

__all__ = ["_demo_database", "committed_town", "demo_world", "outside", "town"]
