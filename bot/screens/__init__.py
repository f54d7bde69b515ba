"""Screens: every word that a person reads, as plain data. Platforms render them; nothing here sends anything."""
