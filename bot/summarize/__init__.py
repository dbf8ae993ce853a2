"""From a text to its most telling sentences, word for word."""
