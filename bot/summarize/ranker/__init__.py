"""The summarizer that was fitted to human summaries of news: `choose.rank` chooses sentences.

SentenceReason  why a sentence was chosen
rank            the most telling sentences of an article, or of several on one event
"""

from bot.summarize.ranker.choose import SentenceReason, rank

__all__ = ["SentenceReason", "rank"]
