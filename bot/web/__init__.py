"""A small web server that mounts the handlers it is given, and knows nothing of what they do."""
