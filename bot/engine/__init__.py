"""Who runs what is due: a tick wakes timers, a sender a platform sends, a sweeper and a verifier mend what was left."""
