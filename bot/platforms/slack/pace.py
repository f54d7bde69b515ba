"""How fast messages may be posted: about one a second into each channel, with short bursts."""

from aiolimiter import AsyncLimiter

from bot.chat.recent import Recent

BURST = 3
BURST_SECONDS = 3.3  # a little slower than Slack counts


class Pace:
    """A leaky bucket a channel. Channels do not wait for one another."""

    def __init__(self) -> None:
        self._buckets: Recent[str, AsyncLimiter] = Recent()

    async def wait(self, channel: str) -> None:
        """Until a message may be posted there."""
        bucket = self._buckets.get(channel) or AsyncLimiter(BURST, BURST_SECONDS)
        self._buckets.remember(channel, bucket)
        await bucket.acquire()
