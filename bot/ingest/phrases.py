"""What pages say that stand in an article's place, in the languages of most readers.

News may say any of it too. So it counts only where little else is said, and most of it only
where the reader is addressed, which news hardly ever does.
"""

from __future__ import annotations

import re


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE | re.MULTILINE)


# "Your browser", "bitte", "veuillez": the reader is spoken to.
ADDRESS = re.compile(
    r"\b(?i:you|your|yours|please)\b"
    r"|\b(?:Ihre?[mnrs]?|Ihnen|[Bb]itte|[Dd]eine?[mnrs]?)\b|(?<![.!?…:„“»] )(?<!^)\bSie\b"
    r"|\b(?i:vous|votre|vos|veuillez|merci de)\b"
    r"|\b(?i:tu|tus|tú|te|usted|por favor|você)\b"
    r"|\b(?i:tuo|tua|tuoi|tue|ti|puoi|hai)\b"
    r"|\b(?i:u|uw|jouw|jij)\b"
    r"|\b(?i:tw[oó]j\w*|ciebie|możesz|masz|jesteś|państw[au]|korzystasz|szukasz)\b"
    r"|\b(?i:ви|вас|вам|ваш\w*|вы)\b"
    r"|\b(?i:du|ditt|dina)\b"
)

# As titles they stand alone, or before a mark: "Access denied | Coast Times".
ROBOT_TITLE = _any_of(
    r"^(?:just a moment|attention required|access denied|security check|one more step)"
    r"(?: *[.…!|:–—-]|$)",
    r"^(?:pardon our interruption|are you a robot\?*$|access to this page has been denied)",
)
ROBOT = _any_of(
    r"(?:checking|verify(?:ing)?|reviewing) (?:if )?(?:that )?(?:the site|your (?:browser|conn))",
    r"(?:verify(?:ing)?|confirm|prove|make sure|checking if|know) (?:that )?you(?:'|’| a)re "
    r"(?:an? )?(?:not an? (?:ro)?bot|human|real)",
    r"are you a (?:robot|human)|you(?:'|’| a)re not a robot|\bpress (?:&|and) hold\b",
    r"review the security of your connection|additional security check",
    r"enable (?:javascript|js) and cookies|\bcaptcha\b",
    r"unusual (?:traffic|activity)|automated (?:tools|requests|access|traffic|queries)",
    r"\b(?:ray|(?:support|incident|block|error) ?(?:reference)?) id\b *[:#]|\breference #\d",
    r"you don[’']t have permission to access|you have been blocked|\bddos\b|human verification",
    r"security service to protect|please wait while (?:we|your)|automatically redirected once",
    r"(?:kein|keine) (?:roboter|maschine) (?:sind|bist)|dass sie ein mensch|ungewöhnliche[nr]? "
    r"(?:zugriff|datenverkehr|aktivität|anfrage)|sicherheit ihrer verbindung",
    r"(?:êtes|suis)(?: pas|[- ]vous| peut-être)? un (?:robot|humain|être humain)",
    r"(?:que|si) vous êtes (?:bien )?humain|trafic (?:inhabituel|anormal)|activité inhabituelle",
    r"sécurité de votre connexion",
    r"no (?:eres|soy|es) un (?:robot|bot)|(?:que|si) eres (?:un ser )?humano|tráfico (?:inusual|"
    r"inhabitual)|seguridad de (?:tu|su) conexión",
    r"non (?:sei|sono) un robot|(?:sia|sei) un (?:essere )?umano|traffico (?:insolito|anomalo)",
    r"(?:geen|niet een) robot bent|u een mens bent|(?:ongewoon|ongebruikelijk) verkeer",
    r"veiligheid van (?:uw|je) verbinding",
    r"(?:nie jesteś|nie jestem) robotem|jesteś człowiekiem|nietypowy ruch|bezpieczeństwo twojego",
    r"(?:ви|чи ви) (?:не робот|людина)|незвичн\w+ (?:трафік|активність)|безпеку вашого з.єднання",
    r"(?:вы|я) не робот|что вы не робот|а не робот|подозрительн\w+ (?:трафик|активность)",
    r"(?:que (?:você )?não é|não sou) um rob[ôo]|inte är en robot|no bloqueado por robot",
    r"ロボットではない|不是机器人|로봇이 아닙니다",
)

