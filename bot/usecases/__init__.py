"""Use cases: one verb a file, plain functions from a context and an intent to a reply."""
