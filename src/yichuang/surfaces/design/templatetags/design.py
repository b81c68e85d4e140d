"""The components as template tags: ``{% load design %}``. Parameters and examples: docs/design.md and the page /design/.

Unnamed keyword arguments become attributes of the element: ``hx_post=url`` is written ``hx-post="…"``; False leaves one out.
"""

from django import template

from yichuang.surfaces.design.components import controls, frame, reading, words

register = template.Library()
for part in (words, controls, reading, frame):
    register.tags |= part.register.tags
    register.filters |= part.register.filters
