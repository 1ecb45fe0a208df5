"""Rebuild SQLite's full-text table with a tokenizer that keeps Bangla words whole.

The stock table uses plain `unicode61`, which splits on every vowel sign and virama: দালাল
(broker) becomes দ, ল, ল and also finds দুলাল. Marks, numbers and joiners must count as letters.
The triggers stand on the other table and survive. PostgreSQL needs nothing.
"""

from django.db import migrations

TABLE = "wagtailsearch_indexentry_fts"
ENTRIES = "wagtailsearch_indexentry"
BANGLA = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc Cf'"


def _rebuild(schema_editor, tokenizer):
    schema_editor.execute(f"DROP TABLE IF EXISTS {TABLE}")
    option = f', tokenize="{tokenizer}"' if tokenizer else ""
    schema_editor.execute(
        f"CREATE VIRTUAL TABLE {TABLE} USING fts5(autocomplete, body, title{option})"
    )
    schema_editor.execute(
        f"INSERT INTO {TABLE}(title, body, autocomplete, rowid)"
        f" SELECT title, body, autocomplete, id FROM {ENTRIES}"
    )


def use_bangla_tokenizer(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        _rebuild(schema_editor, BANGLA)


def use_stock_tokenizer(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        _rebuild(schema_editor, "")


class Migration(migrations.Migration):
    dependencies = [("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(use_bangla_tokenizer, use_stock_tokenizer)]
