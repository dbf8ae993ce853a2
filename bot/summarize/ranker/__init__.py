"""The summarizer that was fitted to human summaries of news: `choose.rank` chooses sentences.

SentenceReason  why a sentence was chosen
explain         the sentences that it chooses, each with why
rank            the most telling sentences of an article, or of several on one event
"""

from bot.summarize.ranker.choose import SentenceReason, explain, rank

__all__ = ["SentenceReason", "explain", "rank"]
