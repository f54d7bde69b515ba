"""Loads discord.py before any test: it imports a deprecated module of Python's, and warnings are errors here."""

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord  # noqa: F401 - for its effect
