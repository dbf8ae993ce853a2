"""The summarizer that was fitted to human summaries of news: `choose.rank` chooses sentences."""