SCRIPT = _any_of(
    r"\bjavascript\b|\b(?:enable|activate) js\b",
    r"browser\b.{0,40}\b(?:not supported|out of date|outdated|no longer supported)",
    r"browser\b.{0,40}\b(?:veraltet|nicht (?:mehr )?unterstützt|verouderd|niet ondersteund)",
    r"(?:navigateur|navegador|browser)\b.{0,40}\b(?:obsolète|pas pris en charge|obsoleto|no es "
    r"compatible|non (?:è )?(?:supportato|aggiornato))",
    r"przeglądark\w+ .{0,40}(?:nieaktualn|przestarza|nie jest obsługiwan)",
    r"браузер\w* .{0,40}(?:застарі|не підтриму|устарел|не поддержива)",
)

REGION = _any_of(
    r"\b(?:not|isn[’']t) (?:currently )?available (?:in|to (?:users|visitors) in) (?:your|this) "
    r"(?:region|country|location|area)|\bunavailable (?:due to|for) legal|in your (?:country|"
    r"region) (?:or|and|because|due)|rights restrictions|european economic area",
    r"in (?:ihrem|deinem) (?:land|gebiet)|in (?:ihrer|deiner|der) region\b.{0,60}(?:nicht|aus der)",
    r"dans votre (?:pays|région)|depuis (?:le|votre) pays|zone géographique",
    r"en (?:tu|su) (?:país|región)",
    r"nel (?:tuo|suo) paese|nella tua (?:regione|area)",
    r"in (?:uw|jouw|je) (?:land|regio)",
    r"w (?:twoim|państwa) (?:kraju|regionie)",
    r"(?:у|в) ваш(?:ій|ому|ей|ем) (?:країні|регіоні|стране|регионе)",
    r"(?:no|em) seu (?:país|região)|i ditt land",
)

APP = _any_of(
    r"\b(?:open|view|read|continue|better|best|download|get|use)\b.{0,40}\b(?:in |on )?(?:the|our)"
    r"(?: \w+){0,3} app\b",
    r"\b(?:in|mit) (?:der|unserer)(?: \S+)? app\b|\bapp (?:öffnen|herunterladen|installieren)",
    r"(?:dans|avec|téléchargez) (?:notre |l[’'])(?:appli|application)",
    r"\b(?:en|con|descarga) (?:la|nuestra) (?:app|aplicación)\b",
    r"\b(?:nell[’'’]|con l[’']|scarica l[’'])app\b",
    r"\b(?:in|met) (?:de|onze) app\b",
    r"\bw (?:naszej )?aplikacji\b",
    r"\b(?:у|в) (?:нашому )?(?:застосунку|додатку|приложении)",
    r"\bno (?:nosso )?aplicativo\b|\bi (?:vår )?app(?:en)?\b",
)

