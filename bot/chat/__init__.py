"""What every chat platform needs and none owns."""
