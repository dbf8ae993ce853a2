"""The summarizer that learned from editors: `choose.rank` chooses sentences.

Aspect          what may speak for a sentence
SentenceReason  why a sentence was chosen
explain         the sentences that it chooses, each with why
rank            the sentences of an article, or of several on one event, that it would show
"""

from bot.summarize.ranker.choose import SentenceReason, explain, rank
from bot.summarize.ranker.traits import Aspect

__all__ = ["Aspect", "SentenceReason", "explain", "rank"]
