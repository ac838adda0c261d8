"""The table that is searched, made in each database's own way."""

from django.db import migrations, models

import intranet.search.models

SQLITE = (
    # The words come ready (folded, stemmed, letters and digits only): the ascii tokenizer splits at spaces and no more.
    "CREATE VIRTUAL TABLE search_words USING fts5(kind, title, labels, body, names, tokenize = 'ascii', prefix = '2 3')",
    # Every word of each column, in order: for "did you mean".
    "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_words, 'col')",
)
POSTGRESQL = (
    "CREATE TABLE search_words (rowid bigint PRIMARY KEY, kind varchar(40) NOT NULL,"
    " title tsvector NOT NULL, labels tsvector NOT NULL, body tsvector NOT NULL, names tsvector NOT NULL,"
    # A: title, B: labels, C: names as typed, D: body
    " words tsvector GENERATED ALWAYS AS"
    " (setweight(title, 'A') || setweight(labels, 'B') || setweight(names, 'C') || setweight(body, 'D')) STORED)",
    "CREATE INDEX search_words_words ON search_words USING gin (words)",
)


def create(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_vocabulary")
    schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RemoveField(model_name="entry", name="stems"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(create, drop)],
            state_operations=[
                migrations.CreateModel(
                    name="Words",
                    fields=[
                        ("entry_id", models.BigIntegerField(db_column="rowid", primary_key=True, serialize=False)),
                        ("kind", models.CharField(max_length=40)),
                        ("title", intranet.search.models.TokensField()),
                        ("labels", intranet.search.models.TokensField()),
                        ("body", intranet.search.models.TokensField()),
                        ("names", intranet.search.models.TokensField()),
                    ],
                    options={"db_table": "search_words"},
                ),
            ],
        ),
    ]
