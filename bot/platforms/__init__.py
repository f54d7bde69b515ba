"""One folder a platform: each connects, reads what people do, and renders screens. None knows another."""
