-- What is in most texts, or is too short for a trigram, is counted in this index: it is a third of the table.

CREATE INDEX users_search_text ON users (search);
