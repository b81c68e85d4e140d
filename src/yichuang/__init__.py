"""Yichuang (一窗): any window takes any police line's business, back offices decide by line, one window hands everything out."""
