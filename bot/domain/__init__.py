"""Pure rules: cards, memory, queues, grading. No clock, no files, no database, no platform."""
