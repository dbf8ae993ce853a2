"""What comes instead of an article, told apart so that a reader can be told why.

The rules are careful: a long text is never junk for the words in it, since an article may be
about cookies, robots or error pages.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.errors import NoArticleError, Reason
from bot.ingest.metadata import Metadata
from bot.text.sentences import split_paragraphs, split_sentences
from bot.text.words import words
from storage.model import Draft

# Shorter texts are cookie walls and error pages far more often than articles.
MIN_ARTICLE_WORDS = 40

# Checks and error pages are short; texts about them are not.
_MAX_NOTICE_WORDS = 120
# A longer beginning is worth reading even if the rest must be paid for.
_MAX_STUB_WORDS = 200
# Dialogs list purposes and partners at length.
_MAX_DIALOG_WORDS = 900

# Of the sentences of a dialog that speak of consent.
_CONSENT_SHARE = 0.3
_TITLED_SHARE = 0.6
_LINES_OF_A_LIST = 8
_LINKS_SHARE = 0.8
_MAX_LINK = 120
_SENTENCE_ENDS = '.!?…:。！？»”"'
# An article's page shows a few others; a front page shows little else.
_TEASERS_OF_A_LIST = 8
# A path that spells out a title or ends in a number leads to one article.
_OF_AN_ARTICLE = re.compile(r"/[^/]*(?:(?:-[^/-]+){3}|\d{5})[^/]*/?$")


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


_BOT_CHECK = _any_of(
    # As titles they stand alone, or before a mark: "Access denied | Coast Times".
    r"^(?:just a moment|attention required|access denied)(?: *[.…!|:–—-]|$)",
    r"^pardon our interruption",
    r"(?:checking|verify(?:ing)?) (?:if )?(?:that )?(?:the site|your (?:browser|connection))",
    r"(?:verify|confirm|prove|make sure|checking if) (?:that )?you(?:'|’)?(?: a)?re (?:a )?"
    r"(?:not (?:a )?(?:ro)?bot|human)",
    r"are you a robot",
    r"enable javascript and cookies to continue",
    r"complete the (?:captcha|security check)",
    r"unusual (?:traffic|activity) from your",
    r"(?:kein|keine) (?:roboter|maschine) sind",
    r"(?:êtes|suis)(?: pas|[- ]vous)? un robot",
    r"no (?:eres|soy) un robot|que no es un robot",
    r"non (?:sei|sono) un robot",
    r"(?:que (?:você )?não é|não sou) um rob[ôo]",
    r"nie jesteś robotem",
    r"(?:(?:вы|я) не|что вы) робот",
    r"ви не робот",
    r"ロボットではない",
    r"不是机器人",
)

_ERROR_TITLE = _any_of(
    # News count people in such numbers: "404 passengers rescued".
    r"^(?:40[0-9]|410|50[0-4])(?: *(?:[^\w\s]|$)| (?:error|not found|forbidden|page|server|bad))",
    r"^(?:error|http|erreur|fehler|ошибка|помилка|błąd) (?:40[0-9]|410|50[0-4])\b",
    r"\b(?:page|content|article|file) (?:not found(?! guilty)|unavailable|does ?n[o'’]t exist)",
    r"\b(?:can[’']?t|cannot|could ?n[o'’]t) find (?:the|this|that|your) (?:page|article)",
    r"\b(?:page|article)\b.{0,40}\b(?:can[’']?t|cannot|could ?n[o'’]t) be found",
    r"^(?:not found|oops|whoops|forbidden|bad gateway|service unavailable|server error)"
    r"(?: *[.…!|:–—-]*$| *[|:–—-])",
    r"\b(?:seite|artikel|inhalt) (?:wurde )?nicht (?:gefunden|verfügbar)",
    r"\b(?:page|article) (?:introuvable|non trouvée?)",
    r"\bpágina no (?:encontrada|existe)",
    r"\bpágina não encontrada",
    r"\bpagina non (?:trovata|esiste)",
    r"\bpagina niet gevonden",
    r"\bsidan (?:hittades inte|kunde inte hittas)",
    r"\bnie (?:znaleziono|została znaleziona|istnieje)",
    r"(?:страниц\w+|статья|запись) не (?:найден|существует)",
    r"(?:сторінк\w+|статтю|запис) не (?:знайден|існує)",
    r"ページが見つかりません",
    r"(?:页面|頁面)不存在",
)

# What a consent dialog is about ...
_CONSENT_SUBJECT = _any_of(
    r"\bcookies?\b|\bcookie-|\bтехнологі\w+ відстеження|\b(?:куки|кукі)\b",
    r"\bconsent\b|\bgdpr\b|privacy (?:policy|settings|preferences)",
    r"\bpersonal(?:i[sz]ed)? (?:data|ads)\b",
    r"\beinwilligung|\bdatenschutz|\bpersonenbezogene|\bzustimm",
    r"\bconsentement|\bconfidentialité|\bdonnées (?:à caractère )?personnel",
    r"\bconsentimiento|\bprivacidad|\bdatos personales",
    r"\bconsentimento|\bprivacidade|\bdados pessoais",
    r"\bconsenso|\bdati personali",
    r"\btoestemming|\bpersoonsgegevens",
    r"\bzgod[aęy]\b|\bprywatności|\bdan(?:e|ych) osobow",
    r"\bсогласи[еяю]|\bконфиденциальност|\bперсональн\w+ данн",
    r"\bзгод[аиу]\b|\bконфіденційн|\bперсональн\w+ дан",
    r"\bsamtyck|\bpersonuppgift",
)
# ... and what it asks the reader to do.
_CONSENT_REQUEST = _any_of(
    r"\b(?:accept|reject|agree|decline|manage|withdraw|allow|your (?:choices?|preferences))\b",
    r"\b(?:our|third-party) partners\b",
    r"\b(?:akzeptieren|ablehnen|zustimmen|widerrufen|einstellungen|unsere partner)",
    r"\b(?:accepter|refuser|paramétrer|retirer|nos partenaires)\b",
    r"\b(?:aceptar|rechazar|acepta|configurar|nuestros socios|aceitar|rejeitar|parceiros)\b",
    r"\b(?:accetta|accettare|rifiuta|rifiutare|nostri partner)\b",
    r"\b(?:accepteren|weigeren|akkoord|onze partners)\b",
    r"\b(?:akceptuj\w*|odrzu[cć]\w*|nasi partnerzy|naszych partnerów|ustawieni)",
    r"\b(?:принять|принимаю|отклонить|согласен|настро|партн[её]р)",
    r"\b(?:прийняти|приймаю|відхилити|погоджу|налаштув|партнер)",
    r"\b(?:godkänn|acceptera|avvisa|våra partner)",
)

_PAYWALL = _any_of(
    r"(?:subscribe|register|sign (?:in|up)|log ?in|create (?:a free|an) account)\b.{0,40}"
    r"\b(?:(?:to|and) (?:read|unlock|access) (?:this|the (?:full|rest|whole))"
    r"|for (?:full|unlimited))",
    r"to (?:continue|keep) reading|already a subscriber|subscribers? only",
    r"(?:only|exclusive(?:ly)?|reserved) (?:for|to) subscribers",
    r"(?:this|the rest of (?:this|the)) (?:article|story|content) is (?:for|reserved|only)",
    r"\b(?:weiterlesen|weiterzulesen)\b.{0,60}\b(?:abo|anmelden|plus|\+)|jetzt (?:abonnieren|abo)",
    r"\b(?:nur für|exklusiv für) (?:abonnenten|abonnentinnen|mitglieder)",
    r"réservée?s? aux abonnés|il vous reste [\d.,]+ ?%|abonnez-vous pour|déjà abonné",
    r"(?:solo|exclusivo|exclusiva) para (?:suscriptores|assinantes)|suscríbete para",
    r"(?:riservato|solo) (?:agli|per gli|per) abbonati|abbonati per (?:leggere|continuare)",
    r"(?:alleen|exclusief) voor abonnees|word abonnee",
    r"(?:tylko|wyłącznie) dla (?:subskrybentów|prenumeratorów)",
    r"(?:только|доступ\w*) (?:для|по) подпис|оформите подписку",
    r"чтобы (?:читать|продолжить) дальше",
    r"(?:лише|тільки|доступ\w*) (?:для|за) (?:перед)?плат|оформіть передплату",
    r"щоб (?:читати|продовжити) далі",
    r"(?:endast|bara) för prenumeranter",
    r"有料会員|会員限定|订阅后|付费阅读",
)


def refuse_junk(draft: Draft, *, metadata: Metadata | None = None) -> None:
    """Raise if `draft` is no article but something that stood in its place.

    Args:
        draft: What was read; its body may be empty.
        metadata: What the page said about itself, if it was a page.

    Raises:
        NoArticleError: It is no article; the reason says what it is.
    """
    if reason := _reason(draft, metadata or Metadata(is_article=True)):
        raise NoArticleError(draft.url or draft.title, reason=reason)


def count_words(text: str) -> int:
    """Return how many words `text` has; letters count where no spaces part words."""
    return len(words(text))


def _reason(draft: Draft, metadata: Metadata) -> Reason | None:
    count = count_words(draft.body)
    if count <= _MAX_NOTICE_WORDS:
        if any(_BOT_CHECK.search(line) for line in (draft.title, *split_paragraphs(draft.body))):
            return Reason.BOT_CHECK
        if _ERROR_TITLE.search(draft.title):
            return Reason.ERROR_PAGE
    if count <= _MAX_DIALOG_WORDS and _is_consent_dialog(draft):
        return Reason.CONSENT_WALL
    if count <= _MAX_STUB_WORDS and (
        _PAYWALL.search(draft.body) or (not metadata.is_free and count <= _MAX_NOTICE_WORDS)
    ):
        return Reason.PAYWALL
    if _is_link_list(draft, metadata):
        return Reason.LINK_LIST
    return Reason.TOO_SHORT if count < MIN_ARTICLE_WORDS else None


def _is_consent_dialog(draft: Draft) -> bool:
    is_titled = bool(_CONSENT_SUBJECT.search(draft.title))
    sentences = split_sentences(draft.body, draft.language)
    subjects = sum(bool(_CONSENT_SUBJECT.search(sentence)) for sentence in sentences)
    requests = {match[0].casefold() for match in _CONSENT_REQUEST.finditer(draft.body)}
    if not sentences:
        return is_titled
    # An article about consent speaks of it in its title, and of other things as well.
    share = _TITLED_SHARE if is_titled else _CONSENT_SHARE
    return subjects >= share * len(sentences) and len(requests) > 1


def _is_link_list(draft: Draft, metadata: Metadata) -> bool:
    if metadata.is_article:
        return False
    path = urlsplit(draft.url or "").path
    if metadata.teasers >= _TEASERS_OF_A_LIST and not _OF_AN_ARTICLE.search(path):
        return True
    lines = split_paragraphs(draft.body)
    bare = sum(len(line) <= _MAX_LINK and line[-1] not in _SENTENCE_ENDS for line in lines)
    return len(lines) >= _LINES_OF_A_LIST and bare >= _LINKS_SHARE * len(lines)
