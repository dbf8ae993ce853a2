"""What words are: sentences, words and stems, languages, queries."""
