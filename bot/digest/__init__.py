"""Which stories, for whom, when; and the way they take to the chat."""
