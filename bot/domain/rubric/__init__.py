"""Grading free-text answers to scenarios. How evidence is written for it is said in `phrases` and `evidence`."""
