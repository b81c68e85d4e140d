"""A story's visit whose papers lie at the hall and are wanted by the back offices."""

from tests.demo.places import committed_town, outside, town

__all__ = ["committed_town", "outside", "town"]
