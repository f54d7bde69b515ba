"""Slack: the real Bolt app at the edge, and pure modules that render screens as Block Kit and read what comes back."""
