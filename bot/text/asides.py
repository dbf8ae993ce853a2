"""Asides: what a page sets among its sentences and no summary may show.

Headings, captions, credits, bylines, time stamps, "Read more", "Follow us". They are known
by a missing mark at the end or by how they begin, in any of the languages listed whatever
the language of the text, since pages mix them. When in doubt, it is a sentence: one lost
costs a reader more than an aside shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_MARKS = tuple(".!?…。！？｡।॥؟۔։።။។")
_CLOSING = "\"'”’“‘»«›)]}」』）】》〉\\ \u00a0\u202f"
_LEADING = "([{*•·–—-_|>\u00a0 "
# What has no mark is a heading up to this length; a longer one has lost its mark.
_MOST_HEADING_WORDS = 11
_MOST_HEADING_CHARACTERS = 100
_MOST_HAN_CHARACTERS = 30
# What announces the next line tells nothing alone.
_ANNOUNCING = (":", "：")
# Their sentences end with a blank, or with marks that most pages leave out.
_WITHOUT_MARKS = frozenset({"bo", "dz", "km", "lo", "my", "th"})


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _by_first_word(phrases: str) -> Mapping[str, tuple[str, ...]]:
    grouped: dict[str, tuple[str, ...]] = {}
    for phrase in map(str.strip, " ".join(phrases.split()).split(";")):
        word = phrase.partition(" ")[0]
        grouped[word] = (*grouped.get(word, ()), phrase)
    return grouped


# How asides begin, in lower case; no sentence of news begins so.
_PHRASES = _by_first_word(
    """
    a version of this article; a version of this story; ad feedback; additional reporting by;
    advertisement continue; advertisement story; afp photo; all rights reserved; already a
    subscriber; already have an account; an earlier version of this; ap photo; article
    continues; by clicking here; by clicking sign; by clicking submit; by clicking subscribe; by
    continuing to browse; by continuing to use this; by signing up you; by submitting your; by
    subscribing, you; by using this site; by using this website; click for more; click here;
    click on the; click the; click through; click to; comments are closed; contact the author;
    contact the reporter; contact the writer; contact us; continue reading; copyright 1;
    copyright 2; copyright by; copyright ©; create an account; do you have a news tip; do you
    have a story; download our app; download the app; e-mail this; e-mail to a friend; e-mail
    us; editor's note; editors' note; email this article; email to a friend; email us; enable
    javascript; file -; file image; file photo; file picture; file –; file —; find out more;
    find us on; follow @; follow our; follow the latest; follow us; for confidential support;
    for more details; for more information; for more news; for more on this; for more stories;
    for more, visit; for the latest news; get breaking news; get more news; get our app; get our
    free; get our newsletter; get the app; get the latest; getty images; got a news tip; got a
    story; got a tip; have you got a story; have your say; if you have a story; if you have a
    tip; image caption; image copyright; image credit; image source; join our community; join
    our newsletter; join the conversation; join the discussion; join us on facebook; learn more;
    leave a comment; let us know what you think; like us on; listen live; listen to the full;
    listen to the podcast; log in to; media caption; more information:; more on this; no
    reproduction; opinions expressed in; photo by; photo courtesy; photo credit; photograph by;
    picture credit; please enable javascript; post a comment; read also; read full; read more;
    read next; read or share; read our full; read the full; read the original; read the rest;
    read this:; register for free; related article; related content; related coverage; related
    link; related post; related stories; related story; related topics; related video; reuters/;
    scroll down for more; scroll down for video .; scroll down for video.; scroll down to; see
    also; see more; send us your; send your; share on facebook; share on twitter; share this;
    share your experience; share your story; share your thoughts; share your view; sign in or;
    sign in to; sign up; skip to; some rights reserved; story continued; story continues; story
    highlights; subscribe for; subscribe now; subscribe to; subscribe today; support our
    journalism; tell us what you think; thank you for reading; thank you for signing up; thank
    you for subscribing; thanks for reading; thanks for signing up; thanks for subscribing; the
    opinions expressed; the views and opinions; the views expressed; this article appear; this
    article first; this article has been; this article is reprinted; this article originally;
    this article was; this information may not be; this material may not; this piece first; this
    piece originally; this piece was first; this piece was originally; this post first; this
    post has been updated; this post originally; this site uses; this story appear; this story
    first; this story has been updated; this story originally; this story was first; this story
    was originally; this story was produced; this story was provided; this story was published;
    this story was updated; this website uses; to read more,; to read the full; to subscribe;
    view comments; view gallery; view more; views expressed in; watch below; watch it live;
    watch live; watch more; watch now; watch the full; watch the video; watch this video; watch
    video; we use cookies; we want to hear from you; you can unsubscribe; you may also like; you
    may unsubscribe; you might also like; your browser does; your browser is
    """
    # German
    """
    alle rechte vorbehalten; auch interessant; das könnte dich auch; das könnte sie auch; die
    redaktion behält sich; dieser artikel erschien; dieser artikel ist zuerst; dieser artikel
    wurde; dieser beitrag erschien; dieser text erschien; folge uns; folgen sie uns; hier finden
    sie; hier geht es zu; hier geht's zu; hier klicken; jetzt abonnieren; jetzt anmelden; jetzt
    lesen; jetzt registrieren; klicken sie; lesen sie auch; lesen sie dazu; lesen sie hier;
    lesen sie mehr; lesen sie weiter; lies auch; mehr dazu; mehr lesen; mehr zu diesem thema;
    mehr zum thema; melden sie sich für; mit material von; newsletter abonnieren; sie haben noch
    kein; symbolbild; weiterlesen; zum newsletter; zur startseite
    """
    # French
    """
    a lire aussi; a voir aussi; abonnez-vous; article réservé; cet article a été publié; cet
    article est paru; cet article est réservé; cliquez ici; cliquez sur; crédit photo; crédits
    photo; découvrez aussi; inscrivez-vous; la suite après cette publicité; lire aussi; lire
    l'article; lire la suite; lire également; lisez aussi; partager cet article; pour aller plus
    loin; pour en savoir plus; recevez chaque; recevez nos; retrouvez-nous; suivez-nous; tous
    droits réservés; voir aussi; à lire aussi; à lire également; à voir aussi
    """
    # Spanish
    """
    con información de; continúa leyendo; crédito de la foto; en vídeo:; haga clic; haz clic; le
    puede interesar; lea además; lea más; lea también; lee más; lee también; leer más; más
    información en; no te pierdas; regístrate; seguir leyendo; siga leyendo; sigue leyendo;
    suscríbase; suscríbete; síganos en; síguenos; también lea; también te puede interesar; te
    puede interesar; todos los derechos reservados; vea también; ver también
    """
    # Italian
    """
    abbonati a; abbonati ora; abbonati per; abbonati subito; articolo riservato; clicca qui;
    clicca su; continua a leggere; crediti foto; guarda anche; iscriviti; leggi anche; leggi di
    più; leggi l'articolo; leggi tutto; per approfondire; potrebbe interessarti; riproduzione
    riservata; scopri di più; segui le ultime; seguici; tutti i diritti riservati; vedi anche
    """
    # Portuguese
    """
    assine; cadastre-se; clique aqui; clique e; clique no; com informações d; confira também;
    continua após a publicidade; continua depois da publicidade; continue lendo; crédito da
    foto; inscreva-se; leia a íntegra; leia mais; leia também; receba as notícias; receba
    notícias; saiba mais; siga o canal; siga-nos; subscreva; todos os direitos reservados; veja
    mais; veja também
    """
    # Dutch
    """
    abonneer je; abonneer u; alle rechten voorbehouden; bekijk de video; bekijk hier; bekijk
    ook; dit artikel is; dit artikel verscheen; foto ter illustratie; geef je op; klik hier;
    klik op; laatste update; lees hier; lees meer; lees ook; lees verder; luister ook; meer
    lezen; meer over dit; meld je aan; met medewerking van; schrijf je in; volg het laatste;
    volg ons; wil je meer
    """
    # Polish
    """
    artykuł ukazał się; ciąg dalszy pod; czytaj dalej; czytaj również; czytaj także; czytaj
    teraz; czytaj też; czytaj więcej; dalsza część artykułu; dalsza część tekstu; dołącz do nas;
    fot.; kliknij; kup prenumeratę; materiał promocyjny; obejrzyj też; obserwuj nas; polecamy
    również; polub nas; przeczytaj również; przeczytaj także; przeczytaj też; reszta artykułu;
    subskrybuj; więcej informacji znajdziesz; wszelkie prawa zastrzeżone; zaloguj się; zapisz
    się; zarejestruj się; zobacz również; zobacz także; zobacz też; zobacz więcej; śledź nas;
    źródło zdjęcia
    """
    # Ukrainian
    """
    більше новин; всі права захищен; дивіться також; долучайтесь до; долучайтеся до; матеріал
    підготовлено; натисніть; передрук; повідомити про помилку; приєднуйтесь до; приєднуйтеся до;
    підписуйтесь; підписуйтеся; підпишіться; слідкуйте за нами; слідкуйте за нашими; слідкуйте
    за новинами; стежте за нами; стежте за нашими; стежте за новинами; усі права захищен;
    читайте більше; читайте на; читайте нас; читайте також; читати далі; читати також; якщо ви
    знайшли помилку; якщо ви побачили помилку; якщо ви помітили помилку
    """
    # Russian
    """
    больше новостей; все права защищены; если вы заметили ошибку; если вы нашли ошибку; нажмите;
    нашли ошибку; перепечатка; подписывайтесь; подпишитесь; присоединяйтесь к; следите за нами;
    следите за нашими; следите за новостями; смотрите также; фото носит; читайте на; читайте
    нас; читайте также; читать далее; читать полностью; читать также
    """
)
# What makes a credit or a link of the line, with a colon.
_LABELS = _words(
    """
    photo photos photograph photographs photographer picture pictures pictured image images video
    videos graphic illustration credit credits caption source sources watch listen read related
    recommended posted advertisement categories category tags topics keywords
    foto fotos bild bilder bildquelle quelle quellen grafik redaktion anzeige lesedauer lesezeit
    crédit crédits légende vidéo imagen crédito fuente fuentes vídeo fonte fonti immagine imagem
    fontes beeld bron zdjęcie źródło wideo фото відео джерело джерела ілюстрація скріншот видео
    источник иллюстрация скриншот fotoğraf kaynak källa kilde المصدر फोटो स्रोत ছবি সূত্র
    """
)
# What begins a time stamp, and how one ends.
_STAMPS = _words(
    """
    last updated published posted modified veröffentlicht aktualisiert stand publié mis
    actualizado publicado aggiornato pubblicato atualizado bijgewerkt gepubliceerd aktualizacja
    opublikowano zaktualizowano оновлено опубліковано обновлено опубликовано
    """
)
_STAMP_END = re.compile(r"(?:\d|[ap]\.?m|\b[A-Z]{2,4}|Uhr|h)[\s.)\]]*$")
_MOST_STAMP_WORDS = 9
# What begins a byline: nothing but names may follow.
_BY = _words("by von por par di door")
_BYLINE = re.compile(r"\w+(?:,? (?:and|und|y|e|et|en|for|[^\W\d_a-z][\w.'’-]*)){2,10},?\s?\.?")
_LONGEST_BYLINE = 100
# Where these begin, an address makes an invitation of the line.
_INVITING = _words("contact e-mail email follow reach write")
_ADDRESS = re.compile(r"@\w|https?:|\bon (?:Twitter|Facebook|Instagram|YouTube|X)\b")
# `Watch the ship go down »`
_LINKING = _words("hear learn listen map read see view watch")
_COUNTED = re.compile(r"(?:image|photo|picture|slide|page) \d+ of \d+")
# What makes an aside of what it is in.
_CONTAINED = (
    "contributed to this ",
    "contributed reporting",
    " rights reserved",
    "(reporting by",
    "; editing by",
    "to your inbox",
    "opens in new window",
)
_LONGEST_CONTAINING = 300
# What is read of the beginning.
_HEAD = 60


def is_aside(sentence: str, language: str = "") -> bool:
    """Return whether `sentence`, as split from a text, is none that a summary may show.

    Args:
        sentence: One of `split_sentences`, better without its dateline.
        language: ISO 639-1 code, empty if unknown: some set no marks at the end.
    """
    if _is_unfinished(sentence) and language not in _WITHOUT_MARKS:
        return True
    head = sentence[:_HEAD].lstrip(_LEADING).casefold().replace("’", "'")
    word = head.partition(" ")[0]
    if word in _PHRASES and head.startswith(_PHRASES[word]):
        return True
    label = word.rstrip(":.")
    if label in _LABELS and head[len(label) :].lstrip()[:1] == ":":
        return True
    if label in _STAMPS and _STAMP_END.search(sentence) and _counts(sentence, _MOST_STAMP_WORDS):
        return True
    return _is_credit(sentence, head, word) or not any(map(str.isalpha, sentence))


def _is_unfinished(sentence: str) -> bool:
    """Return whether `sentence` has no closing mark and is too short to have lost it."""
    bare = sentence.rstrip(_CLOSING)
    if bare.endswith(_MARKS):
        return False
    if bare.endswith(_ANNOUNCING):
        return True
    most = _MOST_HAN_CHARACTERS if bare[-1:] >= "\u3000" else _MOST_HEADING_CHARACTERS
    return len(bare) <= most and _counts(bare, _MOST_HEADING_WORDS)


def _counts(text: str, most: int) -> bool:
    return len(text.split(maxsplit=most)) <= most


def _is_credit(sentence: str, head: str, word: str) -> bool:
    """Return whether `sentence` says who made, owns or can be written to about a text."""
    if len(sentence) <= _LONGEST_BYLINE and word in _BY and _BYLINE.fullmatch(sentence):
        return True
    if word in _LINKING and "»" in sentence and "«" not in sentence:
        return True
    if (word in _INVITING or head.startswith("you can ")) and _ADDRESS.search(sentence):
        return True
    if head.startswith("©") or _COUNTED.match(head):
        return True
    lowered = sentence[:_LONGEST_CONTAINING].casefold()
    return any(map(lowered.__contains__, _CONTAINED))
