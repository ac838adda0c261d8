"""Units are found by the beginning of the words of their name, as people are."""

from django.db import migrations

import intranet.directory.fields


def write_words(apps, schema_editor):
    for unit in apps.get_model("directory", "OrgUnit").objects.only("name", "code").iterator(chunk_size=1000):
        unit.save(update_fields=["folded"])


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="orgunit",
            name="folded",
            field=intranet.directory.fields.FoldedField(
                blank=True, default="", editable=False, max_length=240, of=("name", "code"), verbose_name="words for search"
            ),
        ),
        migrations.RunPython(write_words, migrations.RunPython.noop),
    ]
