from tests.demo.places import (
    _demo_database,
    _second_demo_database,
    both_worlds,
    committed_town,
    demo_world,
    outside,
    town,
)

__all__ = ["_demo_database", "_second_demo_database", "both_worlds", "committed_town", "demo_world", "outside", "town"]
