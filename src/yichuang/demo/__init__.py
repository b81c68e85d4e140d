"""Demo: an invented county bureau and its stories, used by the demo, the tests and the benchmarks alike."""
