"""The terminal: keys and colour on a TTY, one line in and one act everywhere else."""