ERROR_TITLE = _any_of(
    # News count people in such numbers: "404 passengers rescued".
    r"^(?:40[0-9]|410|50[0-4])(?: *(?:[^\w\s]|$)| (?:error|not found|forbidden|page|server|bad))",
    r"^(?:error|http|erreur|fehler|errore|fout|ошибка|помилка|błąd) (?:40[0-9]|410|50[0-4])\b",
    r"\b(?:page|content|article|file) (?:not found(?! guilty)|unavailable|does ?n[o'’]t exist)",
    r"\b(?:can[’']?t|cannot|could ?n[o'’]t) find (?:the|this|that|your) (?:page|article)",
    r"\b(?:page|article)\b.{0,40}\b(?:can[’']?t|cannot|could ?n[o'’]t) be found",
    r"^(?:not found|oops|whoops|forbidden|bad gateway|service unavailable|server error"
    r"|something went wrong)(?: *[.…!|:–—-]*$| *[|:–—-])",
    r"\b(?:seite|artikel|inhalt) (?:wurde )?nicht (?:gefunden|verfügbar)|^wartungsarbeiten$",
    r"\b(?:page|article) (?:introuvable|non trouvée?)",
    r"\bpágina no (?:encontrada|existe)",
    r"\bpágina não encontrada",
    r"\bpagina non (?:trovata|esiste)",
    r"\bpagina niet gevonden",
    r"\bsidan (?:hittades inte|kunde inte hittas)",
    r"\bnie (?:znaleziono|została znaleziona|istnieje)|^przerwa techniczna$",
    r"(?:страниц\w+|статья|запись) не (?:найден|существует)",
    r"(?:сторінк\w+|статтю|запис) не (?:знайден|існує)|^технічні роботи$",
    r"ページが見つかりません",
    r"(?:页面|頁面)不存在",
)
ERROR = _any_of(
    ERROR_TITLE.pattern,
    r"\b(?:page|article|story)\b.{0,60}\b(?:isn[’']t here|no longer (?:exists|available)|(?:been )?"
    r"(?:moved|removed|deleted))",
    r"\btechnical (?:difficulties|problem)|something (?:went|has gone) wrong|be (?:right )?back "
    r"(?:soon|shortly)|under maintenance|temporarily (?:unavailable|down)|try again (?:later|in a)",
    r"\b(?:backend fetch failed|internal server error|gateway time-?out|guru meditation)",
    r"\b(?:seite|artikel|beitrag|inhalt)\b.{0,60}(?:nicht (?:mehr|gefunden|verfügbar|erreichbar)|"
    r"existiert nicht|verschoben|gelöscht)|vorübergehend nicht|wartungsarbeiten|schiefgelaufen",
    r"\b(?:page|article|contenu)\b.{0,60}(?:introuvable|n[’']existe (?:pas|plus)|n[’']est plus|"
    r"déplacée?|supprimée?)|momentanément|temporairement indisponible|problème technique",
    r"\b(?:página|artículo|contenido|noticia)\b.{0,60}(?:no existe|no se encuentra|no está dispon|"
    r"dirección)|no hemos (?:podido )?encontr|mantenimiento|problema técnico|inténtalo de nuevo",
    r"\b(?:pagina|articolo|contenuto)\b.{0,60}(?:non esiste|non è (?:più )?dispon|spostat|rimoss)|"
    r"non abbiamo trovato|temporaneamente|problema tecnico|manutenzione",
    r"\b(?:pagina|artikel)\b.{0,60}(?:bestaat niet|niet (?:meer|vinden|gevonden)|verplaatst|"
    r"verwijderd)|tijdelijk niet|onderhoud|storing|iets (?:is )?mis(?: gegaan)?",
    r"\b(?:stron\w+|artykuł\w*|treś\w+)\b.{0,60}(?:nie istnieje|przeniesion|usunięt|niedostępn)|"
    r"nie (?:znaleźliśmy|możemy znaleźć)|chwilowo|prace konserwacyjne|coś poszło nie tak",
    r"\b(?:сторінк\w+|статт\w+|матеріал\w*)\b.{0,60}(?:не існує|переміщен|видален|недоступн)|"
    r"не (?:знайшли|вдалося знайти)|тимчасово|технічні роботи|щось пішло не так",
    r"\b(?:страниц\w+|стать\w+|материал\w*)\b.{0,60}(?:не существует|перемещен|удален|недоступ)|"
    r"временно|технические работы|что-то пошло не так",
)

