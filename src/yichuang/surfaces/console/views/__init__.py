"""The console's views: parse, one verb or query, render."""
