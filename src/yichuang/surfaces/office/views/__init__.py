"""The office's views: parse, one verb or query, render."""