# What a consent dialog is about ...
CONSENT_SUBJECT = _any_of(
    r"cookies?\b|\bcookie|\bтехнологі\w+ відстеження|\b(?:куки|кукі)\b|\btracking\b|\bтрекінг",
    r"\bconsent\b|\bgdpr\b|\bprivacy\b|\bdsgvo\b|\brgpd\b|\brodo\b",
    r"\bpersonal(?:i[sz]ed)? (?:data|ads|advertising|content)\b|\bour (?:\d+ )?partners\b",
    r"\beinwillig|\bdatenschutz|\bpersonenbezogene|\bzustimm|\bprivatsphäre",
    r"\bpersonalisierte[rn]? (?:werbung|anzeigen)|\bwerbetracking",
    r"\bconsentement|\bconfidentialité|\bvie privée|\bdonnées (?:à caractère )?personnel",
    r"\bpublicités? (?:ciblée|personnalisée)s?|\baccepter\b.{0,20}\brefuser",
    r"\bconsentimiento|\bprivacidad|\bdatos personales|\b(?:publicidad|anuncios) personalizad",
    r"\bconsentimento|\bprivacidade|\bdados pessoais",
    r"\bconsenso|\bdati personali|\bpubblicità profilata|\bprofilazione",
    r"\btoestemming|\bpersoonsgegevens|\bvoorkeuren",
    r"\bzgod(?:a|ę|y|ą|zie)\b|\bprywatnoś|\bdan(?:e|ych) osobow|\bspersonalizowan",
    r"\bсогласи[еяю]|\bконфиденциальност|\bперсональн\w+ данн",
    r"\bзгод(?:а|и|у|ою)\b|\bконфіденційн|\bприватн|\bперсональн\w+ дан|\bперсоналізован",
    r"\bsamtyck|\bpersonuppgift|\bsamtykke",
)
# ... and what it asks the reader to do.
CONSENT_REQUEST = _any_of(
    r"\b(?:accept|reject|agree|decline|manage|withdraw|allow|your (?:choices?|preferences))\b",
    r"\b(?:our|third-party|\d+) partners\b|\b(?:always active|more options|legitimate interest)",
    r"\b(?:akzeptier|ablehn|zustimm|widerruf|einwillig|einstellungen|unsere[nr]? (?:\d+ )?partner|"
    r"jederzeit)",
    r"\b(?:accept(?:er|ez)|refus\w*|paramétrer|retirer|(?:nos|\d+) partenaires|à tout moment|"
    r"toujours actifs|vos choix|votre choix)\b",
    r"\b(?:acept\w+|rechaz\w+|configur\w+|retirar|(?:nuestros|\d+) socios|en cualquier momento|"
    r"preferencias|aceitar|rejeitar|parceiros)\b",
    r"\b(?:accett\w+|rifiut\w+|personalizza|revocat\w*|(?:nostri|\d+) partner|preferenze|"
    r"in qualsiasi momento|sempre attivi|impostazioni)\b",
    r"\b(?:accepter\w*|weiger\w*|akkoord|wijzig\w*|intrekken|instell\w*|voorkeuren|altijd|"
    r"(?:onze|\d+) partners)\b",
    r"\b(?:akceptuj\w*|odrzuć\w*|odmówić|wycofać|zgadzasz|wyrazić|nas[iz]\w*(?: \w+)? partner\w*|"
    r"ustawieni\w*|w dowolnym momencie|zawsze włączone)\b",
    r"\b(?:принять|принимаю|отклонить|согласен|отозвать|настро|партн[её]р)",
    r"\b(?:прийняти|приймаю|відхилити|відмовитися|відкликати|погодж|налаштув|партнер|будь-коли)",
    r"\b(?:godkänn|acceptera|avvisa|våra partner)",
)

