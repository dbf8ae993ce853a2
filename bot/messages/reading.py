"""Words for what a reader reads: summaries, stories, related items, lists."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.messages.items import Reader, item_list, moment
from bot.messages.markup import (
    bold,
    dotted,
    keyboard,
    lines,
    link,
)
from bot.messages.reply import Reply
from storage.model import (
    Article,
    Button,
    Ref,
    Summary,
)

# Adults read English prose silently at 238 words a minute: Brysbaert 2019, a review of
# 190 studies.
WORDS_PER_MINUTE = 238


def summary(
    article: Article, found: Summary, *, outlets: int, reader: Reader, longer: int | None
) -> Reply:
    """Word an article's summary.

    Args:
        article: The article.
        found: Its summary.
        outlets: How many outlets carry its story; 0 if it is in none.
        reader: For whom.
        longer: Sentences of the next longer summary, or None if there is none.
    """
    ref = article.ref
    story = Ref.parse(f"s{article.story_id}") if article.story_id else None
    return Reply(
        text=lines(
            bold(link(article.title, article.url)),
            _byline(article, reader),
            "",
            *(Markup("• {}").format(sentence.text) for sentence in found.sentences),
        ),
        buttons=keyboard(
            (
                Button("Longer", f"/summary {ref} {longer}") if longer else None,
                Button("Related", f"/related {ref}"),
                Button(f"Sources ({outlets})", f"/story {story}") if story else None,
            )
        ),
        about=str(ref),
    )


def latest(articles: Sequence[Article], *, reader: Reader) -> Reply:
    """Word the newest articles."""
    if not articles:
        return Reply(Markup("There are no articles yet. An admin adds them with /ingest."))
    return item_list("Latest articles", articles, reader)


def _byline(article: Article, reader: Reader) -> Markup:
    minutes = max(1, round(len(article.body.split()) / WORDS_PER_MINUTE))
    # An outlet may be its own author.
    authors = [name for name in article.authors if name.casefold() != article.site.casefold()]
    return dotted(
        article.site,
        ", ".join(authors[:3]),
        moment(article, reader),
        f"{minutes} min read",
        str(article.ref),
    )
