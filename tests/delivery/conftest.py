"""A story's visit whose papers lie at the hall and are wanted by the back offices."""

from tests.demo.places import outside, town

__all__ = ["outside", "town"]
