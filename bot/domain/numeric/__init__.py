"""Cards whose numbers are drawn: formulas, draws, units, reading of typed numbers, and judging them."""
