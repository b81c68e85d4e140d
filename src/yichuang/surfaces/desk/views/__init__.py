"""The desk's views: parse, one verb or query, render."""
