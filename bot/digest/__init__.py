"""Choose, compose, store and explain digests."""
