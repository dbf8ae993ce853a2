-- A SQLite database of version 0015, with something in every table.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0015');
CREATE TABLE alerts (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	chat_id BIGINT NOT NULL,
	story_id INTEGER NOT NULL,
	filter_id INTEGER NOT NULL,
	ref TEXT NOT NULL,
	sentence TEXT NOT NULL,
	told_at DATETIME NOT NULL,
	due_at DATETIME NOT NULL,
	day TEXT NOT NULL,
	"key" TEXT NOT NULL,
	CONSTRAINT uq_alerts_key UNIQUE ("key")
);
INSERT INTO "alerts" VALUES(1,7,1,1,'1','A ferry ran aground.','2026-01-10 06:00:00.000000','2026-01-10 06:00:00.000000','2026-01-10','alert:7:1');
CREATE TABLE arrivals (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	ref TEXT NOT NULL,
	at DATETIME NOT NULL
);
INSERT INTO "arrivals" VALUES(1,'1','2026-01-10 06:00:00.000000');
CREATE TABLE articles (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	title TEXT NOT NULL,
	body TEXT NOT NULL,
	url TEXT,
	site TEXT NOT NULL,
	authors JSON NOT NULL,
	language TEXT NOT NULL,
	published_at DATETIME,
	added_at DATETIME NOT NULL,
	at DATETIME NOT NULL,
	content_hash VARCHAR(64) NOT NULL,
	is_published BOOLEAN NOT NULL,
	source_id INTEGER,
	story_id INTEGER, only_day BOOLEAN DEFAULT 0 NOT NULL, copy_of TEXT,
	CONSTRAINT fk_articles_source_id FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE SET NULL,
	CONSTRAINT fk_articles_story_id FOREIGN KEY(story_id) REFERENCES stories (id) ON DELETE SET NULL,
	CONSTRAINT uq_articles_url UNIQUE (url)
);
INSERT INTO "articles" VALUES(1,'Ferry runs aground','A ferry ran aground.

Nobody was hurt.','https://coast-times.example/1','Coast Times','["A. Writer"]','en','2026-01-10 06:00:00.000000','2026-01-10 06:00:00.000000','2026-01-10 06:00:00.000000','36193232c1ce91139a9413a230a9963cc9da1ccfcb31addcc3e526e206142137',1,1,1,0,NULL);
INSERT INTO "articles" VALUES(2,'Паром сів на мілину','Пором на мілині.',NULL,'','[]','uk','2026-01-10 00:00:00.000000','2026-01-10 06:00:00.000000','2026-01-10 00:00:00.000000','1adcba29a2f964c1a327136af0c9ef22a0911c9737306ec29c65b61fecc954fe',1,NULL,1,1,'1');
CREATE TABLE digest_entries (
	digest_id INTEGER NOT NULL,
	position INTEGER NOT NULL,
	story_id INTEGER NOT NULL,
	content JSON NOT NULL,
	CONSTRAINT pk_digest_entries PRIMARY KEY (digest_id, position),
	CONSTRAINT fk_digest_entries_digest_id FOREIGN KEY(digest_id) REFERENCES digests (id) ON DELETE CASCADE
);
INSERT INTO "digest_entries" VALUES(1,0,1,'{"story_id":1,"title":"Ferry runs aground","url":"https://coast-times.example/1","sentences":[{"text":"A ferry ran aground.","article_id":1,"position":0}],"outlets":[{"name":"Coast Times","url":"https://coast-times.example/1"}],"at":"2026-01-10T06:00:00+00:00","related":[{"ref":"h1","title":"Ferry towed free","url":"https://north-post.example/2","outlet":"North Post","adds":"","in_story":true}],"told_at":null,"day":"2026-01-10","reasons":{"outlets":2,"most":3,"newest_at":"2026-01-10T06:00:00+00:00","filters":["ferry"],"heard":0,"has_text":true,"topic":"weather","same_topic":0,"likings":[{"trait":{"kind":"topic","name":"weather"},"points":1.0}],"times":1.2}}');
CREATE TABLE digests (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	chat_id BIGINT NOT NULL,
	"key" TEXT NOT NULL,
	created_at DATETIME NOT NULL,
	state TEXT NOT NULL,
	stories INTEGER NOT NULL,
	outlets INTEGER NOT NULL, left_out JSON,
	CONSTRAINT uq_digests_chat_id_key UNIQUE (chat_id, "key")
);
INSERT INTO "digests" VALUES(1,7,'2026-01-09T18:30','2026-01-10 06:00:00.000000','built',2,2,'{"story_id":9,"title":"Other","reasons":{"outlets":2,"most":3,"newest_at":"2026-01-10T06:00:00+00:00","filters":["ferry"],"heard":0,"has_text":true,"topic":"weather","same_topic":0,"likings":[{"trait":{"kind":"topic","name":"weather"},"points":1.0}],"times":1.2},"next":[10]}');
CREATE TABLE facets (
	id INTEGER NOT NULL,
	field TEXT NOT NULL,
	value TEXT NOT NULL,
	documents INTEGER NOT NULL,
	CONSTRAINT pk_facets PRIMARY KEY (id),
	CONSTRAINT uq_facets_field_value UNIQUE (field, value)
);
INSERT INTO "facets" VALUES(1,'lang','en',2);
INSERT INTO "facets" VALUES(2,'topic','weather',3);
INSERT INTO "facets" VALUES(3,'source','coast times',1);
INSERT INTO "facets" VALUES(4,'lang','uk',1);
INSERT INTO "facets" VALUES(5,'source','north post',1);
CREATE TABLE filters (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	chat_id BIGINT NOT NULL,
	kind TEXT NOT NULL,
	text TEXT NOT NULL,
	languages JSON NOT NULL,
	made_at DATETIME NOT NULL
, thread_id BIGINT);
INSERT INTO "filters" VALUES(1,7,'alert','ferry','["en"]','2026-01-10 06:00:00.000000',4);
CREATE TABLE former_stories (
	id INTEGER NOT NULL,
	became INTEGER,
	revision BIGINT NOT NULL,
	CONSTRAINT pk_former_stories PRIMARY KEY (id)
);
INSERT INTO "former_stories" VALUES(2,1,1);
CREATE TABLE headlines (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	identity VARCHAR(64) NOT NULL,
	title TEXT NOT NULL,
	url TEXT,
	site TEXT NOT NULL,
	language TEXT NOT NULL,
	published_at DATETIME,
	added_at DATETIME NOT NULL,
	at DATETIME NOT NULL,
	source_id INTEGER,
	article_id INTEGER,
	story_id INTEGER, only_day BOOLEAN DEFAULT 0 NOT NULL, copy_of TEXT,
	CONSTRAINT fk_headlines_source_id FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE SET NULL,
	CONSTRAINT fk_headlines_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE SET NULL,
	CONSTRAINT fk_headlines_story_id FOREIGN KEY(story_id) REFERENCES stories (id) ON DELETE SET NULL,
	CONSTRAINT uq_headlines_identity UNIQUE (identity)
);
INSERT INTO "headlines" VALUES(1,'346438ead9e11cf8dd5c95a129639838ced9f113ae2561d0b1dc3868bb372059','Ferry towed free','https://north-post.example/2','North Post','en','2026-01-10 06:00:00.000000','2026-01-10 06:00:00.000000','2026-01-10 06:00:00.000000',NULL,1,1,0,NULL);
CREATE TABLE inbox (
	id BIGINT NOT NULL,
	chat_id BIGINT NOT NULL,
	payload TEXT NOT NULL,
	received_at DATETIME NOT NULL,
	state TEXT NOT NULL,
	tries INTEGER NOT NULL,
	moved_at DATETIME NOT NULL,
	error TEXT NOT NULL,
	CONSTRAINT pk_inbox PRIMARY KEY (id)
);
INSERT INTO "inbox" VALUES(1,7,'{"update_id":1}','2026-01-10 06:00:00.000000','new',0,'2026-01-10 06:00:00.000000','');
CREATE TABLE outbox (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	chat_id BIGINT NOT NULL,
	kind TEXT NOT NULL,
	turn INTEGER NOT NULL,
	"key" TEXT NOT NULL,
	text TEXT NOT NULL,
	buttons JSON NOT NULL,
	about TEXT NOT NULL,
	thread_id BIGINT,
	state TEXT NOT NULL,
	due_at DATETIME NOT NULL,
	tries INTEGER NOT NULL,
	unsure INTEGER NOT NULL,
	owner TEXT NOT NULL,
	lease_until DATETIME,
	message_id BIGINT,
	settled_at DATETIME,
	error TEXT NOT NULL, file_name TEXT, file_content BLOB, page TEXT DEFAULT '' NOT NULL, edits BIGINT, rank BIGINT DEFAULT 0 NOT NULL,
	CONSTRAINT uq_outbox_key UNIQUE ("key")
);
INSERT INTO "outbox" VALUES(1,7,'digest',2,'digest:7:2026-01-09T18:30:0','<b>Ferry</b>','[[["More","/more 1"]]]','d1',NULL,'new','2026-01-10 06:00:00.000000',0,0,'',NULL,NULL,NULL,'','a.txt',X'616263','settings',5,1768024800);
INSERT INTO "outbox" VALUES(2,7,'reply',0,'update:1:0','Hello','[]','',NULL,'new','2026-01-10 06:00:00.000000',0,0,'',NULL,NULL,NULL,'',NULL,NULL,'',NULL,1768024800);
CREATE TABLE pushes (
	source_id INTEGER NOT NULL,
	hub_url TEXT NOT NULL,
	topic_url TEXT NOT NULL,
	token TEXT NOT NULL,
	secret TEXT NOT NULL,
	ask_at DATETIME NOT NULL,
	tries INTEGER NOT NULL,
	lease_until DATETIME,
	CONSTRAINT pk_pushes PRIMARY KEY (source_id),
	CONSTRAINT fk_pushes_source_id FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE CASCADE,
	CONSTRAINT uq_pushes_token UNIQUE (token)
);
INSERT INTO "pushes" VALUES(1,'https://hub.example/','https://coast-times.example/feed','token','secret','2026-01-10 06:00:00.000000',1,'2026-01-11 06:00:00.000000');
CREATE TABLE ratings (
	chat_id BIGINT NOT NULL,
	about TEXT NOT NULL,
	verdict TEXT NOT NULL,
	likings JSON NOT NULL,
	title TEXT NOT NULL,
	rated_at DATETIME NOT NULL,
	CONSTRAINT pk_ratings PRIMARY KEY (chat_id, about)
);
INSERT INTO "ratings" VALUES(7,'s1','more','[["topic","weather",1.0]]','Ferry runs aground','2026-01-10 06:00:00.000000');
CREATE TABLE readings (
	id INTEGER NOT NULL,
	chat_id BIGINT NOT NULL,
	ref TEXT NOT NULL,
	read_at DATETIME NOT NULL,
	CONSTRAINT pk_readings PRIMARY KEY (id),
	CONSTRAINT uq_readings_chat_id_ref UNIQUE (chat_id, ref)
);
INSERT INTO "readings" VALUES(1,7,'1','2026-01-10 06:00:00.000000');
CREATE TABLE rulings (
	one TEXT NOT NULL,
	other TEXT NOT NULL,
	together BOOLEAN NOT NULL,
	made_at DATETIME NOT NULL,
	CONSTRAINT pk_rulings PRIMARY KEY (one, other)
);
INSERT INTO "rulings" VALUES('1','2',1,'2026-01-10 06:00:00.000000');
CREATE TABLE search (
	id INTEGER NOT NULL,
	item INTEGER NOT NULL,
	at DATETIME NOT NULL,
	facets JSON NOT NULL,
	CONSTRAINT pk_search PRIMARY KEY (id),
	CONSTRAINT uq_search_item UNIQUE (item)
);
INSERT INTO "search" VALUES(2011619328,2,'2026-01-10 06:00:00.000000','[3,1,2]');
INSERT INTO "search" VALUES(2011619329,4,'2026-01-10 06:00:00.000000','[4,2]');
INSERT INTO "search" VALUES(2011619330,3,'2026-01-10 06:00:00.000000','[5,1,2]');
CREATE TABLE seen (
	source_id INTEGER NOT NULL,
	identity VARCHAR(64) NOT NULL,
	seen_at DATETIME NOT NULL,
	CONSTRAINT pk_seen PRIMARY KEY (source_id, identity),
	CONSTRAINT fk_seen_source_id FOREIGN KEY(source_id) REFERENCES sources (id) ON DELETE CASCADE
);
INSERT INTO "seen" VALUES(1,'ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb','2026-01-10 06:00:00.000000');
CREATE TABLE sources (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	url TEXT NOT NULL,
	title TEXT NOT NULL,
	site_url TEXT,
	etag TEXT NOT NULL,
	last_modified TEXT NOT NULL,
	next_poll_at DATETIME NOT NULL,
	last_success_at DATETIME,
	failures INTEGER NOT NULL,
	last_error TEXT NOT NULL,
	added_at DATETIME NOT NULL, state TEXT DEFAULT 'read' NOT NULL, full_text TEXT DEFAULT 'short' NOT NULL, timing JSON, gap_seconds BIGINT, newest_at DATETIME, failing_since DATETIME, last_status INTEGER, moved_to TEXT DEFAULT '' NOT NULL, moves INTEGER DEFAULT '0' NOT NULL,
	CONSTRAINT uq_sources_url UNIQUE (url)
);
INSERT INTO "sources" VALUES(1,'https://coast-times.example/feed','Coast Times',NULL,'"7"','','2026-01-10 06:00:00.000000',NULL,2,'timeout','2026-01-10 06:00:00.000000','read','always','{"ttl":60,"skip_hours":[1,2],"skip_days":[6]}',3630,'2026-01-10 06:00:00.000000','2026-01-10 06:00:00.000000',503,'',0);
CREATE TABLE stories (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
	title TEXT NOT NULL,
	first_seen_at DATETIME NOT NULL,
	updated_at DATETIME NOT NULL,
	terms JSON NOT NULL,
	size INTEGER NOT NULL
, meaning BLOB, headlines INTEGER DEFAULT '0' NOT NULL, newest_at DATETIME, revision BIGINT DEFAULT '0' NOT NULL);
INSERT INTO "stories" VALUES(1,'Ferry runs aground','2026-01-10 06:00:00.000000','2026-01-10 06:00:00.000000','{"ferri":1.5,"aground":0.75}',3,X'0000803F',1,'2026-01-10 06:00:00.000000',2);
CREATE TABLE subscribers (
	chat_id BIGINT NOT NULL,
	thread_id BIGINT,
	times TEXT NOT NULL,
	weekdays TEXT NOT NULL,
	zone TEXT NOT NULL,
	next_slot TEXT NOT NULL,
	next_at DATETIME NOT NULL,
	since DATETIME NOT NULL,
	paused TEXT NOT NULL, quiet TEXT DEFAULT '' NOT NULL, paused_until DATETIME, is_confirmed BOOLEAN DEFAULT 1 NOT NULL, stories INTEGER, length TEXT DEFAULT 'short' NOT NULL, tells_empty BOOLEAN DEFAULT 1 NOT NULL, only_followed BOOLEAN DEFAULT 0 NOT NULL, alerts INTEGER DEFAULT '5' NOT NULL,
	CONSTRAINT pk_subscribers PRIMARY KEY (chat_id)
);
INSERT INTO "subscribers" VALUES(7,NULL,'08:00 18:30','01234','Europe/Kyiv','2026-01-12T08:00','2026-01-12 06:00:00.000000','2026-01-10 06:00:00.000000','','22:00-07:00','2026-01-10 06:00:00.000000',1,5,'long',1,0,3);
CREATE TABLE summaries (
	article_id INTEGER NOT NULL,
	method TEXT NOT NULL,
	length INTEGER NOT NULL,
	sentences JSON NOT NULL, edition INTEGER DEFAULT '1' NOT NULL,
	CONSTRAINT pk_summaries PRIMARY KEY (article_id, method, length),
	CONSTRAINT fk_summaries_article_id FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE
);
INSERT INTO "summaries" VALUES(1,'ranker',1,'[[0,"A ferry ran aground."]]',1);
CREATE TABLE word_counts (
	id INTEGER NOT NULL,
	content BLOB NOT NULL,
	CONSTRAINT pk_word_counts PRIMARY KEY (id)
);
INSERT INTO "word_counts" VALUES(1,X'636F756E7473');
CREATE TABLE words (stem TEXT NOT NULL, documents INTEGER NOT NULL, CONSTRAINT pk_words PRIMARY KEY (stem)) WITHOUT ROWID;
INSERT INTO "words" VALUES('',3);
INSERT INTO "words" VALUES('aground',1);
INSERT INTO "words" VALUES('ferri',2);
INSERT INTO "words" VALUES('free',1);
INSERT INTO "words" VALUES('nobodi',3);
INSERT INTO "words" VALUES('run',1);
INSERT INTO "words" VALUES('tow',1);
INSERT INTO "words" VALUES('мілина',1);
INSERT INTO "words" VALUES('паром',1);
CREATE INDEX ix_sources_next_poll_at ON sources (next_poll_at);
CREATE INDEX ix_stories_updated_at ON stories (updated_at);
CREATE INDEX ix_articles_content_hash ON articles (content_hash);
CREATE INDEX ix_articles_is_published_at ON articles (is_published, at);
CREATE INDEX ix_articles_source_id ON articles (source_id);
CREATE INDEX ix_articles_story_id ON articles (story_id);
CREATE INDEX ix_readings_ref ON readings (ref);
CREATE INDEX ix_headlines_at ON headlines (at);
CREATE INDEX ix_headlines_source_id ON headlines (source_id);
CREATE INDEX ix_headlines_article_id ON headlines (article_id);
CREATE INDEX ix_headlines_story_id ON headlines (story_id);
CREATE INDEX ix_digest_entries_story_id ON digest_entries (story_id);
CREATE INDEX ix_subscribers_next_at ON subscribers (next_at);
CREATE INDEX ix_outbox_chat_id_state ON outbox (chat_id, state);
CREATE INDEX ix_outbox_chat_id_message_id ON outbox (chat_id, message_id);
CREATE INDEX ix_inbox_state_id ON inbox (state, id);
CREATE INDEX ix_inbox_chat_id_state ON inbox (chat_id, state);
CREATE INDEX ix_pushes_ask_at ON pushes (ask_at);
CREATE INDEX ix_stories_revision ON stories (revision);
CREATE INDEX ix_former_stories_became ON former_stories (became);
CREATE INDEX ix_former_stories_revision ON former_stories (revision);
CREATE INDEX ix_filters_chat_id ON filters (chat_id);
CREATE INDEX ix_alerts_story_id ON alerts (story_id);
CREATE INDEX ix_alerts_chat_id_story_id ON alerts (chat_id, story_id);
CREATE INDEX ix_alerts_chat_id_day ON alerts (chat_id, day);
CREATE INDEX ix_filters_kind ON filters (kind);
CREATE INDEX ix_outbox_state_turn_rank_id ON outbox (state, turn, rank, id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('sources',1);
INSERT INTO "sqlite_sequence" VALUES('articles',2);
INSERT INTO "sqlite_sequence" VALUES('headlines',1);
INSERT INTO "sqlite_sequence" VALUES('stories',2);
INSERT INTO "sqlite_sequence" VALUES('filters',1);
INSERT INTO "sqlite_sequence" VALUES('digests',1);
INSERT INTO "sqlite_sequence" VALUES('outbox',2);
INSERT INTO "sqlite_sequence" VALUES('arrivals',1);
INSERT INTO "sqlite_sequence" VALUES('alerts',1);
CREATE VIRTUAL TABLE search_words
USING fts5(title, body, facets, columnsize = 0, tokenize = "ascii tokenchars '!""#$%&''()*+,-./:;<=>?@[\]^_`{|}~'");
INSERT INTO search_words (rowid, title, body, facets) VALUES (2011619328, 'ferri run aground', 'nobodi hurt', ' 3 1 2');
INSERT INTO search_words (rowid, title, body, facets) VALUES (2011619329, 'паром мілина', 'nobodi hurt', ' 4 2');
INSERT INTO search_words (rowid, title, body, facets) VALUES (2011619330, 'ferri tow free', 'nobodi hurt', ' 5 1 2');
COMMIT;
