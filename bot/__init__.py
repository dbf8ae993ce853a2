"""A self-hosted bot that reads the news and tells it in the sources' own sentences."""
