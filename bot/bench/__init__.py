"""Measurements that a reader can repeat: each module runs one and prints its table."""
