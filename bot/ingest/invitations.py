"""How pages lead their readers elsewhere and ask them for something, in many languages.

Plain phrases: there are too many of them for a regular expression to be quick.
"""

from __future__ import annotations

# What asks for something does so at once.
_MAX_INVITATION = 200
_MARKS = " -–—>»•▶➤*[(…:|#+\u200b"

# How lines begin that lead to other stories.
_LEADS_ELSEWHERE = (
    *("read also", "read more", "read next", "see also", "see more", "also read", "also see"),
    *("also on", "more on ", "more from ", "more about ", "more:", "related", "recommended"),
    *("further reading", "don't miss", "don’t miss", "watch:", "watch live", "listen to"),
    *("listen:", "listen live", "you may like", "you might like", "you may also like"),
    *("you might also like", "most read", "tags", "topics:", "share this"),
    *("lesen sie", "lies auch", "mehr zum", "mehr dazu", "mehr lesen", "mehr über", "mehr:"),
    *("auch interessant", "siehe auch", "zum thema", "das könnte sie"),
    *("lire aussi", "lire également", "lire la suite", "à lire", "voir aussi", "sur le même"),
    *("lea también", "lee también", "leer también", "lea más", "leer más", "ver también"),
    *("te puede interesar", "más información"),
    *("leia também", "leia mais", "veja também", "veja mais", "saiba mais"),
    *("leggi anche", "leggi tutto", "leggi pure", "vedi anche", "potrebbe interessar"),
    *("lees ook", "lees meer", "lees verder", "bekijk ook"),
    *("les også", "les mer", "läs också", "läs mer", "läs även", "læs også", "læs mere"),
    *("se også", "lue myös", "lue lisää"),
    *("czytaj", "zobacz", "przeczytaj", "polecamy", "čtěte", "čítajte", "přečtěte"),
    *("citește și", "citește mai", "citiți și", "διαβάστε", "olvasd el", "olvasd még"),
    *("читайте", "смотрите", "подробнее", "по теме", "дивіться", "детальніше", "за темою"),
    *("関連", "あわせて読", "続きを読", "相关", "相關", "延伸阅读", "延伸閱讀", "阅读更多"),
    *("관련", "อ่านเพิ่มเติม", "อ่านต่อ", "เรื่องที่เกี่ยวข้อง", "ข่าวที่เกี่ยวข้อง", "اقرأ", "यह भी पढ़ें"),
)

# What asks to subscribe, follow, share or write, or thanks others; a space is a word's border.
_ASKS = (
    *(" newsletter", " subscri", " sign up", " register now", " register here"),
    *(" register for", " in your inbox", " follow us", " follow me", " follow @"),
    *(" on twitter", " on facebook", " on instagram", " on whatsapp", " on telegram"),
    *(" join us", " join our", " join the conversation", " click here", " click to"),
    *(" tap here", " tap to", " download the", " download our", " our app", " our free app"),
    *(" like this story", " like this article", " enjoy this", " enjoyed this", " share it"),
    *(" share this", " donat", " support us", " support our", " got a story", " got a tip"),
    *(" have a story", " have a tip", " get in touch", " get the latest", " contact us"),
    *(" contact the", " email us", " e-mail us", "copyright", " all rights reserved", "©"),
    *(" affiliate", " commission from", " disclaimer", " advertis", " sponsored"),
    *(" reporting by", " editing by", " writing by", " contributed to"),
    *(" contributed reporting", " more to follow", " this story was", " this article was"),
    *(" this story has been", " this article has been"),
    *(" abonn", " anmelden", " folgen sie", " folge uns", " folgst du", " auf whatsapp"),
    *(" anzeige ", " mit material"),
    *(" inscrivez", " inscription", " suivez", " réservée aux", " réservé aux", " publicité"),
    *(" suscr", " síguenos", " boletín", " publicidad", " assine ", " siga ", " inscreva"),
    *(" iscriviti", " seguici", " pubblicità", " meld je aan", " volg ons"),
    *(" subskryb", " zapisz się", " obserwuj", " prenumer", " følg oss", " följ oss"),
    *(" abone ol", " takip ed", " подпис", " подпиш", " следите за", " реклама", " підпис"),
    *(" підпиш", " стежте за"),
    *("フォロー", "会員", "購読", "シェア", "订阅", "訂閱", "关注", "구독"),
)


def invites(text: str) -> bool:
    """Return whether `text` leads elsewhere or asks for something, as articles seldom do."""
    beginning = text[:_MAX_INVITATION].casefold()
    words = f" {beginning} "
    return beginning.lstrip(_MARKS).startswith(_LEADS_ELSEWHERE) or any(
        phrase in words for phrase in _ASKS
    )
