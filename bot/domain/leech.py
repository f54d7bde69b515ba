"""Leeches: cards that are forgotten again and again, and cost more time than they teach."""


def is_leech(lapses: int, threshold: int) -> bool:
    """Whether this very lapse calls for action: the `threshold`-th, then every half of it again (8, 12, 16, ...)."""
    again_every = (threshold + 1) // 2
    return lapses >= threshold and (lapses - threshold) % again_every == 0