# What stands where a text breaks off ...
PAYWALL = _any_of(
    r"(?:subscribe|register|sign (?:in|up)|log ?in|create (?:a free|an) account|become an? \w+)\b"
    r".{0,40}\b(?:(?:to|and) (?:(?:read|unlock|access) (?:this|the (?:full|rest|whole|story)|more|"
    r"every)|(?:continue|keep)\b)|for (?:full|unlimited))",
    r"to (?:continue|keep) reading|\b(?:continue|keep) reading (?:with|for)\b|to read the (?:full|"
    r"rest|whole|entire)|you must (?:log|sign) in|unlock (?:this|the) (?:article|story)",
    r"(?:article|story|content|rest|piece)(?: of \w+ \w+)? is (?:for|reserved|only|exclusive)",
    r"(?:limit of|last|no|your) free articles|free articles (?:left|remaining|this month)",
    r"\b(?:weiterlesen|weiterzulesen)\b.{0,60}\b(?:abo|anmelden|plus|\+)|jetzt weiterlesen",
    r"\bum (?:den|diesen) (?:\w+ )?(?:text|artikel|beitrag) (?:weiter)?zu ?lesen",
    r"(?:artikel|beitrag|text|inhalt)\b.{0,20}(?:nur|exklusiv) für (?:abonnent|mitglied)",
    r"(?:suite|article|contenu|lecture)\b.{0,20}réservée?s? (?:aux|à nos) abonnés|il vous reste "
    r"[\d.,]+ ?%|pour lire la suite|abonnez-vous pour",
    r"(?:contenido|artículo|noticia|conteúdo|texto)\b.{0,20}(?:solo|exclusiv[oa]) para (?:suscript|"
    r"assinant)|suscríbete para|para seguir leyendo|leer (?:el|este) artículo completo",
    r"(?:articolo|contenuto)\b.{0,20}(?:riservat[oa]|solo) (?:agli|per gli|per|ai nostri) abbonati|"
    r"abbonati (?:per|e) (?:leggere|continuare)|per continuare a leggere|leggere l[’']articolo "
    r"completo",
    r"artikel\b.{0,20}(?:alleen|exclusief) voor (?:abonnees|leden)|word abonnee|verder te lezen|"
    r"lees verder voor",
    r"(?:część|artykuł\w*|treś\w+|tekst\w*)\b.{0,25}dla (?:subskrybentów|prenumeratorów)|aby (?:"
    r"czytać dalej|przeczytać (?:cał|ten|dalszą))",
    r"оформите подписку|чтобы (?:читать|продолжить) дальше|доступ\w* (?:по подписке|подписчикам)",
    r"(?:продовження|статт\w+|матеріал\w*|текст\w*)\b.{0,25}(?:для|за) (?:перед)?плат|оформіть "
    r"(?:перед)?плат|щоб (?:читати|продовжити) далі|щоб прочитати (?:статтю|текст|повн)",
    r"(?:endast|bara) för prenumeranter",
    r"有料会員|会員限定|订阅后|付费阅读",
)
# ... and beside it, but in the margin of a free page as well.
OFFER = _any_of(
    r"already a (?:subscriber|member)\?|cancel any ?time",
    r"\b(?:for|to) subscribers only|subscriber-only",
    r"(?:noch kein|bereits ein) abo\b|(?:bereits|schon) abonnent|(?:jederzeit|monatlich) kündbar",
    r"réservée?s? aux abonnés|déjà abonnée? ?\?|sans engagement",
    r"exclusiv[oa] para suscriptores|ya eres suscriptor|cancela cuando quieras|artículos gratuitos",
    r"riservato agli abbonati|sei già abbonato|disdici quando vuoi|articoli gratuiti",
    r"alleen voor abonnees|al abonnee\?|(?:maandelijks|altijd) opzegbaar|gratis artikelen",
    r"(?:tylko|wyłącznie) dla (?:subskrybentów|prenumeratorów)",
    r"masz już (?:prenumeratę|subskrypcję)|bezpłatnych artykułów",
    r"(?:лише|тільки|только) для (?:перед)?(?:плат|подпис)|вже передплатник|безкоштовні статті",
)
LOGIN = _any_of(
    r"\b(?:log|sign) ?in\b|\bpassword\b|\bemail address\b",
    r"\b(?:anmelden|einloggen|passwort|melden sie sich)\b",
    r"\b(?:connexion|connectez-vous|identifiez-vous|se connecter|mot de passe)\b",
    r"\b(?:inici(?:a|ar) sesión|contraseña|accede a tu)\b",
    r"\b(?:accedi|accesso)\b",
    r"\b(?:inloggen|log in|wachtwoord)\b",
    r"\b(?:zaloguj|logowanie|hasło)\b",
    r"\b(?:увійдіть|увійти|вхід|пароль|войдите|войти|вход)\b",
    r"\b(?:entrar|fazer login|senha|logga in|lösenord)\b",
)
